/** What a query groups by, and in which order its rows come. */
import {
  pageDimensions,
  steps,
  type GroupColumn,
  type MetricColumn,
} from '../model/query-words.ts';
import { UsageError } from '../base/errors.ts';
import type { KnownNames } from './known-names.ts';
import type { Order } from './query-plan.ts';
import type { QuerySpec } from './query-spec.ts';
import { unknownName } from './refusals.ts';

/** More would be no table for a person, and a product of values for the memory (chosen). */
const groupsMax = 4;

/** @throws UsageError for a name that is no dimension of the days asked for. */
export function checkGroups(spec: QuerySpec, names: KnownNames): readonly GroupColumn[] {
  const wanted = [...new Set(spec.groupBy ?? [])];
  const isOfSites = spec.sites.length !== 1 && !wanted.includes('site');
  const columns = [...(isOfSites ? ['site'] : []), ...wanted].map((name) => {
    return groupColumn(name, names);
  });
  if (columns.length > groupsMax) {
    throw new UsageError(`the query groups by ${String(columns.length)} dimensions`, {
      hint: `${String(groupsMax)} are possible; ask for the others apart`,
    });
  }
  return columns;
}

function groupColumn(name: string, names: KnownNames): GroupColumn {
  refuseAmbiguous(name, names);
  if (names.segments.has(name) || names.breakdowns.has(name)) return { kind: 'cell', name };
  const page = pageDimensions.find((dimension) => dimension === name);
  if (page !== undefined) return { kind: 'page', name: page };
  const plain = plainGroups.find((group) => group === name);
  if (plain !== undefined) return { kind: plain, name };
  if (steps.some((step) => step === name)) {
    throw new UsageError(`${name} is a step of time, and no group of its own`, {
      hint: `group by time, step by step: --group-by time --step ${name}`,
    });
  }
  const known = [...plainGroups, ...pageDimensions, ...names.segments.keys(), ...names.breakdowns];
  throw unknownName('group', name, known);
}

/** @throws UsageError where a site's own segment has the name of something else. */
export function refuseAmbiguous(name: string, { segments }: KnownNames): void {
  const words: readonly string[] = [...plainGroups, ...pageDimensions];
  if (!segments.has(name) || !words.includes(name)) return;
  throw new UsageError(`${name} is a segment of the site and a word of the query language`, {
    hint: 'give the segment another name in recount.yaml, then rebuild the days',
  });
}

const plainGroups = ['time', 'url', 'site'] as const;

type Columns = {
  readonly metrics: readonly MetricColumn[];
  readonly groups: readonly GroupColumn[];
};

/** @throws UsageError for what is neither a metric nor a group of the query. */
export function checkOrder(order: string | undefined, { metrics, groups }: Columns): Order {
  if (order === undefined) {
    const time = groups.findIndex(({ kind }) => kind === 'time');
    if (time !== -1) return { by: 'group', index: time };
    return { by: 'metric', index: 0, isAscending: false };
  }
  const isAscending = order.startsWith('+');
  const name = isAscending ? order.slice(1) : order;
  const metric = metrics.findIndex((column) => column.name === name);
  if (metric !== -1) return { by: 'metric', index: metric, isAscending };
  const group = groups.findIndex((column) => column.name === name);
  if (group !== -1) return { by: 'group', index: group };
  const known = [...metrics, ...groups].map((column) => column.name);
  throw unknownName('column to order by', name, known);
}
