/** How many lines fall into each hour, and how they are shared among the sites. */
import { daySeconds } from '../base/calendar.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import type { SimulateOptions } from './simulate-options.ts';

/** Relative traffic of the local hours 0 to 23: asleep at four, busiest in the evening. */
const dailyCurve = [
  ...[9, 6, 4, 3, 2, 3, 6, 12, 18, 22, 24, 25],
  ...[27, 26, 24, 23, 24, 26, 28, 31, 33, 30, 23, 15],
];

export const hourSeconds = 3600;

export type HourPace = {
  /** Start of the UTC hour, epoch seconds. */
  readonly from: number;
  readonly lines: number;
  /** Running sum of the sites' weights, in the order of the options. */
  readonly siteWeights: readonly number[];
};

/** The 24 hours of a UTC day; their lines add up to `eventsPerDay`. */
export function* paceOfDay(
  { sites, eventsPerDay }: Pick<SimulateOptions, 'sites' | 'eventsPerDay'>,
  day: number,
): Generator<HourPace> {
  const clocks = sites.map(({ zone }) => new ZoneClock(zone));
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const from = day * daySeconds + hour * hourSeconds;
    let sum = 0;
    const siteWeights = sites.map(({ share }, index) => {
      sum += share * weightAt(clocks[index] as ZoneClock, from);
      return sum;
    });
    return { from, siteWeights, weight: sum };
  });
  const total = hours.reduce((sum, { weight }) => sum + weight, 0);
  let weightBefore = 0;
  for (const { from, siteWeights, weight } of hours) {
    // Rounding the running sum, not the hour, is what makes the day come out exactly.
    const linesBefore = Math.round((eventsPerDay * weightBefore) / total);
    weightBefore += weight;
    const lines = Math.round((eventsPerDay * weightBefore) / total) - linesBefore;
    yield { from, lines, siteWeights };
  }
}

function weightAt(clock: ZoneClock, epochSeconds: number): number {
  const local = epochSeconds + clock.offsetAt(epochSeconds);
  return dailyCurve[Math.floor((local % daySeconds) / hourSeconds)] as number;
}
