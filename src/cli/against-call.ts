/** What `recount audit --against` was asked to do, from the settings of an audit. */
import type { ZoneClock } from '../base/zone-clock.ts';
import type { OptionFault } from '../config/option-faults.ts';
import type { Settings } from '../config/resolve-options.ts';
import type { AuditRequest } from '../jobs/audit-types.ts';
import type { SourceSelection } from '../jobs/numbers-sources.ts';
import type { ColumnMap } from '../model/foreign-numbers.ts';
import type { Tolerances } from '../model/tolerance.ts';

type AuditSettings = Settings<'audit'>;

export type AgainstCall = {
  /** A file of rows, or the place of a store. */
  readonly against: string;
  readonly columns: ColumnMap | undefined;
  readonly store: string;
  readonly selection: SourceSelection;
  readonly zones: ReadonlyMap<string, ZoneClock>;
  readonly tolerances: Tolerances;
  readonly memoryBytes: number;
  /** Without it the store is what they are held against, and no log is read. */
  readonly request: AuditRequest | undefined;
};

/** @param place the file or store that is named. */
export function againstCall(
  { values, sites }: AuditSettings,
  request: AuditRequest,
  place: string,
): AgainstCall {
  const days = new Map(request.sites.map((site) => [site.site, site.days ?? []]));
  return {
    against: place,
    columns: values.columns,
    store: values.store[0] ?? '',
    selection: {
      sites: sites.map(({ site }) => site),
      daysOf: (site) => {
        const own = days.get(site) ?? [];
        return { fromDay: own[0], untilDay: (own.at(-1) ?? 0) + 1 };
      },
    },
    zones: new Map(request.sites.map(({ site, clock }) => [site, clock])),
    tolerances: request.tolerances,
    memoryBytes: values.memory,
    request: request.level === 'full' ? request : undefined,
  };
}

/** What makes no sense together with --against, or only with it. */
export function againstFaults(values: AuditSettings['values']): readonly OptionFault[] {
  if (values.against === undefined) {
    if (values.columns === undefined) return [];
    return [{ message: '--columns is without --against', hint: 'name the table with --against' }];
  }
  const others = [
    ['--quick', values.quick],
    ['--sample', values.sample !== undefined],
    ['--run-time', values.runTime !== undefined],
    ['--resume', values.resume !== undefined],
    ['--plan', values.plan !== undefined],
    ['--format', values.format !== undefined && values.format !== 'table'],
    ['--output', values.output !== undefined],
    ['--diagnose', values.diagnose],
  ] as const;
  return others
    .filter(([, isGiven]) => isGiven)
    .map(([flag]) => ({
      message: `--against goes without ${flag}`,
      hint: 'leave one of them out; --json gives every day, --report a page',
    }));
}
