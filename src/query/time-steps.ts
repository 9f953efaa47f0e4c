/** The steps of a series: which one a bucket belongs to, and what it is called. */
import type { Step } from '../model/query-words.ts';
import { daySeconds, dayFromParts, textFromDay } from '../base/calendar.ts';
import type { ZoneClock } from '../base/zone-clock.ts';
import { bucketSeconds, type Grain } from '../model/row.ts';

export type TimeStep = {
  readonly step: Step;
  /** 5m, hour: epoch seconds. day, week: days since 1970. month: months since year 0. */
  readonly number: number;
};

const hourSeconds = 3600;

/** Days have no hours: of a row of a day they give the day itself. */
export function stepOfBucket(step: Step, row: Bucket, clock: ZoneClock): TimeStep {
  const { grain, bucket } = row;
  const day = grain === '1d' ? bucket : clock.dayOf(bucket);
  switch (step) {
    case '5m':
      return grain === '5m' ? { step, number: bucket } : { step: 'day', number: day };
    case 'hour':
      if (grain === '1d') return { step: 'day', number: day };
      return { step, number: beginOfStep('hour', bucket, clock) };
    case 'day':
      return { step, number: day };
    case 'week':
      // 1970-01-01 was a Thursday; weeks begin on Mondays.
      return { step, number: day - mod(day + 3, 7) };
    case 'month': {
      const [year = 0, month = 1] = textFromDay(day).split('-').map(Number);
      return { step, number: year * 12 + month - 1 };
    }
  }
}

type Bucket = { readonly grain: Grain; readonly bucket: number };

/** The last beginning of five minutes, or of an hour of the site's clock, that is not after it. */
export function beginOfStep(step: '5m' | 'hour', instant: number, clock: ZoneClock): number {
  if (step === '5m') return instant - mod(instant, bucketSeconds);
  return instant - mod(instant + clock.offsetAt(instant), hourSeconds);
}

/** `2026-03-08T06:05-04:00` by the site's clock, `2026-03-08`, the Monday of a week, `2026-03`. */
export function textFromStep({ step, number }: TimeStep, clock: ZoneClock): string {
  switch (step) {
    case '5m':
    case 'hour':
      return localTimeText(number, clock);
    case 'day':
    case 'week':
      return textFromDay(number);
    case 'month':
      return textFromDay(firstDayOfStep({ step, number })).slice(0, 7);
  }
}

/** Ascending by beginning; a day stands before its hours. */
export function compareSteps(a: TimeStep, b: TimeStep, clock: ZoneClock): number {
  if (a.step === b.step) return a.number - b.number;
  return beginOf(a, clock) - beginOf(b, clock);
}

function beginOf(step: TimeStep, clock: ZoneClock): number {
  if (step.step === '5m' || step.step === 'hour') return step.number;
  const day = firstDayOfStep(step);
  return clock.rangeOfDay(day)?.from ?? day * daySeconds;
}

/** Of a day, a week or a month: days since 1970. */
export function firstDayOfStep({ step, number }: TimeStep): number {
  return step === 'month' ? firstDayOfMonth(number) : number;
}

export function keyOfStep({ step, number }: TimeStep): string {
  return `${step} ${String(number)}`;
}

function firstDayOfMonth(number: number): number {
  return dayFromParts(Math.floor(number / 12), (number % 12) + 1, 1) ?? 0;
}

function localTimeText(instant: number, clock: ZoneClock): string {
  const offset = clock.offsetAt(instant);
  const local = new Date((instant + offset) * 1000).toISOString().slice(0, 16);
  const minutes = Math.abs(Math.trunc(offset / 60));
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function mod(number: number, divisor: number): number {
  return ((number % divisor) + divisor) % divisor;
}
