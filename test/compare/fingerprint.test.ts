/** Fingerprints against the same sums in big integers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fingerprint, weightMax } from '../../src/compare/fingerprint.ts';

const half = fc.integer({ min: 0, max: 2 ** 28 - 1 });
const smallCell = fc.record({ value: fc.integer({ min: 1, max: 2 ** 25 }), low: half, high: half });
const largeCell = fc.record({
  value: fc.integer({ min: 1, max: 2 ** 53 - 1 }),
  low: half,
  high: half,
});

type Cell = { readonly value: number; readonly low: number; readonly high: number };

function exactSum(cells: readonly Cell[]): bigint {
  return cells.reduce(
    (sum, { value, low, high }) => sum + BigInt(value) * (BigInt(high) * 2n ** 28n + BigInt(low)),
    0n,
  );
}

function printOf(cells: readonly Cell[]): Fingerprint {
  const print = new Fingerprint();
  for (const { value, low, high } of cells) {
    if (value > weightMax) print.addLarge(value, low, high);
    else print.addHalves(value * low, value * high, value);
  }
  return print;
}

test('a fingerprint is the exact sum, however large the values', () => {
  const cells = fc.array(fc.oneof(smallCell, largeCell), { maxLength: 50 });
  fc.assert(
    fc.property(cells, (given) => {
      expect(printOf(given).value()).toBe(exactSum(given));
    }),
  );
});

test('the greatest products stay exact', () => {
  const greatest = { value: 2 ** 25, low: 2 ** 28 - 1, high: 2 ** 28 - 1 };
  const cells = Array.from({ length: 100 }, () => greatest);
  expect(printOf(cells).value()).toBe(100n * 2n ** 25n * (2n ** 56n - 1n));
});

test('fingerprints add up and cancel out', () => {
  const cells = fc.array(fc.oneof(smallCell, largeCell), { maxLength: 20 });
  fc.assert(
    fc.property(cells, cells, (a, b) => {
      const sum = printOf(a);
      sum.add(printOf(b));
      expect(sum.value()).toBe(exactSum(a) + exactSum(b));
      sum.subtract(printOf([...b, ...a]));
      expect(sum.value()).toBe(0n);
      sum.clear();
      sum.subtract(printOf(a));
      expect(sum.value()).toBe(-exactSum(a));
    }),
  );
});
