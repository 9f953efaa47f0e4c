/** What a rebuild would have to do, as text: from listings alone, before any log is read. */
import { textFromDay } from '../base/calendar.ts';
import type { PeriodKey } from '../model/period.ts';
import { bytesText, countText, groupedText, spanText } from './number-text.ts';
import { tableLines, wrappedLines } from './text-lines.ts';

export type PlannedKind =
  'read' | 'current' | 'pinned' | 'open' | 'incomplete' | 'vanished' | 'refused' | 'no_such_day';

export type ReportedPlan = {
  readonly periods: readonly (PeriodKey & {
    readonly zone: string;
    readonly objects: number;
    readonly bytes: number;
    readonly missing: readonly string[];
    readonly todo: PlannedKind;
  })[];
  readonly objects: number;
  readonly bytes: number;
  readonly unplaced: readonly string[];
  readonly ignored: readonly string[];
  readonly warnings: readonly string[];
};

/**
 * Compressed bytes derived per second: an assumption for the estimate, chosen for logs with every
 * field filled on one core. Lean lines compress less well and take longer per byte.
 */
export const assumedBytesPerSecond = 8 * 1024 * 1024;

export function estimatedSeconds(plan: { readonly bytes: number }): number {
  return plan.bytes / assumedBytesPerSecond;
}

const todoTexts: Readonly<Record<PlannedKind, string>> = {
  read: 'to do',
  current: 'up to date',
  pinned: 'pinned',
  open: 'still open',
  incomplete: 'logs missing',
  vanished: 'logs vanished',
  refused: 'not as planned',
  no_such_day: 'no such day',
};

/** Gaps named per day; the JSON output has all. */
const gapsShownMax = 3;

/** Yields lines without their ends. */
export function* planText(
  plan: ReportedPlan,
  { columns, commandLines }: { columns: number; commandLines: readonly string[] },
): Generator<string, void, undefined> {
  for (const site of new Set(plan.periods.map((period) => period.site))) {
    yield* siteText(plan, site, columns);
  }
  const layout = { indent: '', columns };
  for (const warning of plan.warnings) yield* wrappedLines(`Remarkably small: ${warning}`, layout);
  yield* othersText(plan);
  const todo = plan.periods.filter((period) => period.todo === 'read').length;
  const sizes = `${countText(plan.objects, 'object')} with ${bytesText(plan.bytes)} compressed`;
  yield* wrappedLines(`To do: ${countText(todo, 'day')} from ${sizes}. ${timeText(plan)}`, layout);
  yield '';
  yield 'Nothing was read or written. To work it out:';
  for (const line of commandLines) yield `  ${line}`;
}

function* siteText(plan: ReportedPlan, site: string, columns: number): Generator<string> {
  const own = plan.periods.filter((period) => period.site === site);
  const zone = own.find((period) => period.zone !== '')?.zone;
  yield zone === undefined ? site : `${site}, days in ${zone}`;
  yield '';
  const rows = own.map(({ day, todo, objects, bytes }) => [
    textFromDay(day),
    todoTexts[todo],
    countText(objects, 'object'),
    bytesText(bytes),
  ]);
  const left = { align: 'left' } as const;
  const right = { align: 'right', widthMin: 13 } as const;
  const lines = tableLines([left, left, right, right], rows, '  ');
  for (const [index, line] of lines.entries()) {
    yield line;
    const { missing = [] } = own[index] ?? {};
    for (const gap of missing.slice(0, gapsShownMax)) {
      yield* wrappedLines(gap, { indent: '    ', columns });
    }
    if (missing.length > gapsShownMax) {
      yield `    and ${groupedText(missing.length - gapsShownMax)} more gaps; --json names all`;
    }
  }
  yield '';
}

function* othersText({ unplaced, ignored }: ReportedPlan): Generator<string> {
  if (unplaced.length > 0) {
    yield `Not read, no date in the name: ${countText(unplaced.length, 'object')}`;
  }
  if (ignored.length > 0)
    yield `Not read, not a log by the name: ${countText(ignored.length, 'object')}`;
}

function timeText(plan: ReportedPlan): string {
  if (plan.bytes === 0) return '';
  const rate = bytesText(assumedBytesPerSecond);
  const span = spanText(estimatedSeconds(plan));
  return `About ${span}, assuming ${rate} a second (not measured here).`;
}
