/** The ranges of a query in one site's days: what is published there, and which rows to read. */
import { ZoneClock } from '../base/zone-clock.ts';
import { daySpanOf, planSources, type PlannedSources } from '../query/plan-sources.ts';
import {
  comparedRange,
  instantOfMoment,
  rangeOfQuery,
  type ComparedRange,
  type QueryRange,
} from '../query/query-range.ts';
import type { QuerySpec } from '../query/query-spec.ts';
import type { PeriodRange, Store } from '../store/store.ts';
import { pinDays, type PinnedDay } from './pin-days.ts';
import type { QueryOptions } from './query-types.ts';

export type RangePlan = ComparedRange & {
  /** True for the one that is compared with. */
  readonly isBefore: boolean;
  readonly planned: PlannedSources;
};

export type SitePlan = {
  readonly site: string;
  readonly clock: ZoneClock;
  /** Everything that is live around the ranges. */
  readonly days: ReadonlyMap<number, PinnedDay>;
  /** Days that one of the ranges touches. */
  readonly asked: ReadonlySet<number>;
  readonly ranges: readonly RangePlan[];
};

type Question = {
  readonly site: string;
  readonly spec: QuerySpec;
  readonly options: QueryOptions;
};

/** A zone is never further from UTC. */
const zoneDays = 2;

export async function planRanges(
  store: Store,
  { site, spec, options: { now } }: Question,
): Promise<SitePlan> {
  const pinned = await pinDays(store, { site, ...listedDays(spec, now) });
  const days = new Map(pinned.map((one) => [one.day, one]));
  const newest = pinned.at(-1);
  const clock = new ZoneClock(newest?.manifest.zone ?? 'UTC');
  const published = {
    fromDay: pinned[0]?.day ?? clock.dayOf(now),
    untilDay: (newest?.day ?? clock.dayOf(now)) + 1,
  };
  const range = rangeOfQuery({ spec, clock, now, published });
  const step = spec.groupBy?.includes('time') === true ? (spec.step ?? 'day') : undefined;
  const stateOf = (
    day: number,
  ): { day: number; grains: PinnedDay['live']['grains'] | undefined } => {
    return { day, grains: days.get(day)?.live.grains };
  };
  const planOf = (of: QueryRange): PlannedSources =>
    planSources({ range: of, clock, step, stateOf });
  const same: ComparedRange = { range, laterStep: (one) => one };
  const ranges: RangePlan[] = [{ ...same, isBefore: false, planned: planOf(range) }];
  if (spec.compare !== undefined) {
    const compared = comparedRange(range, spec.compare, { step, clock });
    ranges.push({ ...compared, isBefore: true, planned: planOf(compared.range) });
  }
  return {
    site,
    clock,
    days,
    asked: new Set(ranges.flatMap((one) => touched(one, clock))),
    ranges,
  };
}

/** Around the days asked for, in any zone; the zone is only known once they are read. */
function listedDays(spec: QuerySpec, now: number): PeriodRange {
  const utc = new ZoneClock('UTC');
  const dayOf = (moment: NonNullable<QuerySpec['from']>): number =>
    utc.dayOf(instantOfMoment(moment, utc, now));
  const fromDay = spec.from && dayOf(spec.from) - zoneDays;
  const untilDay = spec.until && dayOf(spec.until) + zoneDays;
  if (fromDay === undefined) return untilDay === undefined ? {} : { untilDay };
  const span = (untilDay ?? utc.dayOf(now) + zoneDays) - fromDay;
  const back = { previous: span, 'week-ago': 7, none: 0 }[spec.compare ?? 'none'];
  return { fromDay: fromDay - back, ...(untilDay === undefined ? {} : { untilDay }) };
}

function touched({ range }: RangePlan, clock: ZoneClock): readonly number[] {
  const { fromDay, untilDay } = daySpanOf(range, clock);
  return Array.from({ length: untilDay - fromDay }, (_, index) => fromDay + index);
}
