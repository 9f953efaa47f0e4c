/** Gaps in the listing of a read window, and when a window closes. */
import { describe, expect, test } from 'vitest';
import { findGaps, gapsOfWindow, textFromUtcRange } from '../../src/archive/completeness.ts';
import type { ArchiveExpect } from '../../src/archive/completeness.ts';
import { parseKeyLayout } from '../../src/archive/key-layout.ts';
import { readWindow, windowClosesAt } from '../../src/archive/read-window.ts';
import type { PlacedObject } from '../../src/archive/read-window.ts';
import type { TimeRange } from '../../src/base/zone-clock.ts';

function instant(text: string): number {
  return Date.parse(`${text}Z`) / 1000;
}

function range(from: string, until: string): TimeRange {
  return { from: instant(from), until: instant(until) };
}

function objectAt(key: string): PlacedObject {
  const named = parseKeyLayout().rangeOf(key);
  if (named === undefined) throw new Error(`no date in ${key}`);
  return { key, bytes: 1000, identity: key, kind: 'data', range: named };
}

/** Objects of 2026-03-`day` in the hours [from, until). */
function hours(day: string, from: number, until: number): PlacedObject[] {
  return Array.from({ length: until - from }, (_hour, index) =>
    objectAt(`2026/03/${day}/${String(from + index).padStart(2, '0')}/part-0.gz`),
  );
}

function gaps(objects: readonly PlacedObject[], expect: ArchiveExpect = 'auto'): readonly string[] {
  return gapsOfWindow(window, { objects, expect });
}

/** 8 March 2026 in UTC: from 23:00 on the day before to 06:00 on the day after. */
const window = readWindow(range('2026-03-08T00:00', '2026-03-09T00:00'));
const whole = [...hours('07', 23, 24), ...hours('08', 0, 24), ...hours('09', 0, 6)];

test('a window reaches one hour before its period and six behind it, or as far as told', () => {
  expect(window).toEqual(range('2026-03-07T23:00', '2026-03-09T06:00'));
  expect(readWindow({ from: 1000, until: 2000 }, { earlySeconds: 10, lateSeconds: 20 })).toEqual({
    from: 990,
    until: 2020,
  });
});

describe('an archive with hours', () => {
  test('is whole with an object in every hour of the window', () => {
    expect(gaps(whole)).toEqual([]);
  });

  test('misses hours without an object, those that follow each other as one', () => {
    const objects = [...hours('08', 0, 10), ...hours('08', 13, 24), ...hours('09', 1, 5)];
    expect(gaps(objects)).toEqual([
      '2026-03-07 23:00–24:00 UTC: no object',
      '2026-03-08 10:00–13:00 UTC: no object',
      '2026-03-09 00:00–01:00 UTC: no object',
      '2026-03-09 05:00–06:00 UTC: no object',
    ]);
  });

  test('misses hours across midnight as one', () => {
    const objects = [...hours('07', 23, 24), ...hours('08', 0, 22), ...hours('09', 3, 6)];
    expect(gaps(objects)).toEqual(['2026-03-08 22:00 – 2026-03-09 03:00 UTC: no object']);
  });

  test('misses every hour of a day that has no object, and a whole day by its date', () => {
    expect(gaps([...hours('07', 23, 24), ...hours('09', 0, 6)])).toEqual([
      '2026-03-08 UTC: no object',
    ]);
  });

  test('misses an hour that the window only touches', () => {
    const inKolkata = readWindow(range('2026-03-07T18:30', '2026-03-08T18:30'));
    const objects = [...hours('07', 18, 24), ...hours('08', 0, 24), ...hours('09', 0, 1)];
    const without = objects.filter(({ key }) => key !== '2026/03/09/00/part-0.gz');
    expect(findGaps(inKolkata, { objects })).toEqual([
      range('2026-03-07T17:00', '2026-03-07T18:00'),
    ]);
    expect(gapsOfWindow(inKolkata, { objects: without })).toEqual([
      '2026-03-07 17:00–18:00 UTC: no object',
      '2026-03-09 00:00–01:00 UTC: no object',
    ]);
  });

  test('is not made whole by an object of the day beside some hours', () => {
    const objects = [...whole.slice(0, 20), objectAt('2026/03/08/manifest.json')];
    expect(gaps(objects)).toEqual(['2026-03-08 19:00 – 2026-03-09 06:00 UTC: no object']);
  });
});

describe('an archive with days', () => {
  test('is whole with an object on every day that the window touches', () => {
    const objects = ['07', '08', '09'].map((day) => objectAt(`2026/03/${day}/a.gz`));
    expect(gaps(objects)).toEqual([]);
    expect(gaps(objects.slice(0, 1))).toEqual(['2026-03-08 to 2026-03-09 UTC: no object']);
    expect(gaps(objects.slice(1))).toEqual(['2026-03-07 UTC: no object']);
  });

  test('that changed to hours is whole on either side of the change', () => {
    const objects = [
      objectAt('2026/03/07/a.gz'),
      objectAt('2026/03/08/a.gz'),
      ...hours('09', 0, 6),
    ];
    expect(gaps(objects)).toEqual([]);
    expect(gaps(objects.slice(1))).toEqual(['2026-03-07 23:00–24:00 UTC: no object']);
  });
});

test('a window without any object is told in the hours that the archive has elsewhere', () => {
  expect(gapsOfWindow(window, { objects: [], listed: hours('01', 0, 1) })).toEqual([
    '2026-03-07 23:00 – 2026-03-09 06:00 UTC: no object',
  ]);
  expect(gapsOfWindow(window, { objects: [] })).toEqual([
    '2026-03-07 to 2026-03-09 UTC: no object',
  ]);
});

test('objects outside of the window fill no gap', () => {
  expect(gaps([...whole.slice(1), ...hours('07', 22, 23)])).toEqual([
    '2026-03-07 23:00–24:00 UTC: no object',
  ]);
});

describe('what is expected can be said', () => {
  test('an object in every hour, although there are days only', () => {
    const objects = ['07', '08', '09'].map((day) => objectAt(`2026/03/${day}/a.gz`));
    expect(gaps(objects, 'hour')).toEqual(['2026-03-07 23:00 – 2026-03-09 06:00 UTC: no object']);
    expect(gaps(whole, 'hour')).toEqual([]);
  });

  test('an object on every day that lies in the window for the most part', () => {
    expect(gaps(hours('08', 9, 10), 'day')).toEqual([]);
    expect(gaps(hours('09', 0, 6), 'day')).toEqual(['2026-03-08 UTC: no object']);
    expect(gaps([objectAt('2026/03/08/a.gz')], 'day')).toEqual([
      '2026-03-07 UTC: no object',
      '2026-03-09 UTC: no object',
    ]);
  });

  test('nothing', () => {
    expect(gaps([], 'none')).toEqual([]);
  });
});

test('ranges are told as briefly as they allow', () => {
  expect(textFromUtcRange(range('2026-03-08T10:00', '2026-03-08T13:00'))).toBe(
    '2026-03-08 10:00–13:00 UTC',
  );
  expect(textFromUtcRange(range('2026-03-08T10:00', '2026-03-10T00:00'))).toBe(
    '2026-03-08 10:00 – 2026-03-09 24:00 UTC',
  );
});

describe('a window closes', () => {
  test('an hour after its last hour where there are hours', () => {
    expect(windowClosesAt(window, whole)).toBe(instant('2026-03-09T07:00'));
    const inKolkata = readWindow(range('2026-03-07T18:30', '2026-03-08T18:30'));
    expect(windowClosesAt(inKolkata, whole)).toBe(instant('2026-03-09T02:00'));
  });

  test('an hour after its last day where there are days', () => {
    expect(windowClosesAt(window, [objectAt('2026/03/08/a.gz')])).toBe(instant('2026-03-10T01:00'));
  });

  test('with its last day where that has an object of the day beside hours', () => {
    const objects = [...whole, objectAt('2026/03/09/a.gz')];
    expect(windowClosesAt(window, objects)).toBe(instant('2026-03-10T01:00'));
    const before = [...whole, objectAt('2026/03/07/a.gz')];
    expect(windowClosesAt(window, before)).toBe(instant('2026-03-09T07:00'));
  });

  test('with its last day where nothing is listed for it, because that is later', () => {
    expect(windowClosesAt(window, [])).toBe(instant('2026-03-10T01:00'));
    expect(windowClosesAt(window, hours('01', 0, 1))).toBe(instant('2026-03-10T01:00'));
  });

  test('after another time to settle if one is given', () => {
    expect(windowClosesAt(window, whole, 7200)).toBe(instant('2026-03-09T08:00'));
  });

  test('with the last day that it touches, not with the next', () => {
    const day = range('2026-03-08T00:00', '2026-03-09T00:00');
    expect(windowClosesAt(day, [objectAt('2026/03/08/a.gz')])).toBe(instant('2026-03-09T01:00'));
  });
});
