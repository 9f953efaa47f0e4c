/** Local days of zones with all the oddities that the tz database holds. */
import { expect, test } from 'vitest';
import { dayFromText, textFromDay, textFromInstant } from '../../src/base/calendar.ts';
import { ZoneClock } from '../../src/base/zone-clock.ts';

function day(text: string): number {
  const value = dayFromText(text);
  if (value === undefined) throw new Error(`no such date: ${text}`);
  return value;
}

function rangeText(zone: string, date: string): string | undefined {
  const range = new ZoneClock(zone).rangeOfDay(day(date));
  return range && `${textFromInstant(range.from)} ${textFromInstant(range.until)}`;
}

function dateAt(zone: string, instant: string): string {
  return textFromDay(new ZoneClock(zone).dayOf(Date.parse(instant) / 1000));
}

test('a day is 23, 24 or 25 hours long', () => {
  const newYork = 'America/New_York';
  expect(rangeText(newYork, '2026-03-07')).toBe('2026-03-07T05:00:00Z 2026-03-08T05:00:00Z');
  expect(rangeText(newYork, '2026-03-08')).toBe('2026-03-08T05:00:00Z 2026-03-09T04:00:00Z');
  expect(rangeText(newYork, '2026-11-01')).toBe('2026-11-01T04:00:00Z 2026-11-02T05:00:00Z');
  expect(rangeText('UTC', '2026-03-08')).toBe('2026-03-08T00:00:00Z 2026-03-09T00:00:00Z');
});

test('a zone that changes at midnight has days that begin late', () => {
  // Beirut moved its clocks from 00:00 to 01:00 on 2024-03-31.
  expect(rangeText('Asia/Beirut', '2024-03-31')).toBe('2024-03-30T22:00:00Z 2024-03-31T21:00:00Z');
});

test('a zone with half an hour of daylight saving keeps its halves', () => {
  // Lord Howe went from +11:00 to +10:30 on 2026-04-05 at 02:00 local time.
  const howe = 'Australia/Lord_Howe';
  expect(rangeText(howe, '2026-04-05')).toBe('2026-04-04T13:00:00Z 2026-04-05T13:30:00Z');
  expect(dateAt(howe, '2026-04-05T13:29:59Z')).toBe('2026-04-05');
  expect(dateAt(howe, '2026-04-05T13:30:00Z')).toBe('2026-04-06');
});

test('a date that a zone skipped has no range', () => {
  expect(rangeText('Pacific/Apia', '2011-12-30')).toBeUndefined();
  expect(dateAt('Pacific/Apia', '2011-12-30T09:59:59Z')).toBe('2011-12-29');
  expect(dateAt('Pacific/Apia', '2011-12-30T10:00:00Z')).toBe('2011-12-31');
});

test('the first and the last second of a day belong to it', () => {
  expect(dateAt('America/New_York', '2026-03-08T04:59:59Z')).toBe('2026-03-07');
  expect(dateAt('America/New_York', '2026-03-08T05:00:00Z')).toBe('2026-03-08');
  expect(dateAt('America/New_York', '2026-03-09T03:59:59Z')).toBe('2026-03-08');
  expect(dateAt('Asia/Kolkata', '2026-03-08T18:29:59Z')).toBe('2026-03-08');
  expect(dateAt('Asia/Kolkata', '2026-03-08T18:30:00Z')).toBe('2026-03-09');
});

test('instants before 1900 and in the year 9999 have a date', () => {
  expect(dateAt('Europe/Berlin', '0001-01-02T00:00:00Z')).toBe('0001-01-02');
  expect(dateAt('Europe/Berlin', '9999-12-31T12:00:00Z')).toBe('9999-12-31');
});

test('transitions list the offset that holds and every change', () => {
  const from = Date.UTC(2026, 0, 1) / 1000;
  const until = Date.UTC(2027, 0, 1) / 1000;
  expect(new ZoneClock('Europe/Berlin').transitions({ from, until })).toEqual([
    { at: from, offsetSeconds: 3600 },
    { at: Date.UTC(2026, 2, 29, 1) / 1000, offsetSeconds: 7200 },
    { at: Date.UTC(2026, 9, 25, 1) / 1000, offsetSeconds: 3600 },
  ]);
});

test('an unknown zone is a usage error that says what a zone looks like', () => {
  expect(() => new ZoneClock('Mars/Olympus')).toThrow('"Mars/Olympus" is not a time zone');
});

test('dates are read strictly', () => {
  expect(dayFromText('2026-02-29')).toBeUndefined();
  expect(dayFromText('2026-13-01')).toBeUndefined();
  expect(dayFromText('2026-3-1')).toBeUndefined();
  expect(dayFromText('2024-02-29')).toBe(19782);
  expect(dayFromText('1970-01-01')).toBe(0);
});
