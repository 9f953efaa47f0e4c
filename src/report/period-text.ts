/** What a rebuild did with a period, as text: its main numbers before and after, or why not. */
import { textFromDay } from '../base/calendar.ts';
import type { Content } from '../model/checksum.ts';
import type { PeriodTally } from '../model/ledger.ts';
import type { PeriodKey } from '../model/period.ts';
import { grains, type Grain } from '../model/row.ts';
import { changeText, countText, groupedText, numberOrDash } from './number-text.ts';
import { tableLines, wrappedLines, type Column } from './text-lines.ts';

/** What became of a period: of one, behind its date, and of several, behind `3 days`. */
export const periodKinds = {
  published: { one: 'published', several: 'published' },
  derived: { one: 'worked out, not written', several: 'worked out, not written' },
  current: { one: 'up to date, left alone', several: 'up to date and left alone' },
  pinned: { one: 'pinned by an undo, left alone', several: 'pinned and left alone' },
  open: { one: 'still open', several: 'still open' },
  not_begun: { one: 'not begun in time', several: 'not begun in time' },
  incomplete: { one: 'logs are missing or damaged', several: 'with missing or damaged logs' },
  vanished: {
    one: 'logs are gone that its stored numbers were made from',
    several: 'whose logs have vanished',
  },
  refused: { one: 'not as planned, left alone', several: 'not as planned and left alone' },
  unconfirmed: {
    one: 'published, and not found as it was planned',
    several: 'published and not found as planned',
  },
  conflict: { one: 'another run published it first', several: 'published by another run first' },
  unknown_site: {
    one: 'neither the store nor any line knows the site',
    several: 'of a site that nothing knows',
  },
  no_such_day: { one: 'its time zone skipped this day', several: 'that its time zone skipped' },
} as const;

export type PeriodKind = keyof typeof periodKinds;

export type ReportedPeriod = PeriodKey & {
  readonly kind: PeriodKind;
  readonly reasons: readonly string[];
  readonly before: Readonly<Record<string, number>> | null;
  readonly after: Readonly<Record<string, number>> | null;
  readonly tally: PeriodTally | null;
  readonly rows: Readonly<Partial<Record<Grain, Content>>>;
  readonly pages: Content | null;
};

/** Kinds whose numbers are new; of all others the stored ones stay as they are. */
const workedOut: ReadonlySet<PeriodKind> = new Set([
  'published',
  'unconfirmed',
  'derived',
  'conflict',
]);

/** A block of lines: the day, what became of it, every main number before and after. */
export function periodBlock(period: ReportedPeriod, columns: number): readonly string[] {
  const head = `  ${textFromDay(period.day)}  ${periodKinds[period.kind].one}`;
  const layout = { indent: '    ', columns };
  const reasons = period.reasons.flatMap((reason) => wrappedLines(reason, layout));
  if (period.after === null || !workedOut.has(period.kind)) return [head, ...reasons];
  return [
    head,
    ...reasons,
    ...numbersTable(period.before, period.after),
    ...wrappedLines(contentText(period), layout),
    ...(period.tally === null ? [] : wrappedLines(tallyText(period.tally), layout)),
  ];
}

const right: Column = { align: 'right', widthMin: 13 };

/** Metrics that are 0 before and after are left out. */
function numbersTable(
  before: ReportedPeriod['before'],
  after: Readonly<Record<string, number>>,
): readonly string[] {
  const rows = Object.entries(after)
    .map(([metric, value]) => ({ metric, value, old: before === null ? null : before[metric] }))
    .filter(({ value, old }) => value !== 0 || (old ?? 0) !== 0)
    .map(({ metric, value, old = null }) => [
      metric,
      before !== null && old === null ? 'not recorded' : numberOrDash(old),
      groupedText(value),
      changeText(old, value),
    ]);
  if (rows.length === 0) return ['    no event at all: every number is 0'];
  const header = ['', 'stored', 'rebuilt', 'change'];
  return tableLines([{ align: 'left' }, right, right, right], [header, ...rows], '    ');
}

function contentText({ rows, pages }: ReportedPeriod): string {
  const texts = grains.flatMap((grain) => {
    const content = rows[grain];
    return content === undefined ? [] : [`${grain} rows with ${countText(content.cells, 'cell')}`];
  });
  if (pages !== null) texts.push(countText(pages.parts, 'page'));
  const isAged = rows['1d'] !== undefined && rows['5m'] === undefined;
  return texts.join(', ') + (isAged ? '; its 5m rows are past their retention' : '');
}

/** Actions named; customers may send any number of their own. */
const actionsShownMax = 8;

function tallyText({ countedByAction, duplicateConflict }: PeriodTally): string {
  const sorted = Object.entries(countedByAction).sort(
    ([a, left], [b, rightCount]) => rightCount - left || (a < b ? -1 : 1),
  );
  const actions = sorted
    .slice(0, actionsShownMax)
    .map(([action, count]) => `${action} ${groupedText(count)}`);
  const more = sorted.length - actions.length;
  if (more > 0) actions.push(`${groupedText(more)} more kinds`);
  const conflicts =
    duplicateConflict === 0
      ? ''
      : `; ${countText(duplicateConflict, 'duplicate')} with another time than the first copy`;
  return actions.length === 0 ? '' : `events: ${actions.join(', ')}${conflicts}`;
}

/** The two numbers that a long list of days shows. */
const listedMetrics = ['page_views', 'visitors'] as const;

/** One line per day, for runs over many days. */
export function periodList(periods: readonly ReportedPeriod[], columns: number): readonly string[] {
  const header = ['day', 'result', ...listedMetrics.flatMap((metric) => [metric, 'change'])];
  const rows = periods.map((period) => [
    textFromDay(period.day),
    period.kind,
    ...listedMetrics.flatMap((metric) => listedNumbers(period, metric)),
  ]);
  const number: Column = { align: 'right', widthMin: 11 };
  const table = tableLines(
    [{ align: 'left' }, { align: 'left' }, number, number, number, number],
    [header, ...rows],
    '  ',
  );
  return table.flatMap((line, index) => {
    const reasons = periods[index - 1]?.reasons ?? [];
    const layout = { indent: '    ', columns };
    return [line, ...reasons.flatMap((reason) => wrappedLines(reason, layout))];
  });
}

function listedNumbers(
  { kind, before, after }: ReportedPeriod,
  metric: string,
): readonly [string, string] {
  const value = after?.[metric];
  if (value === undefined || !(workedOut.has(kind) || kind === 'current')) return ['-', '-'];
  return [groupedText(value), changeText(before?.[metric] ?? null, value)];
}
