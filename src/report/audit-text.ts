/** An audit as text: each day that is not right with its causes, numbers and a few cells. */
import { textFromDay } from '../base/calendar.ts';
import { causeOfName, type FoundCause } from '../model/cause.ts';
import type { Difference, DifferenceCounts, DifferenceSummary } from '../model/difference.ts';
import { textFromInvariantFault, type InvariantFault } from '../model/invariant.ts';
import type { PeriodKey } from '../model/period.ts';
import { textFromRow } from '../model/row-text.ts';
import { daysText } from './days-text.ts';
import { countText, groupedText, numberOrDash } from './number-text.ts';
import { numbersTable, type Numbers } from './numbers-table.ts';
import { wrappedLines } from './text-lines.ts';

export type AuditedPeriod = PeriodKey & {
  readonly zone: string;
  readonly verdict: 'equal' | 'differs' | 'intended' | 'not_checked';
  readonly reasons: readonly string[];
  readonly causes: readonly FoundCause[];
  readonly suspected: readonly FoundCause[];
  readonly differences: DifferenceSummary;
  readonly pageDifferences: DifferenceCounts;
  readonly stored: Numbers | null;
  readonly derived: Numbers | null;
  readonly faults: readonly InvariantFault[];
  readonly faultCount: number;
  readonly ruleChange: { readonly changes: readonly string[]; readonly detail: string } | null;
  readonly leftOut: readonly string[];
  readonly plan: object | null;
};

export type AuditedDays = {
  readonly level: 'full' | 'stored' | 'quick';
  readonly periods: readonly AuditedPeriod[];
  readonly leftToOthers: number;
  readonly isTimeUp: boolean;
  readonly unplaced: readonly string[];
  readonly warnings: readonly string[];
};

export const verdictTitles = {
  equal: 'right',
  differs: 'wrong',
  intended: 'differs as intended',
  not_checked: 'not checked',
} as const;

const lookedAt = {
  full: 'Derived from the logs and compared, cell by cell.',
  stored: 'Stored rows against their checksums and each other; no log was read.',
  quick: 'Names and records only; neither logs nor rows were read.',
} as const;

/** Days told in full; the others get their line (chosen: some screens). */
const blocksMax = 12;

export function* auditText(audit: AuditedDays, columns: number): Generator<string> {
  yield lookedAt[audit.level];
  yield '';
  let blocks = 0;
  for (const site of new Set(audit.periods.map((period) => period.site))) {
    const own = audit.periods.filter((period) => period.site === site);
    yield `${site}, days in ${own[0]?.zone ?? 'UTC'}`;
    yield '';
    const equal = own.filter(({ verdict }) => verdict === 'equal').map(({ day }) => day);
    if (equal.length > 0) {
      yield* wrappedLines(`${daysText(equal)}: right`, { indent: '  ', columns });
    }
    for (const period of own.filter(({ verdict }) => verdict !== 'equal')) {
      blocks += 1;
      yield* periodText(period, { columns, isWhole: blocks <= blocksMax });
    }
    yield* leftOutText(own, columns);
    yield '';
  }
  if (blocks > blocksMax) yield 'The other days are told in full by --json.';
  yield* conclusionText(audit, columns);
}

type BlockLayout = { readonly columns: number; readonly isWhole: boolean };

function* periodText(period: AuditedPeriod, { columns, isWhole }: BlockLayout): Generator<string> {
  const { verdict, causes, reasons } = period;
  const names = causes.map(({ cause }) => causeOfName(cause).title).join(', ');
  const head = `${textFromDay(period.day)}  ${verdictTitles[verdict]}`;
  yield `  ${head}${names === '' ? '' : `: ${names}`}`;
  const layout = { indent: '    ', hanging: '      ', columns };
  for (const reason of reasons.slice(0, listMax)) yield* wrappedLines(reason, layout);
  yield* moreText(reasons.length - listMax);
  if (!isWhole) return;
  for (const cause of causes) yield* evidenceText(cause, layout);
  for (const cause of period.suspected) {
    yield `    suspected, not proven: ${causeOfName(cause.cause).title}`;
    yield* evidenceText(cause, layout);
  }
  if (verdict !== 'not_checked') yield* numbersText(period, layout);
}

/** Of reasons and cells (chosen). */
const listMax = 5;

type Layout = { readonly indent: string; readonly hanging: string; readonly columns: number };

function* evidenceText({ evidence, evidenceCount }: FoundCause, layout: Layout): Generator<string> {
  for (const text of evidence) yield* wrappedLines(text, layout);
  yield* moreText(evidenceCount - evidence.length);
}

function* moreText(more: number): Generator<string> {
  if (more > 0) yield `      and ${groupedText(more)} more`;
}

function* numbersText(period: AuditedPeriod, layout: Layout): Generator<string> {
  const { stored, derived, differences, pageDifferences, faults, faultCount } = period;
  if (stored !== null && derived !== null) {
    yield* numbersTable({ before: stored, after: derived }, ['stored', 'by the logs'], '    ');
  }
  const cells = countsText(differences.cells);
  if (cells !== '') yield* wrappedLines(`cells: ${cells}${metricsText(differences)}`, layout);
  for (const difference of differences.sample.slice(0, listMax)) {
    yield* wrappedLines(differenceText(difference), { ...layout, indent: '      ' });
  }
  const pages = countsText(pageDifferences);
  if (pages !== '') yield* wrappedLines(`page records: ${pages}`, layout);
  if (faultCount === 0) return;
  yield `    ${countText(faultCount, 'number')} contradict each other, the first:`;
  for (const fault of faults.slice(0, 2)) {
    yield* wrappedLines(textFromInvariantFault(fault), { ...layout, indent: '      ' });
  }
}

/** `12 missing, 3 changed`; empty where there is none. */
export function countsText({ missing, extra, changed }: DifferenceCounts): string {
  const named = [
    [missing, 'missing'],
    [extra, 'too many'],
    [changed, 'changed'],
  ] as const;
  const found = named.filter(([count]) => count > 0);
  return found.map(([count, name]) => `${groupedText(count)} ${name}`).join(', ');
}

function metricsText({ byMetric }: DifferenceSummary): string {
  const sums = Object.entries(byMetric)
    .map(([name, counts]) => [name, counts.missing + counts.extra + counts.changed] as const)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3);
  return sums.length === 0
    ? ''
    : `; most of ${sums.map(([name, sum]) => `${name} (${groupedText(sum)})`).join(', ')}`;
}

export function differenceText({ row, key, stored, derived, sketchDiffers }: Difference): string {
  const isOnlySketch = stored === derived && sketchDiffers;
  const values = isOnlySketch
    ? `${numberOrDash(stored)} on both sides, but not of the same members`
    : `stored ${numberOrDash(stored)}, by the logs ${numberOrDash(derived)}`;
  return `${key} of the ${textFromRow(row)}: ${values}`;
}

/** The same for many days is told once. */
function* leftOutText(periods: readonly AuditedPeriod[], columns: number): Generator<string> {
  const texts = new Set(periods.flatMap(({ leftOut }) => leftOut));
  for (const text of texts) {
    const days = periods.filter(({ leftOut }) => leftOut.includes(text)).map(({ day }) => day);
    const line = `not looked at: ${text} (${daysText(days)})`;
    yield* wrappedLines(line, { indent: '  ', hanging: '    ', columns });
  }
}

function* conclusionText(audit: AuditedDays, columns: number): Generator<string> {
  const { periods, leftToOthers, isTimeUp, unplaced, warnings } = audit;
  const layout = { indent: '', hanging: '  ', columns };
  for (const warning of warnings) yield* wrappedLines(warning, layout);
  if (unplaced.length > 0) {
    const names = `${countText(unplaced.length, 'object')} without a date in the key, never read`;
    yield* wrappedLines(`${names}: ${unplaced.slice(0, 3).join(', ')}`, layout);
  }
  const counts = (Object.keys(verdictTitles) as (keyof typeof verdictTitles)[]).flatMap((one) => {
    const count = periods.filter(({ verdict }) => verdict === one).length;
    return count === 0 ? [] : [`${groupedText(count)} ${verdictTitles[one]}`];
  });
  const tolerated = periods.reduce((sum, { differences }) => sum + differences.tolerated, 0);
  if (tolerated > 0) counts.push(`${countText(tolerated, 'cell')} within tolerance`);
  if (leftToOthers > 0) counts.push(`${countText(leftToOthers, 'day')} left to the other parts`);
  const time = isTimeUp ? ' The time was up.' : '';
  yield* wrappedLines(`${countText(periods.length, 'day')}: ${counts.join(', ')}.${time}`, layout);
}
