/** The usual spellings of an event's time; the plain path knows the others. */
import { isDigit } from './read-json';
import { digitsOf, lengthOf, noNumber, startOf } from './spans';

export const noTime: i64 = -1;

/** The first millisecond that 32 bits of seconds cannot hold. */
const millisecondsUntil: i64 = 4_294_967_296_000;

/** Epoch milliseconds as digits, to whole seconds. */
export function secondsFromMilliseconds(field: i32): i64 {
  const milliseconds = digitsOf(field, 13);
  if (milliseconds == noNumber || milliseconds >= millisecondsUntil) return noTime;
  return milliseconds / 1000;
}

/** Of an offset that is none. */
const noOffset: i64 = i64.MAX_VALUE;

/**
 * `"2016-09-07 19:50:50"`, also with `T`, a fraction, `Z` or `+02:00`, from 1970 to 2105. Any
 * spelling that is left to the plain path costs ten times a scanned line (measured).
 */
export function secondsFromActionTime(field: i32): i64 {
  const bytes = lengthOf(field);
  const text = startOf(field) + 1;
  if (bytes < 21 || load<u8>(text - 1) != 0x22) return noTime;
  const local = localSeconds(text);
  if (local == noTime) return noTime;
  const offset = offsetSeconds(text + 19, text + bytes - 2);
  return offset == noOffset || offset > local ? noTime : local - offset;
}

/** The seconds of the first 19 bytes, taken as UTC. */
function localSeconds(text: usize): i64 {
  const between = load<u8>(text, 10);
  const hasForm =
    load<u8>(text, 4) == 0x2d &&
    load<u8>(text, 7) == 0x2d &&
    (between == 0x20 || between == 0x54) &&
    load<u8>(text, 13) == 0x3a &&
    load<u8>(text, 16) == 0x3a;
  if (!hasForm) return noTime;
  const year = twoDigits(text) * 100 + twoDigits(text + 2);
  return instantOf(year, twoDigits(text + 5), twoDigits(text + 8), text + 11);
}

/** Three letters of each month, as the low three bytes of a word. */
const monthLetters: StaticArray<u32> = [
  0x6e614a, 0x626546, 0x72614d, 0x727041, 0x79614d, 0x6e754a, 0x6c754a, 0x677541, 0x706553,
  0x74634f, 0x766f4e, 0x636544,
];

/** `21/Mar/2013:13:22:13 +0000`, as web servers write it, from 1970 to 2105. */
export function secondsFromServerTime(text: usize, bytes: u32): i64 {
  if (bytes != 26) return noTime;
  const hasForm =
    load<u8>(text, 2) == 0x2f &&
    load<u8>(text, 6) == 0x2f &&
    load<u8>(text, 11) == 0x3a &&
    load<u8>(text, 14) == 0x3a &&
    load<u8>(text, 17) == 0x3a &&
    load<u8>(text, 20) == 0x20;
  const sign = load<u8>(text, 21);
  if (!hasForm || !(sign == 0x2b || sign == 0x2d)) return noTime;
  const year = twoDigits(text + 7) * 100 + twoDigits(text + 9);
  const seconds = instantOf(year, monthOf(text + 3), twoDigits(text), text + 12);
  const hours = twoDigits(text + 22);
  const minutes = twoDigits(text + 24);
  if (seconds == noTime || hours >= 24 || minutes >= 60) return noTime;
  const offset = <i64>(hours * 3600 + minutes * 60);
  const instant = sign == 0x2d ? seconds + offset : seconds - offset;
  return instant >= 0 && instant * 1000 < millisecondsUntil ? instant : noTime;
}

/** 1 to 12; 0 where it is none. */
function monthOf(text: usize): u32 {
  const letters = load<u32>(text) & 0xffffff;
  for (let month: i32 = 0; month < 12; month += 1) {
    if (unchecked(monthLetters[month]) == letters) return month + 1;
  }
  return 0;
}

/** @param clock where `HH:MM:SS` stands. */
function instantOf(year: u32, month: u32, day: u32, clock: usize): i64 {
  const hour = twoDigits(clock);
  const minute = twoDigits(clock + 3);
  const second = twoDigits(clock + 6);
  // What was no digit made a number that is too large.
  const isTime = hour < 24 && minute < 60 && second < 60;
  const isDate = year >= 1970 && year < 2106 && month >= 1 && month <= 12 && day >= 1;
  if (!isTime || !isDate || day > daysInMonth(year, month)) return noTime;
  return <i64>daysFromDate(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
}

/** What may follow the seconds in [from, until): a fraction, which is dropped, and an offset. */
function offsetSeconds(from: usize, until: usize): i64 {
  let at = from;
  if (at < until && load<u8>(at) == 0x2e) {
    at += 1;
    while (at < until && isDigit(load<u8>(at))) at += 1;
    if (at == from + 1) return noOffset;
  }
  if (at == until) return 0;
  const sign = load<u8>(at);
  if (sign == 0x5a) return at + 1 == until ? 0 : noOffset;
  if ((sign != 0x2b && sign != 0x2d) || until - at != 6 || load<u8>(at, 3) != 0x3a) return noOffset;
  const hour = twoDigits(at + 1);
  const minute = twoDigits(at + 4);
  if (hour >= 24 || minute >= 60) return noOffset;
  const seconds: i64 = <i64>hour * 3600 + minute * 60;
  return sign == 0x2d ? -seconds : seconds;
}

/** 0 to 99; above 10,000 where one of them is no digit. */
function twoDigits(at: usize): u32 {
  const tens = <u32>load<u8>(at) - 0x30;
  const ones = <u32>load<u8>(at, 1) - 0x30;
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100_000;
}

function daysInMonth(year: u32, month: u32): u32 {
  if (month == 2) return isLeap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

function isLeap(year: u32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/** Days since 1970-01-01: the year begins in March, so that its leap day is its last. */
function daysFromDate(year: u32, month: u32, day: u32): u32 {
  const years = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const dayOfYear = (153 * marchMonth + 2) / 5 + day - 1;
  return years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468;
}
