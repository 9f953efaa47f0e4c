/** An archive as text: its objects, their totals by day. */
import { textFromDay, textFromInstant } from '../base/calendar.ts';
import { bytesText, countText, groupedText } from './number-text.ts';
import { tableLines, wrappedLines } from './text-lines.ts';

export type ReportedObject = {
  readonly key: string;
  readonly bytes: number;
  /** Epoch seconds. */
  readonly range: { readonly from: number; readonly until: number } | undefined;
  readonly kind: 'data' | 'ignored';
};

export type ReportedCounts = { readonly objects: number; readonly bytes: number };

export type ReportedTotals = {
  readonly placed: ReportedCounts;
  readonly unplaced: ReportedCounts;
  readonly ignored: ReportedCounts;
  readonly days: readonly (ReportedCounts & { readonly day: number; readonly hours: number })[];
};

const hourSeconds = 3600;
const whenColumns = 16;
const sizeColumns = 12;

/** `2026-03-08 10:00      12.3 KiB  events/2026/03/08/10/part-0.gz`. */
export function objectText(object: ReportedObject): string {
  const size = bytesText(object.bytes).padStart(sizeColumns);
  return `${whenText(object).padEnd(whenColumns)}${size}  ${object.key}`;
}

function whenText({ kind, range }: ReportedObject): string {
  if (kind === 'ignored') return 'not a log';
  if (range === undefined) return 'no date';
  const text = textFromInstant(range.from).slice(0, whenColumns).replace('T', ' ');
  return range.until - range.from > hourSeconds ? text.slice(0, 10) : text;
}

/** Yields lines without their ends. */
export function* totalsText(
  totals: ReportedTotals,
  columns: number,
): Generator<string, void, undefined> {
  yield* daysTable(totals);
  const layout = { indent: '', columns };
  yield* wrappedLines(`${sumText(totals)}.`, layout);
  const { unplaced, ignored } = totals;
  if (unplaced.objects > 0) {
    const text = `${countText(unplaced.objects, 'object')} without a date in the name: never read.`;
    yield* wrappedLines(text, layout);
  }
  if (ignored.objects > 0) {
    const text = `${countText(ignored.objects, 'file')} with the name of no log: never read.`;
    yield* wrappedLines(text, layout);
  }
}

function* daysTable({ days }: ReportedTotals): Generator<string> {
  if (days.length === 0) return;
  const rows = days.map(({ day, objects, bytes, hours }) => [
    textFromDay(day),
    groupedText(objects),
    bytesText(bytes),
    hours === 0 ? 'whole day' : `${String(hours)} of 24`,
  ]);
  const right = { align: 'right', widthMin: 9 } as const;
  const head = ['UTC day', 'objects', 'size', 'hours'];
  yield* tableLines([{ align: 'left' }, right, right, right], [head, ...rows], '  ');
  yield '';
}

/** `96 objects with 24.1 MiB from 2026-03-06 to 2026-03-10`. */
export function sumText({ placed, days }: ReportedTotals): string {
  const [first, last] = [days[0], days.at(-1)];
  const size = `${countText(placed.objects, 'object')} with ${bytesText(placed.bytes)}`;
  if (first === undefined || last === undefined)
    return 'No log was found that its name places in time';
  if (first.day === last.day) return `${size} of ${textFromDay(first.day)} (UTC)`;
  return `${size} from ${textFromDay(first.day)} to ${textFromDay(last.day)} (UTC)`;
}
