/** Objects far smaller than their neighbours. */
import { expect, test } from 'vitest';
import { parseKeyLayout } from '../../src/archive/key-layout.ts';
import type { PlacedObject } from '../../src/archive/read-window.ts';
import { findSmallObjects, smallObjects } from '../../src/archive/small-objects.ts';

function objectOf(key: string, bytes: number): PlacedObject {
  const range = parseKeyLayout().rangeOf(key);
  if (range === undefined) throw new Error(`no date in ${key}`);
  return { key, bytes, identity: key, kind: 'data', range };
}

/** One object at `hour` on each of the first days of March; sizes in their order. */
function daily(hour: string, sizes: readonly number[]): PlacedObject[] {
  return sizes.map((bytes, index) =>
    objectOf(`2026/03/${String(index + 1).padStart(2, '0')}/${hour}part-0.gz`, bytes),
  );
}

test('an object under a tenth of the median of the same hour on other days is small', () => {
  const objects = daily('10/', [1000, 1100, 900, 99, 1000, 5]);
  expect(findSmallObjects(objects)).toEqual([
    { key: '2026/03/04/10/part-0.gz', bytes: 99, neighbours: 5, medianBytes: 1000 },
    { key: '2026/03/06/10/part-0.gz', bytes: 5, neighbours: 5, medianBytes: 1000 },
  ]);
  expect(findSmallObjects(daily('10/', [1000, 1000, 1000, 100]))).toEqual([]);
});

test('an object of a day is measured by other days', () => {
  expect(smallObjects(daily('', [5000, 5000, 5000, 20]))).toEqual([
    '2026/03/04/part-0.gz has only 20 bytes: half of its 3 neighbours ' +
      '(same hour, 7 days around) have 5000 or more',
  ]);
});

test('a quiet hour is not measured by busy hours', () => {
  const objects = [
    ...daily('03/', [10, 12, 11, 9, 10]),
    ...daily('', [1000, 1000, 1000, 1000]),
    ...daily('12/', [1000, 1000, 1000, 1000, 1000]),
  ];
  expect(findSmallObjects(objects)).toEqual([]);
});

test('days more than a week away are no neighbours', () => {
  const small = objectOf('2026/03/01/10/part-0.gz', 1);
  const large = (days: readonly string[]): PlacedObject[] =>
    days.map((day) => objectOf(`2026/03/${day}/10/part-0.gz`, 1000));
  expect(findSmallObjects([small, ...large(['06', '07', '09', '10', '11'])])).toEqual([]);
  expect(findSmallObjects([small, ...large(['06', '07', '08'])])).toEqual([
    { key: small.key, bytes: 1, neighbours: 3, medianBytes: 1000 },
  ]);
});

test('fewer than three neighbours say nothing', () => {
  expect(findSmallObjects(daily('10/', [1000, 1000, 1]))).toEqual([]);
});

test('objects of one hour are neighbours of each other', () => {
  const objects = [1000, 1000, 1000, 7].map((bytes, part) =>
    objectOf(`2026/03/08/10/part-${String(part)}.gz`, bytes),
  );
  expect(findSmallObjects(objects)).toEqual([
    { key: '2026/03/08/10/part-3.gz', bytes: 7, neighbours: 3, medianBytes: 1000 },
  ]);
});
