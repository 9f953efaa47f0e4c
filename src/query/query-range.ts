/** The range of a query by the site's clock, and the one that it is compared with. */
import type { Comparison, Step } from '../model/query-words.ts';
import { daySeconds, textFromDay } from '../base/calendar.ts';
import { UsageError } from '../base/errors.ts';
import type { TimeRange, ZoneClock } from '../base/zone-clock.ts';
import type { Moment, QuerySpec } from './query-spec.ts';
import { beginOfStep, type TimeStep } from './time-steps.ts';

/** Epoch seconds [from, until), both beginnings of five minutes. */
export type QueryRange = TimeRange;

/** The days of a site that are published: what a range is when none is given. */
export type PublishedDays = { readonly fromDay: number; readonly untilDay: number };

type Question = {
  readonly spec: QuerySpec;
  readonly clock: ZoneClock;
  /** Epoch seconds. */
  readonly now: number;
  readonly published: PublishedDays;
};

/** @throws UsageError for an empty or backward range. */
export function rangeOfQuery({ spec, clock, now, published }: Question): QueryRange {
  const { from, until, step = 'day' } = spec;
  const fine = step === 'hour' ? 'hour' : '5m';
  const instant = (moment: Moment): number =>
    beginOfStep(fine, instantOfMoment(moment, clock, now), clock);
  const range = {
    from: instant(from ?? { kind: 'date', day: published.fromDay }),
    until: instant(until ?? { kind: 'date', day: published.untilDay }),
  };
  if (range.from < range.until) return range;
  const text = (at: number): string => new Date(at * 1000).toISOString().slice(0, 16) + 'Z';
  throw new UsageError(`the range from ${text(range.from)} until ${text(range.until)} is empty`, {
    hint: 'until is the first day, or time, that is not included',
  });
}

/** Epoch seconds of a moment, by the clock of the site; `now` in epoch seconds. */
export function instantOfMoment(moment: Moment, clock: ZoneClock, now: number): number {
  switch (moment.kind) {
    case 'date':
      return beginOfDay(moment.day, clock);
    case 'relative':
      return beginOfDay(clock.dayOf(now) + moment.days, clock);
    case 'ago':
      return now - moment.seconds;
    case 'time':
      return instantOfLocal(moment.day * daySeconds + moment.seconds, clock);
  }
}

/** A date that a zone skipped begins where the next one does. */
function beginOfDay(day: number, clock: ZoneClock): number {
  const range = clock.rangeOfDay(day) ?? clock.rangeOfDay(day + 1);
  return range?.from ?? day * daySeconds;
}

/** Of a local time that there is twice the first; of one that was skipped that long after it. */
function instantOfLocal(local: number, clock: ZoneClock): number {
  const offsets = [local - daySeconds, local + daySeconds].map((at) => clock.offsetAt(at));
  const right = offsets
    .map((offset) => local - offset)
    .filter((at) => at + clock.offsetAt(at) === local);
  return right.length > 0 ? Math.min(...right) : local - (offsets[0] ?? 0);
}

export type ComparedRange = {
  readonly range: QueryRange;
  /** The step of the range that a step of the compared one stands beside. */
  readonly laterStep: (step: TimeStep) => TimeStep;
};

/**
 * Whole days are compared with whole days, whatever their length; anything finer with what was
 * exactly as many seconds before.
 * @throws UsageError where the steps of the two would not fall together.
 */
export function comparedRange(
  { from, until }: QueryRange,
  comparison: Comparison,
  { step, clock }: { readonly step: Step | undefined; readonly clock: ZoneClock },
): ComparedRange {
  const firstDay = clock.dayOf(from);
  const lastDay = clock.dayOf(until - 1);
  const isWholeDays =
    from === beginOfDay(firstDay, clock) && until === beginOfDay(lastDay + 1, clock);
  const isFine = step === '5m' || step === 'hour';
  const days = comparison === 'week-ago' ? 7 : lastDay + 1 - firstDay;
  if (!isWholeDays || isFine) {
    const seconds = comparison === 'week-ago' ? 7 * daySeconds : until - from;
    return {
      range: { from: from - seconds, until: until - seconds },
      laterStep: laterBy(seconds),
    };
  }
  if (step === 'month' || (step === 'week' && days % 7 !== 0)) {
    throw new UsageError(
      `steps of ${step} do not fall together with those ${String(days)} days before`,
      {
        hint: 'compare by day, or leave time out of --group-by',
      },
    );
  }
  return {
    range: {
      from: beginOfDay(firstDay - days, clock),
      until: beginOfDay(lastDay + 1 - days, clock),
    },
    laterStep: laterBy(days * daySeconds),
  };
}

function laterBy(seconds: number): (step: TimeStep) => TimeStep {
  return ({ step, number }) => {
    const isInstant = step === '5m' || step === 'hour';
    return { step, number: number + (isInstant ? seconds : Math.round(seconds / daySeconds)) };
  };
}

/** `2026-03-08 to 2026-03-10`, the last day included; with times where it is not whole days. */
export function textFromRange({ from, until }: QueryRange, clock: ZoneClock): string {
  const firstDay = clock.dayOf(from);
  const lastDay = clock.dayOf(until - 1);
  const isWhole = from === beginOfDay(firstDay, clock) && until === beginOfDay(lastDay + 1, clock);
  if (isWhole) {
    const [first, last] = [textFromDay(firstDay), textFromDay(lastDay)];
    return first === last ? first : `${first} to ${last}`;
  }
  const text = (at: number): string => {
    const local = new Date((at + clock.offsetAt(at)) * 1000).toISOString();
    return `${local.slice(0, 10)} ${local.slice(11, 16)}`;
  };
  return `${text(from)} to ${text(until)}`;
}
