/** The periods of a rebuild and the objects that each of them reads. */
import { daysBetween } from '../base/calendar.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import { readWindow, type PlacedObject } from '../archive/read-window.ts';
import type { PeriodKey } from '../model/period.ts';
import type { DeriveRequest } from './derive-types.ts';

export type PlannedPeriod = PeriodKey & {
  /** Index into the request's sites. */
  readonly siteIndex: number;
  readonly range: TimeRange;
  readonly window: TimeRange;
  /** Objects of the window, ascending by key. */
  readonly objects: readonly PlacedObject[];
};

/** Days that a zone skipped have no instants and therefore no period. */
export type SkippedDay = PeriodKey;

/** Every site-day that was asked for, by site and day, without its objects. */
export function periodsOfRequest(request: Pick<DeriveRequest, 'sites' | 'fromDay' | 'untilDay'>): {
  readonly periods: readonly Omit<PlannedPeriod, 'objects'>[];
  readonly skipped: readonly SkippedDay[];
} {
  const periods: Omit<PlannedPeriod, 'objects'>[] = [];
  const skipped: SkippedDay[] = [];
  request.sites.forEach((site, siteIndex) => {
    for (const day of site.days ?? daysBetween(request.fromDay, request.untilDay)) {
      const range = site.clock.rangeOfDay(day);
      if (range === undefined) {
        skipped.push({ site: site.site, day });
        continue;
      }
      const window = readWindow(range, site);
      periods.push({ site: site.site, day, siteIndex, range, window });
    }
  });
  return { periods, skipped };
}

/** Gives every period the objects whose range meets its window. */
export function assignObjects(
  periods: readonly Omit<PlannedPeriod, 'objects'>[],
  objects: readonly PlacedObject[],
): readonly PlannedPeriod[] {
  const assigned = periods.map((period) => ({ ...period, objects: [] as PlacedObject[] }));
  const byWindow = [...assigned].sort((a, b) => a.window.from - b.window.from);
  const longest = Math.max(0, ...periods.map(({ window }) => window.until - window.from));
  for (const object of objects) {
    const { from, until } = object.range;
    for (let at = firstAfter(byWindow, from - longest); at < byWindow.length; at += 1) {
      const period = byWindow[at] as (typeof byWindow)[number];
      if (period.window.from >= until) break;
      if (period.window.until > from) period.objects.push(object);
    }
  }
  return assigned;
}

/** Index of the first period whose window begins after `instant`. */
function firstAfter(periods: readonly { window: TimeRange }[], instant: number): number {
  let low = 0;
  let high = periods.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((periods[middle] as { window: TimeRange }).window.from > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}
