/** The read window of a period, and when it closes. */
import { daySeconds } from '../base/calendar.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import type { ArchiveObject } from './archive.ts';
import { rangesMeet } from './key-layout.ts';

/** How far outside its period an event's object may lie, in seconds. */
export type ReadMargins = { readonly earlySeconds: number; readonly lateSeconds: number };

/** One hour for clocks that are ahead, six for what is processed late. */
export const defaultMargins: ReadMargins = { earlySeconds: 3600, lateSeconds: 6 * 3600 };

/** What a period reads: every object whose range meets this. */
export function readWindow(period: TimeRange, margins: ReadMargins = defaultMargins): TimeRange {
  const { earlySeconds, lateSeconds } = margins;
  return { from: period.from - earlySeconds, until: period.until + lateSeconds };
}

/** An object that has a place in time. */
export type PlacedObject = ArchiveObject & { readonly range: TimeRange };

/** An object may still be on its way for this long after its range has passed. */
export const settleSeconds = 3600;

/**
 * The instant (epoch seconds) from which on nothing more is due in the window: the end of the last
 * UTC day or hour that it touches, and `settle` more.
 *
 * The last range is an hour only where the window has hours and its last day has no object for the
 * whole day. `objects` may be all that are listed; those outside of the window do not matter.
 */
export function windowClosesAt(
  window: TimeRange,
  objects: Iterable<PlacedObject>,
  settle = settleSeconds,
): number {
  const lastDay = { from: floorTo(window.until - 1, daySeconds), until: window.until };
  let stepSeconds = daySeconds;
  for (const { range } of objects) {
    if (!rangesMeet(range, window)) continue;
    if (isHour(range)) stepSeconds = range.until - range.from;
    else if (rangesMeet(range, lastDay)) return lastDay.from + daySeconds + settle;
  }
  return floorTo(window.until - 1, stepSeconds) + stepSeconds + settle;
}

/** Whether a key named an hour, not a whole day. */
export function isHour({ from, until }: TimeRange): boolean {
  return until - from < daySeconds;
}

/** The last multiple of `step` that is not above `instant`. */
export function floorTo(instant: number, step: number): number {
  return Math.floor(instant / step) * step;
}
