/** What a rebuild did with a period, as text: its main numbers before and after, or why not. */
import { textFromDay } from '../base/calendar.ts';
import type { Content } from '../model/checksum.ts';
import type { PeriodTally } from '../model/ledger.ts';
import type { PeriodKey } from '../model/period.ts';
import { grains, type Grain } from '../model/row.ts';
import { changeText, countText, groupedText, numberOrDash } from './number-text.ts';
import { tableLines, wrappedLines, type Column } from './text-lines.ts';

/** `isDone`: the numbers of the period were worked out, or needed no work. */
export const periodKinds = {
  published: { isDone: true, about: 'published' },
  derived: { isDone: true, about: 'worked out, not written' },
  current: { isDone: true, about: 'up to date, left alone' },
  open: { isDone: false, about: 'still open' },
  incomplete: { isDone: false, about: 'logs are missing or damaged' },
  vanished: { isDone: false, about: 'logs are gone that its stored numbers were made from' },
  conflict: { isDone: false, about: 'another run published it first' },
  unknown_site: { isDone: false, about: 'neither the store nor any line knows the site' },
  no_such_day: { isDone: false, about: 'its time zone skipped this day' },
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

/** A block of lines: the day, what became of it, every main number before and after. */
export function periodBlock(period: ReportedPeriod, columns: number): readonly string[] {
  const head = `  ${textFromDay(period.day)}  ${periodKinds[period.kind].about}`;
  const layout = { indent: '    ', columns };
  const reasons = period.reasons.flatMap((reason) => wrappedLines(reason, layout));
  if (period.after === null || period.kind === 'current') return [head, ...reasons];
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
      numberOrDash(old),
      groupedText(value),
      changeText(old, value),
    ]);
  if (rows.length === 0) return ['    no event at all: every number is 0'];
  const header = ['', before === null ? 'not stored' : 'stored', 'rebuilt', 'change'];
  return tableLines([{ align: 'left' }, right, right, right], [header, ...rows], '    ');
}

function contentText({ rows, pages }: ReportedPeriod): string {
  const texts = grains.flatMap((grain) => {
    const content = rows[grain];
    return content === undefined ? [] : [`${grain} rows with ${countText(content.cells, 'cell')}`];
  });
  if (pages !== null) texts.push(countText(pages.parts, 'page'));
  return texts.join(', ');
}

function tallyText({ countedByAction, duplicateConflict }: PeriodTally): string {
  const actions = Object.entries(countedByAction)
    .sort(([a, left], [b, rightCount]) => rightCount - left || (a < b ? -1 : 1))
    .map(([action, count]) => `${action} ${groupedText(count)}`);
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

function listedNumbers({ before, after }: ReportedPeriod, metric: string): [string, string] {
  if (after === null) return ['-', '-'];
  const value = after[metric] ?? 0;
  return [groupedText(value), changeText(before === null ? null : (before[metric] ?? 0), value)];
}
