/** The inflater held against Node's zlib: the same bytes, the same end, the same refusals. */
import { createHash } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byInflater, byZlib, digestOf } from './inflated.ts';

/** Texts that repeat from near and far, bytes that do not, and runs of one byte. */
const text = fc.oneof(
  fc
    .array(fc.constantFrom('"url"', '"action"', ':', '1473277850', 'https://a.example/'), {
      maxLength: 4000,
    })
    .map((words) => Buffer.from(words.join(''))),
  fc.integer({ min: 0, max: 40_000 }).map((bytes) => noise(bytes, 'all')),
  fc.integer({ min: 0, max: 100_000 }).map((bytes) => noise(bytes, 'few')),
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 700_000 }))
    .map(([period, bytes]) => Buffer.alloc(bytes, noise(period, 'all'))),
);

const options = fc.record({
  level: fc.constantFrom(0, 1, 4, 6, 9),
  memLevel: fc.constantFrom(1, 8, 9),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FIXED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
  ),
});

/** `few`: bytes of which most are one of eight, so that codewords are of all lengths. */
function noise(bytes: number, kinds: 'all' | 'few'): Buffer {
  const found = createHash('shake256', { outputLength: bytes }).update(`${bytes}`).digest();
  return kinds === 'all' ? found : (found.map((byte) => (byte < 250 ? byte & 7 : byte)) as Buffer);
}

const pieceBytes = fc.constantFrom(7, 1000, 300_000);

test('good data gives what zlib gives, and ends where it ends for zlib', async () => {
  await fc.assert(
    fc.asyncProperty(text, options, pieceBytes, async (bytes, how, size) => {
      const data = Buffer.concat([deflateRawSync(bytes, how), Buffer.from('behind')]);
      const found = await byInflater(data, size);
      expect(found).toMatchObject({ kind: 'inflated', digest: digestOf([bytes]) });
      expect(found).toEqual(byZlib(data));
    }),
    { numRuns: 150 },
  );
});

test('spoilt data is refused where zlib refuses it, or gives the same bytes', async () => {
  const spoilt = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(text, options, spoilt, pieceBytes, async (bytes, how, changes, size) => {
      const data = deflateRawSync(bytes.subarray(0, 20_000), how);
      for (const [place, byte] of changes) data[place % data.length] = byte;
      expect(await byInflater(data, size)).toEqual(byZlib(data));
    }),
    { numRuns: 1000 },
  );
});

test('bytes of which nobody made deflate data are taken as zlib takes them', async () => {
  // Data that begins with a last block of codes of its own, for its head has most to refuse.
  const codes = fc.uint8Array({ minLength: 20, maxLength: 400 }).map((bytes) => {
    return Uint8Array.of((bytes[0]! & 0xf8) | 5, ...bytes.subarray(1));
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), codes), async (data) => {
      expect(await byInflater(data, 1000)).toEqual(byZlib(data));
    }),
    { numRuns: 3000 },
  );
});

test('a head without any code of code lengths is read to its end, as by zlib', async () => {
  for (const bytes of [20, 40, 60]) {
    const data = new Uint8Array(bytes);
    data[0] = 5;
    expect(await byInflater(data, 1000)).toEqual(byZlib(data));
  }
  expect(byZlib(Uint8Array.of(5, ...new Uint8Array(19)))).toEqual({ kind: 'truncated' });
});

test('data cut anywhere is truncated', async () => {
  const data = deflateRawSync(noise(3000, 'few'));
  for (let length = 0; length < data.length; length += 1) {
    expect(await byInflater(data.subarray(0, length), 1000)).toEqual({ kind: 'truncated' });
  }
});
