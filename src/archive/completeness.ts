/** Whether the listing of a read window is whole: which hours or days of it have no object. */
import { daySeconds, textFromDay } from '../base/calendar.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import { hourSeconds, rangesMeet } from './key-layout.ts';
import { floorTo, isHour } from './read-window.ts';
import type { PlacedObject } from './read-window.ts';

export { smallObjects } from './small-objects.ts';
export { windowClosesAt } from './read-window.ts';

/**
 * What there must be an object for. `auto`: every hour where the window has objects of hours, else
 * every day. `hour`: every hour has its own. `day`: every day of which at least half lies in the
 * window, for archives in which a quiet hour has no object. `none`: nothing.
 */
export type ArchiveExpect = 'auto' | 'hour' | 'day' | 'none';

export type WindowListing = {
  /** Data objects whose range meets the window; others do no harm. */
  readonly objects: readonly PlacedObject[];
  /** All that were listed; says whether an archive without an object here has hours elsewhere. */
  readonly listed?: Iterable<PlacedObject>;
  readonly expect?: ArchiveExpect;
};

/**
 * The stretches of whole UTC hours or days in which an object is missing, ascending, merged.
 *
 * Whether there is a gap follows from the window's own objects, never from what else was listed,
 * so that a period is judged the same in every run. An archive may have changed from days to
 * hours: an object of a day stands for its hours where that day has no objects of hours. So a day
 * whose hours are all missing but beside which a stray object of the day lies is not noticed.
 */
export function findGaps(window: TimeRange, listing: WindowListing): readonly TimeRange[] {
  const { expect = 'auto', listed = [] } = listing;
  const ranges = listing.objects
    .map(({ range }) => range)
    .filter((range) => rangesMeet(range, window));
  const hasHours = ranges.some(isHour) || (ranges.length === 0 && someHour(listed));
  const isMostlyInside = (day: TimeRange): boolean => 2 * secondsInside(day, window) >= daySeconds;
  switch (expect) {
    case 'none':
      return [];
    case 'hour':
      return mergeRanges(missingSteps(window, hourSeconds, hoursOf(ranges.filter(isHour))));
    case 'day': {
      const days = missingSteps(window, daySeconds, daysOf(ranges));
      return mergeRanges(hasHours ? days.filter(isMostlyInside) : days);
    }
    case 'auto':
      return mergeRanges(
        hasHours
          ? missingSteps(window, hourSeconds, hoursOf(ranges))
          : missingSteps(window, daySeconds, daysOf(ranges)),
      );
  }
}

/** The gaps in words, as manifests keep them; empty = complete so far. */
export function gapsOfWindow(window: TimeRange, listing: WindowListing): readonly string[] {
  return findGaps(window, listing).map((gap) => `${textFromUtcRange(gap)}: no object`);
}

/** `2026-03-08 10:00–13:00 UTC`; whole days by their dates: `2026-03-08 to 2026-03-09 UTC`. */
export function textFromUtcRange({ from, until }: TimeRange): string {
  const firstDay = dateOf(from);
  const lastDay = dateOf(until - 1);
  if (from % daySeconds === 0 && until % daySeconds === 0) {
    return firstDay === lastDay ? `${firstDay} UTC` : `${firstDay} to ${lastDay} UTC`;
  }
  const end = until % daySeconds === 0 ? '24:00' : timeOf(until);
  if (firstDay === lastDay) return `${firstDay} ${timeOf(from)}–${end} UTC`;
  return `${firstDay} ${timeOf(from)} – ${lastDay} ${end} UTC`;
}

function someHour(objects: Iterable<PlacedObject>): boolean {
  for (const { range } of objects) if (isHour(range)) return true;
  return false;
}

/** Starts of the hours that have an object; a day of its own kind has all of them. */
function hoursOf(ranges: readonly TimeRange[]): ReadonlySet<number> {
  const hours = new Set(ranges.filter(isHour).map(({ from }) => from));
  const daysWithHours = new Set([...hours].map((hour) => floorTo(hour, daySeconds)));
  for (const range of ranges) {
    if (isHour(range) || daysWithHours.has(range.from)) continue;
    for (let hour = range.from; hour < range.until; hour += hourSeconds) hours.add(hour);
  }
  return hours;
}

function daysOf(ranges: readonly TimeRange[]): ReadonlySet<number> {
  return new Set(ranges.map(({ from }) => floorTo(from, daySeconds)));
}

/** The steps that the window touches and that do not begin with one of `present`. */
function missingSteps(
  window: TimeRange,
  stepSeconds: number,
  present: ReadonlySet<number>,
): readonly TimeRange[] {
  const missing: TimeRange[] = [];
  for (let from = floorTo(window.from, stepSeconds); from < window.until; from += stepSeconds) {
    if (!present.has(from)) missing.push({ from, until: from + stepSeconds });
  }
  return missing;
}

/** Makes one of ranges that follow each other. */
function mergeRanges(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const merged: TimeRange[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last?.until === range.from) merged.splice(-1, 1, { from: last.from, until: range.until });
    else merged.push(range);
  }
  return merged;
}

function secondsInside(range: TimeRange, window: TimeRange): number {
  return Math.min(range.until, window.until) - Math.max(range.from, window.from);
}

function dateOf(instant: number): string {
  return textFromDay(Math.floor(instant / daySeconds));
}

function timeOf(instant: number): string {
  return new Date(instant * 1000).toISOString().slice(11, 16);
}
