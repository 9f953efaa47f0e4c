/** The three spellings of an event's time, all read to whole epoch seconds. */
import { dayFromParts, daySeconds, latestInstant } from '../base/calendar.ts';
import { wholeNumberFromValue } from './raw-values.ts';

/** 0000-01-01T00:00:00Z: a date before has no year of four digits. */
const earliestInstant = -62_167_219_200;

const latestMilliseconds = latestInstant * 1000 + 999;

/** What may follow the seconds: a fraction, which is dropped, and an offset from UTC. */
const afterSeconds = /^(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))?$/;

/**
 * `2016-09-07 19:50:50`, also with `T`, a fraction, `Z` or `+02:00`; UTC without one. Undefined
 * where it is of another form, and where there is no such date or time (a leap second included,
 * for epoch seconds have none).
 */
export function secondsFromActionTime(text: string): number | undefined {
  const between = text.charCodeAt(10);
  const hasForm =
    text.charCodeAt(4) === 0x2d &&
    text.charCodeAt(7) === 0x2d &&
    (between === 0x20 || between === 0x54) &&
    text.charCodeAt(13) === 0x3a &&
    text.charCodeAt(16) === 0x3a;
  if (!hasForm) return undefined;
  const day = dayAt(text);
  const seconds = secondsOfDay(digitsAt(text, 11, 2), digitsAt(text, 14, 2), digitsAt(text, 17, 2));
  if (day === undefined || seconds === undefined) return undefined;
  const local = day * daySeconds + seconds;
  return text.length === 19 ? local : withOffset(local, afterSeconds.exec(text.slice(19)));
}

/** Epoch milliseconds as a whole number from 0 to the year 9999, also written as text. */
export function secondsFromMilliseconds(value: unknown): number | undefined {
  const milliseconds = wholeNumberFromValue(value, { min: 0, max: latestMilliseconds });
  return milliseconds === undefined ? undefined : Math.floor(milliseconds / 1000);
}

const serverTime = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;

const monthNames = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'],
  ...['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
];

/** `21/Mar/2013:13:22:13 +0000`, as web servers write it. */
export function secondsFromServerTime(text: string): number | undefined {
  const match = serverTime.exec(text);
  if (match === null) return undefined;
  const [, dayOfMonth, month = '', year, hour, minute, second, ...offset] = match;
  const day = dayFromParts(Number(year), monthNames.indexOf(month) + 1, Number(dayOfMonth));
  const seconds = secondsOfDay(Number(hour), Number(minute), Number(second));
  if (day === undefined || seconds === undefined) return undefined;
  return withOffset(day * daySeconds + seconds, ['', ...offset]);
}

/** Days since 1970 of the ten characters of a date; its hyphens were looked at. */
function dayAt(text: string): number | undefined {
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const dayOfMonth = digitsAt(text, 8, 2);
  if (Number.isNaN(year + month + dayOfMonth)) return undefined;
  return dayFromParts(year, month, dayOfMonth);
}

/** NaN where one of them is no digit. */
function digitsAt(text: string, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

function secondsOfDay(hour: number, minute: number, second: number): number | undefined {
  // NaN is below nothing, so what was no number falls out here too.
  if (!(hour < 24 && minute < 60 && second < 60)) return undefined;
  return hour * 3600 + minute * 60 + second;
}

/** `offset`: whole match, sign, hours, minutes; no sign = UTC, null = unreadable. */
function withOffset(
  localSeconds: number,
  offset: readonly (string | undefined)[] | null,
): number | undefined {
  if (offset === null) return undefined;
  const [, sign, hours = '0', minutes = '0'] = offset;
  const offsetSeconds = secondsOfDay(Number(hours), Number(minutes), 0);
  if (offsetSeconds === undefined) return undefined;
  const instant = localSeconds - (sign === '-' ? -offsetSeconds : offsetSeconds);
  return instant >= earliestInstant && instant <= latestInstant ? instant : undefined;
}
