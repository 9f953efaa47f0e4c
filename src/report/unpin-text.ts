/** The taking off of pins, as text and as JSON lines. */
import { textFromDay } from '../base/calendar.ts';
import type { PeriodKey } from '../model/period.ts';
import { wrappedLines } from './text-lines.ts';

/** Days whose pin was or would be taken off. */
export type ReportedUnpin = PeriodKey & {
  readonly kind: 'unpinned' | 'pinned' | 'moved_on';
  readonly pinnedBy: string;
  readonly live: string | null;
};

export function* unpinText(
  items: readonly ReportedUnpin[],
  { store, columns }: { store: string; columns: number },
): Generator<string, void, undefined> {
  yield store;
  if (items.length === 0) yield '  no day is pinned';
  for (const { site, day, kind, pinnedBy } of items) {
    const what = {
      pinned: 'pinned by run',
      unpinned: 'no longer pinned by run',
      moved_on: 'left alone: it was pinned anew after',
    }[kind];
    const text = `${site} ${textFromDay(day)}  ${what} ${pinnedBy}`;
    yield* wrappedLines(text, { indent: '  ', hanging: '      ', columns });
  }
}

export function unpinLine(
  store: string,
  { site, day, kind, pinnedBy, live }: ReportedUnpin,
): object {
  return {
    type: 'period',
    store,
    site,
    date: textFromDay(day),
    result: kind,
    pinned_by: pinnedBy,
    live,
  };
}
