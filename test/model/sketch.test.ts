/** Sketches against written-out bytes, and what must hold for every set. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GrowingBytes, hexFromBytes } from '../../src/base/bytes.ts';
import {
  appendSketch,
  checkSketch,
  emptySketch,
  explicitMax,
  explicitSketchBytes,
  sketchBytesMax,
  sketchEstimate,
  sketchFromSortedHashes,
  SketchUnion,
  unionSketches,
} from '../../src/model/sketch.ts';
import { hashesFromValues, sketchOf, visitorHashes } from '../support/sketch-hashes.ts';

/** Hashes without any bit above the register's number: they fill a set but no register. */
const tracelessHashes = Array.from({ length: 1281 }, (_, number) => BigInt(number));

const visitors = visitorHashes(0, 12_000);

/** Compares as text: a matcher's walk over ten thousand bytes takes milliseconds. */
function expectSame(actual: Uint8Array, expected: Uint8Array): void {
  expect(hexFromBytes(actual)).toBe(hexFromBytes(expected));
}

function hexOf(values: Iterable<bigint>): string {
  return hexFromBytes(sketchOf(values));
}

/** A hash that raises `register` to `value`. */
function hashFor(register: number, value: number): bigint {
  return BigInt.asIntN(64, BigInt(register) | (1n << BigInt(13 + value)));
}

describe('written-out bytes', () => {
  test('the empty set is three bytes', () => {
    expect(hexOf([])).toBe('118e7f');
    expect(hexFromBytes(emptySketch)).toBe('118e7f');
  });

  test('few values stand in the sketch as they are, negative ones first', () => {
    expect(hexOf([5292220941710129162n])).toBe('128e7f4971bee83783f80a');
    expect(hexOf([5292220941710129162n, -7031988182207506534n])).toBe(
      '128e7f9e695c015ec6d79a4971bee83783f80a',
    );
    // The bytes of the storage specification's example. (The decimal number printed beside them
    // there is sign and magnitude; the extension writes two's complement.)
    expect(hexOf([1n, -3771880134907470166n])).toBe('128e7fcba79700677cdeaa0000000000000001');
    expect(hexOf([0n])).toBe('128e7f0000000000000000');
  });

  test('low words are ordered without sign', () => {
    expect(hexOf([0x80000000n, 0x7fffffffn])).toBe('128e7f000000007fffffff0000000080000000');
  });

  test('registers of a sparse sketch are packed into words of 19 bits', () => {
    // 00000000001011 00110 00010001001011 10011 and two bits of padding.
    const hashes = [...tracelessHashes, hashFor(11, 6), hashFor(1099, 19)];
    expect(hexOf(hashes)).toBe('138e7f002cc225cc');
  });

  test('registers of a full sketch are packed into five bits each', () => {
    const hashes = Array.from({ length: 16_384 }, (_, index) => index)
      .filter((index) => index % 8 !== 0)
      .map((index) => hashFor(index, index % 8));
    // 00000 00001 00010 00011 00100 00101 00110 00111, the specification's example carried on.
    expect(hexOf(hashes)).toBe(`148e7f${'00443214c7'.repeat(2048)}`);
  });

  test.each([
    { value: 1, last: '0000000020' },
    { value: 18, last: '0000000240' },
    { value: 19, last: '0000000260' },
    { value: 30, last: '00000003c0' },
    { value: 31, last: '00000003e0' },
    { value: 32, last: '00000003e0' },
    { value: 33, last: '00000003e0' },
    { value: 50, last: '00000003e0' },
  ])('bit $value above the register number makes a value of at most 31', ({ value, last }) => {
    // One register, number 0: 14 bits of number and 5 of value, then 5 of padding.
    const expected = `138e7f${last.slice(-6)}`;
    expect(hexOf([...tracelessHashes, hashFor(0, value)])).toBe(expected);
  });

  test('hashes without a bit above the register number leave no trace beyond 1,280 values', () => {
    expect(hexOf(tracelessHashes)).toBe('138e7f');
    expect(sketchEstimate(sketchOf(tracelessHashes))).toBe(0);
    expect(sketchEstimate(sketchOf(tracelessHashes.slice(1)))).toBe(1280);
  });
});

describe('written-out unions', () => {
  function unionHex(...sets: bigint[][]): string {
    return hexFromBytes(unionSketches(sets.map(sketchOf)));
  }

  test('values are merged in signed order, each once', () => {
    const merged = '128e7fffffffffffffffff000000007fffffff0000000080000000';
    expect(unionHex([0x80000000n], [0x7fffffffn, -1n])).toBe(merged);
    expect(unionHex([0x7fffffffn, -1n], [-1n, 0x80000000n])).toBe(merged);
    expect(unionHex([-1n], [0x80000000n], [0x7fffffffn])).toBe(merged);
  });

  test('a large set that fills no register still makes registers of the other', () => {
    const registerElevenIsSix = '138e7f002cc0';
    expect(unionHex(tracelessHashes, [hashFor(11, 6)])).toBe(registerElevenIsSix);
    expect(unionHex([hashFor(11, 6)], tracelessHashes)).toBe(registerElevenIsSix);
    expect(unionHex(tracelessHashes.slice(1), [0n, hashFor(11, 6)])).toBe(registerElevenIsSix);
  });
});

describe('kind and size', () => {
  test('1,280 values are kept as they are, 1,281 are not', () => {
    const hashes = [...visitors];
    expect(sketchOf(hashes.slice(0, 1280))).toHaveLength(3 + 8 * 1280);
    expect(hexOf(hashes.slice(0, 1281)).slice(0, 6)).toBe('138e7f');
    expect(explicitMax).toBe(1280);
    expect(explicitSketchBytes(1280)).toBe(10_243);
    expect(sketchBytesMax).toBe(10_243);
  });

  test('4,311 registers are sparse, 4,312 are full', () => {
    const hashes = Array.from({ length: 4312 }, (_, register) => hashFor(register, 1));
    const sparse = sketchOf(hashes.slice(1));
    expect([sparse[0], sparse.length]).toEqual([0x13, 3 + Math.ceil((4311 * 19) / 8)]);
    const full = sketchOf(hashes);
    expect([full[0], full.length]).toEqual([0x14, 10_243]);
  });

  test('the estimate stays a number where the large-range correction has none', () => {
    const everyRegisterFull = new Uint8Array(10_243).fill(0xff);
    everyRegisterFull.set([0x14, 0x8e, 0x7f]);
    // -2^44 * ln(2^-53)
    expect(sketchEstimate(everyRegisterFull)).toBe(646_280_630_298_367);
  });
});

/** Sets of every kind: some visitors in a row, traceless hashes, any 64-bit integers. */
const anySet = fc
  .record({
    from: fc.integer({ min: 0, max: 11_999 }),
    count: fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 1300 }),
      fc.integer({ min: 0, max: 6000 }),
    ),
    traceless: fc.constantFrom(0, 1, 640, 1281),
    others: fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { maxLength: 5 }),
  })
  .map(({ from, count, traceless, others }) => [
    ...visitors.subarray(from, from + count),
    ...tracelessHashes.slice(0, traceless),
    ...others,
  ]);

describe('what holds for every set', () => {
  test('the union of sketches is the sketch of the union', () => {
    const property = fc.property(fc.array(anySet, { maxLength: 5 }), (sets) => {
      expectSame(unionSketches(sets.map(sketchOf)), sketchOf(sets.flat()));
    });
    fc.assert(property);
  });

  test('the union is associative, commutative and idempotent, with the empty set as zero', () => {
    const property = fc.property(anySet, anySet, anySet, (...sets) => {
      const [a, b, c] = sets.map(sketchOf) as [Uint8Array, Uint8Array, Uint8Array];
      const leftFirst = unionSketches([unionSketches([a, b]), c]);
      expectSame(unionSketches([a, unionSketches([b, c])]), leftFirst);
      expectSame(unionSketches([c, b, a]), leftFirst);
      expectSame(unionSketches([b, a]), unionSketches([a, b]));
      expectSame(unionSketches([a, a]), a);
      expectSame(unionSketches([emptySketch, a]), a);
      expectSame(unionSketches([a, emptySketch, emptySketch]), a);
    });
    fc.assert(property);
  });

  test('a sketch is sound, and exact up to 1,280 values', () => {
    const property = fc.property(anySet, (set) => {
      const sketch = sketchOf(set);
      expect(checkSketch(sketch)).toBeUndefined();
      const count = new Set(set).size;
      if (count <= 1280) expect(sketchEstimate(sketch)).toBe(count);
    });
    fc.assert(property);
  });

  test('appending writes the same bytes and returns their estimate', () => {
    const property = fc.property(anySet, fc.nat({ max: 20 }), (set, skipped) => {
      const hashes = hashesFromValues(set);
      const from = Math.min(skipped, hashes.length / 2);
      const count = hashes.length / 2 - from;
      const target = new GrowingBytes(1);
      target.append(Uint8Array.of(7));
      const estimate = appendSketch(target, hashes, count, from);
      const sketch = sketchFromSortedHashes(hashes.subarray(from * 2), count);
      expectSame(target.slice(), Uint8Array.of(7, ...sketch));
      expect(estimate).toBe(sketchEstimate(sketch));
    });
    fc.assert(property);
  });
});

test('unions leave their inputs as they were and share no bytes with them', () => {
  const few = sketchOf([1n, 2n]);
  const many = sketchOf(visitors);
  const before = [few, many].map(hexFromBytes);
  unionSketches([few]).fill(0);
  unionSketches([few, few]).fill(0);
  unionSketches([few, many]).fill(0);
  unionSketches([]).fill(0);
  expect([few, many].map(hexFromBytes)).toEqual(before);
  expect(hexFromBytes(emptySketch)).toBe('118e7f');
});

test('a union may be looked at while it grows', () => {
  const union = new SketchUnion();
  const kinds: (number | undefined)[] = [];
  for (const [from, until] of [
    [0, 0],
    [0, 1280],
    [1279, 1281],
    [0, 6000],
  ] as const) {
    union.add(sketchOf(visitors.subarray(from, until)));
    expectSame(union.sketch(), sketchOf(visitors.subarray(0, until)));
    kinds.push(union.sketch()[0]);
  }
  expect(kinds).toEqual([0x11, 0x12, 0x13, 0x14]);
});
