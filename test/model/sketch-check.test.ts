/** What the check of stored sketches finds. */
import { expect, test } from 'vitest';
import { sketchEstimate } from '../../src/model/sketch.ts';
import { checkSketch } from '../../src/model/sketch-check.ts';

function checkHex(hex: string): string | undefined {
  return checkSketch(Uint8Array.from(Buffer.from(hex, 'hex')));
}

/** An explicit sketch of the values from 1 to `count`. */
function explicitHex(count: number): string {
  const values = Array.from({ length: count }, (_, index) => index + 1);
  return `128e7f${values.map((value) => value.toString(16).padStart(16, '0')).join('')}`;
}

/** A sparse sketch of words (register, value). */
function sparseHex(...words: [number, number][]): string {
  const bits = words
    .map(([register, value]) => ((register << 5) | value).toString(2).padStart(19, '0'))
    .join('');
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [];
  return `138e7f${bytes.map((byte) => parseInt(byte, 2).toString(16).padStart(2, '0')).join('')}`;
}

/** A full sketch with `count` registers of value 1 and the rest empty. */
function fullHex(count: number): string {
  const bits = '00001'.repeat(count).padEnd(81_920, '0');
  return `148e7f${BigInt(`0b${bits}`).toString(16).padStart(20_480, '0')}`;
}

test('sound sketches of every kind pass', () => {
  expect(checkHex('118e7f')).toBeUndefined();
  expect(checkHex('128e7f80000000000000007fffffffffffffff')).toBeUndefined();
  expect(checkHex('128e7f00000000ffffffff0000000100000000')).toBeUndefined();
  expect(checkHex(explicitHex(1280))).toBeUndefined();
  expect(checkHex('138e7f')).toBeUndefined();
  expect(checkHex(sparseHex([0, 31], [16_383, 1]))).toBeUndefined();
  expect(checkHex(fullHex(4312))).toBeUndefined();
});

test('a header that is not ours is named', () => {
  expect(checkHex('')).toMatchInlineSnapshot(`"has 0 bytes, fewer than its header"`);
  expect(checkHex('118e')).toMatchInlineSnapshot(`"has 2 bytes, fewer than its header"`);
  expect(checkHex('118b7f')).toMatchInlineSnapshot(`"has parameters 8b 7f instead of 8e 7f"`);
  expect(checkHex('118e3f')).toMatchInlineSnapshot(`"has parameters 8e 3f instead of 8e 7f"`);
  expect(checkHex('218e7f')).toMatchInlineSnapshot(
    `"begins with 21, which is no version and kind known here"`,
  );
  expect(checkHex('108e7f')).toMatchInlineSnapshot(
    `"begins with 10, which is no version and kind known here"`,
  );
});

test('an empty sketch has no data', () => {
  expect(checkHex('118e7f00')).toMatchInlineSnapshot(`"is empty but has 4 bytes"`);
});

test('explicit values are whole, few, ascending and distinct', () => {
  expect(checkHex('128e7f')).toMatchInlineSnapshot(`"is explicit but holds no value"`);
  expect(checkHex('128e7f00000000000001')).toMatchInlineSnapshot(
    `"is explicit but ends within a value (10 bytes)"`,
  );
  expect(checkHex(explicitHex(1281))).toMatchInlineSnapshot(
    `"is explicit but holds 1281 values, over 1280"`,
  );
  expect(checkHex('128e7f00000000000000010000000000000001')).toMatchInlineSnapshot(
    `"holds values that do not ascend: number 2 of 2"`,
  );
  expect(checkHex('128e7f0000000000000001ffffffffffffffff')).toMatchInlineSnapshot(
    `"holds values that do not ascend: number 2 of 2"`,
  );
  expect(checkHex('128e7f00000001000000000000000080000000')).toMatchInlineSnapshot(
    `"holds values that do not ascend: number 2 of 2"`,
  );
});

test('sparse registers are whole, ascending and not empty', () => {
  expect(checkHex('138e7f00')).toMatchInlineSnapshot(
    `"is sparse but ends within a register (4 bytes)"`,
  );
  expect(checkHex(sparseHex([5, 1], [5, 1]))).toMatchInlineSnapshot(
    `"holds registers that do not ascend: 5, then 5"`,
  );
  expect(checkHex(sparseHex([6, 1], [5, 1]))).toMatchInlineSnapshot(
    `"holds registers that do not ascend: 6, then 5"`,
  );
  expect(checkHex(sparseHex([6, 0]))).toMatchInlineSnapshot(
    `"is sparse but gives register 6 the value 0"`,
  );
  expect(checkHex('138e7f002cc225cd')).toMatchInlineSnapshot(
    `"has bits set behind its last register"`,
  );
  const words = Array.from({ length: 4312 }, (_, index): [number, number] => [index, 1]);
  expect(checkHex(sparseHex(...words))).toMatchInlineSnapshot(
    `"is sparse but holds 4312 registers, over 4311"`,
  );
});

test('a full sketch has all its bytes and enough registers', () => {
  expect(checkHex(fullHex(4311))).toMatchInlineSnapshot(
    `"is full but fills 4311 registers only, which are sparse"`,
  );
  expect(checkHex(fullHex(4312).slice(0, -2))).toMatchInlineSnapshot(
    `"is full but has 10242 bytes instead of 10243"`,
  );
});

test('the estimate of what is no sketch is refused, not guessed', () => {
  expect(() => sketchEstimate(Uint8Array.of(0x10, 0x8e, 0x7f))).toThrowErrorMatchingInlineSnapshot(
    `[DataError: no sketch begins with "108e7f": expected 11, 12, 13 or 14, then 8e 7f]`,
  );
  expect(() => sketchEstimate(new Uint8Array(0))).toThrowErrorMatchingInlineSnapshot(
    `[DataError: no sketch begins with "": expected 11, 12, 13 or 14, then 8e 7f]`,
  );
});
