/** Dates as days since 1970 and instants as epoch seconds; zones are in `zone-clock.ts`. */

export const daySeconds = 86_400;

/** A date as written: `2026-03-08` from its days since 1970. */
export function textFromDay(day: number): string {
  return new Date(day * daySeconds * 1000).toISOString().slice(0, 10);
}

/** Days since 1970 of `YYYY-MM-DD`; undefined where there is no such date. */
export function dayFromText(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  return dayFromParts(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** Days since 1970 of a calendar date from year 0 to 9999; undefined where there is none such. */
export function dayFromParts(year: number, month: number, dayOfMonth: number): number | undefined {
  if (month < 1 || month > 12 || dayOfMonth < 1) return undefined;
  if (dayOfMonth > daysOfMonth(year, month)) return undefined;
  // Years counted from March, so that the leap day is the last of its year.
  const marchYear = month > 2 ? year : year - 1;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + dayOfMonth - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100);
  return marchYear * 365 + leapDays + Math.floor(marchYear / 400) + dayOfYear - daysBefore1970;
}

/** An instant as written: `2026-03-08T10:05:00Z`. */
export function textFromInstant(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** 9999-12-31T23:59:59Z, the last instant that an event may name. */
export const latestInstant = 253_402_300_799;

function daysOfMonth(year: number, month: number): number {
  return month === 2 && !isLeapYear(year) ? 28 : (monthDays[month - 1] as number);
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** From 0000-03-01 to 1970-01-01 in the proleptic Gregorian calendar. */
const daysBefore1970 = 719_468;

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Every day in [fromDay, untilDay), ascending. */
export function daysBetween(fromDay: number, untilDay: number): readonly number[] {
  return Array.from({ length: Math.max(0, untilDay - fromDay) }, (_, index) => fromDay + index);
}
