/** Checksums of row parts against the definition of their canonical bytes, written out plainly. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { murmur3, murmur3Words } from '../../src/base/murmur3.ts';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import { Checksum } from '../../src/model/checksum.ts';
import { sketchOfCell, type RowPart } from '../../src/model/row.ts';

function canonicalBytes(part: RowPart): Uint8Array {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  const counted = (bytes: Uint8Array): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const cells = Array.from(part.cells, (cell, index) => [
    counted(part.keys.bytes(cell)),
    number(part.values[index] ?? NaN),
    counted(sketchOfCell(part, index)),
  ]);
  const name = [counted(Buffer.from(part.url ?? '')), number(part.bucket), number(part.part)];
  return Buffer.concat([...name, ...cells.flat()]);
}

function plainChecksum(parts: readonly RowPart[]): string {
  const sum = parts.reduce((total, part) => {
    murmur3(canonicalBytes(part));
    const hash = murmur3Words.reduceRight((high, word) => (high << 32n) | BigInt(word), 0n);
    return BigInt.asUintN(128, total + hash);
  }, 0n);
  return sum.toString(16).padStart(32, '0');
}

function checksumOf(parts: readonly RowPart[]): string {
  const checksum = new Checksum();
  for (const part of parts) checksum.addRowPart(part);
  return checksum.text();
}

type PlainCell = { readonly key: string; readonly value: number; readonly sketch: Uint8Array };

function partOf(
  name: Pick<RowPart, 'url' | 'bucket' | 'part'>,
  cells: readonly PlainCell[],
  keys: ByteDictionary,
): RowPart {
  let end = 0;
  return {
    ...name,
    grain: '5m',
    keys,
    cells: Uint32Array.from(cells, ({ key }) => keys.internText(key)),
    values: Float64Array.from(cells, ({ value }) => value),
    sketches: Buffer.concat(cells.map(({ sketch }) => sketch)),
    sketchEnds: Uint32Array.from(cells, ({ sketch }) => (end += sketch.length)),
  };
}

const cell = fc.record({
  key: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('$all/visitors')),
  value: fc.maxSafeNat(),
  sketch: fc.uint8Array({ maxLength: 40 }),
});

const named = fc.record({
  url: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 })),
  bucket: fc.integer({ min: 0, max: 2 ** 32 }),
  part: fc.nat(5000),
});

test('parts of any cells, under one or several dictionaries, have the defined checksum', () => {
  const plainPart = fc.tuple(named, fc.array(cell, { maxLength: 30 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(plainPart, { maxLength: 8 }), (plain) => {
      let keys = new ByteDictionary();
      const parts = plain.map(([name, cells, isOfOthers]) => {
        if (isOfOthers) keys = new ByteDictionary();
        return partOf(name, cells, keys);
      });
      expect(checksumOf(parts)).toBe(plainChecksum(parts));
    }),
  );
});

test('parts with more keys, and longer ones, than stay known have it too', () => {
  const keys = new ByteDictionary();
  const name = { url: 'https://a.example/', bucket: 5, part: 0 };
  const cellsOf = (count: number, text: string): PlainCell[] =>
    Array.from({ length: count }, (_, index) => ({
      key: `${text}${String(index)}`,
      value: index,
      sketch: new Uint8Array(index % 20).fill(index),
    }));
  const many = partOf(name, cellsOf(70_000, 'ref_url='), keys);
  const long = partOf({ ...name, part: 1 }, cellsOf(1000, 'x'.repeat(2048)), keys);
  const longer = partOf({ ...name, part: 2 }, cellsOf(900, 'y'.repeat(2040)), keys);
  // Two entries that share a slot, side by side.
  const both = { ...partOf(name, cellsOf(2, 'ref_url='), keys), cells: Uint32Array.of(1, 65_537) };
  const wide = partOf(name, [{ key: 'k', value: 1, sketch: new Uint8Array(3e6).fill(7) }], keys);
  const parts = [both, many, both, long, longer, both, wide, many];
  expect(checksumOf(parts)).toBe(plainChecksum(parts));
});

test('no part at all is zero', () => {
  expect(checksumOf([])).toBe('0'.repeat(32));
});
