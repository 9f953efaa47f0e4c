/**
 * Which rows of which days answer a query: 5-minute rows where the steps are that fine or a day is
 * cut and they are kept, rows of days elsewhere.
 */
import type { Step } from '../model/query-words.ts';
import type { ZoneClock } from '../base/zone-clock.ts';
import { bucketSeconds, type Grain } from '../model/row.ts';
import type { QueryRange } from './query-range.ts';
import { compareSteps, keyOfStep, stepOfBucket, type TimeStep } from './time-steps.ts';

/** What is known of a local day before its rows are read. */
export type DayState = {
  readonly day: number;
  /** Grains whose rows are there; undefined where nothing is published. */
  readonly grains: readonly Grain[] | undefined;
};

export type DaySource = {
  readonly day: number;
  readonly grain: Grain;
  /** Of a day that is cut: buckets in [fromBucket, untilBucket). */
  readonly fromBucket?: number;
  readonly untilBucket?: number;
  readonly steps: readonly TimeStep[];
};

export type PlannedSources = {
  readonly sources: readonly DaySource[];
  /** Days of which nothing is published, or no rows are there. */
  readonly absent: readonly number[];
  /** Days that the range cuts and of which only the whole is kept. */
  readonly uncut: readonly number[];
  /** Days that stand as a whole in a series of finer steps. */
  readonly seam: readonly number[];
  /** Every step of the range, ascending, also those of days that are not there. */
  readonly steps: readonly TimeStep[];
};

type Question = {
  readonly range: QueryRange;
  readonly clock: ZoneClock;
  /** undefined for a query that is no series. */
  readonly step: Step | undefined;
  readonly stateOf: (day: number) => DayState;
};

export function planSources({ range, clock, step, stateOf }: Question): PlannedSources {
  const sources: DaySource[] = [];
  const absent: number[] = [];
  const uncut: number[] = [];
  const seam: number[] = [];
  const steps = new Map<string, TimeStep>();
  const isFine = step === '5m' || step === 'hour';
  for (const { day, from, until, isWhole } of daysOfRange(range, clock)) {
    const { grains = [] } = stateOf(day);
    const grain = grainOf(grains, { isWhole, isFine });
    const clip = { from, until };
    const own = stepsOfDay({ day, grain: grain ?? '1d', clip, step: step ?? 'day', clock });
    for (const one of own) steps.set(keyOfStep(one), one);
    if (grain === undefined) {
      if (grains.length > 0 && !isWhole) uncut.push(day);
      else absent.push(day);
      continue;
    }
    if (isFine && grain === '1d') seam.push(day);
    const cut = isWhole ? {} : { fromBucket: from, untilBucket: until };
    sources.push({ day, grain, ...cut, steps: own });
  }
  const ascending = [...steps.values()].sort((a, b) => compareSteps(a, b, clock));
  return { sources, absent, uncut, seam, steps: ascending };
}

/** The local days that a range touches. */
export function daySpanOf({ from, until }: QueryRange, clock: ZoneClock): DaySpan {
  return { fromDay: clock.dayOf(from), untilDay: clock.dayOf(until - 1) + 1 };
}

export type DaySpan = { readonly fromDay: number; readonly untilDay: number };

type TouchedDay = QueryRange & { readonly day: number; readonly isWhole: boolean };

function* daysOfRange(range: QueryRange, clock: ZoneClock): Generator<TouchedDay, void, undefined> {
  const { fromDay, untilDay } = daySpanOf(range, clock);
  for (let day = fromDay; day < untilDay; day += 1) {
    const whole = clock.rangeOfDay(day);
    if (whole === undefined) continue;
    const from = Math.max(whole.from, range.from);
    const until = Math.min(whole.until, range.until);
    yield { day, from, until, isWhole: from === whole.from && until === whole.until };
  }
}

function grainOf(
  grains: readonly Grain[],
  { isWhole, isFine }: { readonly isWhole: boolean; readonly isFine: boolean },
): Grain | undefined {
  const [first, second]: readonly Grain[] = isFine ? ['5m', '1d'] : ['1d', '5m'];
  const wanted: readonly (Grain | undefined)[] = isWhole ? [first, second] : ['5m'];
  return wanted.find((grain) => grain !== undefined && grains.includes(grain));
}

type StepsQuestion = {
  readonly day: number;
  readonly grain: Grain;
  readonly clip: QueryRange;
  readonly step: Step;
  readonly clock: ZoneClock;
};

function stepsOfDay({ day, grain, clip, step, clock }: StepsQuestion): readonly TimeStep[] {
  const isFine = step === '5m' || step === 'hour';
  if (grain === '1d' || !isFine) return [stepOfBucket(step, { grain: '1d', bucket: day }, clock)];
  const steps = new Map<number, TimeStep>();
  for (let bucket = clip.from; bucket < clip.until; bucket += bucketSeconds) {
    const one = stepOfBucket(step, { grain, bucket }, clock);
    steps.set(one.number, one);
  }
  return [...steps.values()];
}
