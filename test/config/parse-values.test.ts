/** Sizes, spans of time, dates, retention: what people write, and what they are told. */
import { expect, test } from 'vitest';
import { ZoneClock } from '../../src/base/zone-clock.ts';
import { dayFromDateText, parseDate } from '../../src/config/parse-date.ts';
import { parseDuration } from '../../src/config/parse-duration.ts';
import { parseRetention } from '../../src/config/parse-retention.ts';
import { parseSize } from '../../src/config/parse-size.ts';
import { parsePlace, parserOfChoice, parseSwitch, parseZone } from '../../src/config/parse-text.ts';
import type { Parsed } from '../../src/config/parsed.ts';

function problemOf(result: Parsed<unknown>): string {
  return result.kind === 'wrong' ? result.problem : 'none';
}

test.each([
  ['512MiB', 536_870_912],
  ['2GiB', 2_147_483_648],
  ['1.5 gib', 1_610_612_736],
  ['1GB', 1_000_000_000],
  ['100b', 100],
])('the size %s is %d bytes', (text, bytes) => {
  expect(parseSize(text)).toEqual({ kind: 'value', value: bytes });
});

test.each([
  ['512', 'has no unit'],
  ['2G', 'has an unknown unit, G'],
  ['much', 'is not a size'],
  ['0MiB', 'is not a possible size'],
  ['9999999TiB', 'is not a possible size'],
  ['-1GiB', 'is not a size'],
])('the size %s %s', (text, problem) => {
  expect(problemOf(parseSize(text))).toBe(problem);
});

test.each([
  ['45s', 45],
  ['90m', 5400],
  ['1h', 3600],
  ['1h30m', 5400],
  ['2d', 172_800],
  ['1w', 604_800],
  ['0h', 0],
])('the span %s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toEqual({ kind: 'value', value: seconds });
});

test.each([
  ['6', 'has no unit'],
  ['2 days', 'is not a span of time'],
  ['-1h', 'is not a span of time'],
  ['', 'is not a span of time'],
  ['99999d', 'is longer than a hundred years'],
])('the span "%s" %s', (text, problem) => {
  expect(problemOf(parseDuration(text))).toBe(problem);
});

/** 2026-03-08T02:00:00Z: still 7 March in New York. */
const now = 1_772_935_200;
/** Days from 1970-01-01 to 2026-03-08. */
const march8 = 20_520;

test.each([
  ['2026-03-08', march8],
  ['today', march8 - 1],
  ['yesterday', march8 - 2],
  ['Tomorrow', march8],
  ['-7d', march8 - 8],
])('in New York at that hour %s is day %d', (text, day) => {
  const date = parseDate(text);
  expect(date.kind).toBe('value');
  if (date.kind !== 'value') return;
  expect(dayFromDateText(date.value, new ZoneClock('America/New_York'), now)).toBe(day);
});

test.each([
  ['2026-02-30', 'is a date that does not exist'],
  ['08.03.2026', 'is not a date'],
  ['7d', 'is not a date'],
  ['2026-3-8', 'is not a date'],
  ['', 'is not a date'],
])('the date "%s" %s', (text, problem) => {
  expect(problemOf(parseDate(text))).toBe(problem);
});

test.each([
  ['5m=forever', undefined],
  ['5m=30d', 2_592_000],
])('the retention %s keeps 5-minute rows for %s seconds', (text, seconds) => {
  expect(parseRetention(text)).toEqual({ kind: 'value', value: { retain5mSeconds: seconds } });
});

test.each([
  ['30d', 'is not a rule of retention'],
  ['1d=30d', 'is not possible: daily rows are kept for ever'],
  ['10m=30d', 'names no grain of rows: 10m'],
  ['5m=30', 'has a span that has no unit'],
])('the retention %s %s', (text, problem) => {
  expect(problemOf(parseRetention(text))).toBe(problem);
});

test('a word that is nearly in the list is offered', () => {
  expect(parserOfChoice(['jsonl', 'csv'])('json')).toEqual({
    kind: 'wrong',
    problem: 'is not known',
    hint: 'did you mean jsonl? write one of jsonl, csv',
  });
});

test('a switch is true or false in several spellings', () => {
  expect(['true', 'YES', '1'].map(parseSwitch)).toEqual(
    Array(3).fill({ kind: 'value', value: true }),
  );
  expect(['false', 'no', '0'].map(parseSwitch)).toEqual(
    Array(3).fill({ kind: 'value', value: false }),
  );
  expect(problemOf(parseSwitch('maybe'))).toBe('is neither true nor false');
});

test('a zone must be in the tz database', () => {
  expect(problemOf(parseZone('Europe/Berlin'))).toBe('none');
  expect(problemOf(parseZone('Mars/Olympus'))).toBe('is not a time zone of the tz database');
});

test('a place with credentials is refused, one with an @ in its path is not', () => {
  expect(problemOf(parsePlace('cassandra://ada:secret@db/stats'))).toBe('holds credentials');
  expect(problemOf(parsePlace('s3://bucket/a@b'))).toBe('none');
  expect(problemOf(parsePlace('./logs@home'))).toBe('none');
});
