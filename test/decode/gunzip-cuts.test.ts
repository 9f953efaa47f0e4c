/** What must hold of gzip objects however they are cut into members and pieces. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inflateObject } from '../../src/decode/inflate-object.ts';
import type { ObjectError } from '../../src/model/object-error.ts';

/** Short members, long ones that deflate badly and long ones that deflate well. */
const member = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.integer({ min: 30_000, max: 90_000 }).map((bytes) => {
    return createHash('shake256', { outputLength: bytes }).update(`${bytes}`).digest();
  }),
  fc.integer({ min: 400_000, max: 1_500_000 }).map((bytes) => Buffer.alloc(bytes, 'a line\n')),
);

const level = fc.constantFrom(0, 1, 6, 9);

const gzipObject = fc.array(fc.tuple(member, level), { minLength: 1, maxLength: 4 }).map((list) => {
  const members = list.map(([bytes, level]) => gzipSync(bytes, { level }));
  return { inflated: Buffer.concat(list.map(([bytes]) => bytes)), members };
});

/** Cuts as parts of the whole, so that they fit every object. */
const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

async function* cutAt(bytes: Uint8Array, at: readonly number[]): AsyncGenerator<Uint8Array> {
  const offsets = at.map((part) => Math.floor(part * bytes.length)).sort((a, b) => a - b);
  let from = 0;
  for (const until of [...offsets, bytes.length]) {
    yield bytes.subarray(from, until);
    from = until;
  }
}

async function inflate(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const inflated: Uint8Array[] = [];
  await inflateObject({ key: 'a.gz', pieces }, (bytes) => inflated.push(Buffer.from(bytes)));
  return Buffer.concat(inflated);
}

test('cuts into members and pieces never change what is read', async () => {
  await fc.assert(
    fc.asyncProperty(gzipObject, cuts, async ({ inflated, members }, at) => {
      const deflated = Buffer.concat(members);
      expect((await inflate(cutAt(deflated, at))).equals(inflated)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('an object read byte by byte is the same', async () => {
  const text = Buffer.alloc(3000, 'some text of an object');
  const deflated = Buffer.concat([gzipSync(text), gzipSync(text)]);
  const everyByte = Array.from(deflated, (_byte, index) => index / deflated.length);
  expect(await inflate(cutAt(deflated, everyByte))).toEqual(Buffer.concat([text, text]));
});

test('an object that lost its end within its last member is never read as whole', async () => {
  await fc.assert(
    fc.asyncProperty(gzipObject, cuts, fc.nat(), async ({ members }, at, lost) => {
      const last = members.at(-1) as Buffer;
      const deflated = Buffer.concat(members);
      const rest = deflated.subarray(0, deflated.length - 1 - (lost % (last.length - 1)));
      const error: unknown = await inflate(cutAt(rest, at)).catch((caught: unknown) => caught);
      expect((error as ObjectError).fault).toBe('truncated');
    }),
    { numRuns: 60 },
  );
});
