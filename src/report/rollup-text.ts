/** A rollup as text: a line for each site, what keeps days from being rolled up, and a summary. */
import { textFromDay } from '../base/calendar.ts';
import { ledgerLines, type Ledger } from '../model/ledger.ts';
import { daysText } from './days-text.ts';
import { bytesText, countText, groupedText, spanText } from './number-text.ts';
import { periodKinds, type PeriodKind, type ReportedPeriod } from './period-text.ts';
import { readOf, rejectedOf, type ReportedObject } from './rebuild-text.ts';
import { wrappedLines } from './text-lines.ts';

export type ReportedRollup = {
  readonly sites: readonly {
    readonly site: string;
    readonly periods: readonly ReportedPeriod[];
    readonly differences: number;
  }[];
  readonly rebuilt: {
    readonly objects: readonly ReportedObject[];
    readonly ledger: Ledger;
  };
  readonly startedAt: number;
  readonly finishedAt: number;
};

export type RollupLayout = {
  readonly columns: number;
  readonly isApplied: boolean;
  readonly run: string;
};

/** What a person has to do something about, or ought to know. */
const toldKinds: ReadonlySet<PeriodKind> = new Set([
  ...(['pinned', 'not_begun', 'incomplete', 'vanished', 'conflict', 'unknown_site'] as const),
]);

export function* rollupText(result: ReportedRollup, layout: RollupLayout): Generator<string> {
  for (const site of result.sites) {
    const text = `${site.site}: ${kindsText(site.periods)}`;
    yield* wrappedLines(text, { indent: '', hanging: '  ', columns: layout.columns });
    yield* reasonsText(site.periods, layout.columns);
  }
  yield '';
  yield* wrappedLines(summaryText(result, layout), { indent: '', columns: layout.columns });
}

/** `2 published: 2026-03-08 to 2026-03-09; 5 up to date and left alone`. */
function kindsText(periods: readonly ReportedPeriod[]): string {
  const kinds = (Object.keys(periodKinds) as PeriodKind[]).flatMap((kind) => {
    const own = periods.filter((period) => period.kind === kind);
    if (own.length === 0) return [];
    const days = kind === 'current' ? '' : `: ${daysText(own.map(({ day }) => day))}`;
    return [`${countText(own.length, 'day')} ${periodKinds[kind].several}${days}`];
  });
  return kinds.join('; ');
}

function* reasonsText(periods: readonly ReportedPeriod[], columns: number): Generator<string> {
  for (const { day, kind, reasons } of periods) {
    if (!toldKinds.has(kind) && !(kind === 'current' && reasons.length > 0)) continue;
    const text = `${textFromDay(day)}: ${reasons.join('; ')}`;
    yield* wrappedLines(text, { indent: '    ', hanging: '      ', columns });
  }
}

function summaryText(
  { sites, rebuilt, startedAt, finishedAt }: ReportedRollup,
  { isApplied, run }: RollupLayout,
): string {
  const { objects, bytes } = readOf(rebuilt);
  const rejected = rejectedOf(rebuilt).length;
  const differences = sites.reduce((sum, site) => sum + site.differences, 0);
  const refused = ledgerLines(rebuilt.ledger) - rebuilt.ledger.counted;
  const parts = [
    `${countText(sites.length, 'site')} in ${spanText(finishedAt - startedAt)}`,
    objects === 0
      ? 'no log had to be read'
      : `${countText(objects, 'object')} read (${bytesText(bytes)}), ` +
        `${groupedText(rebuilt.ledger.counted)} lines counted and ${groupedText(refused)} not`,
    ...(rejected === 0 ? [] : [`${countText(rejected, 'object')} rejected`]),
    ...(differences === 0
      ? []
      : [`${countText(differences, 'day')} with other numbers than before`]),
  ];
  return `${parts.join('; ')}. ${isApplied ? `Run ${run}.` : 'Nothing was written.'}`;
}
