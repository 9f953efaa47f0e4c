/** Reading ahead: in order, within its limits, and nothing left behind. */
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Archive, ArchiveObject } from '../../src/archive/archive.ts';
import { readAhead } from '../../src/archive/read-ahead.ts';
import { ObjectError } from '../../src/model/object-error.ts';

type Seen = { bytesOpen: number; mostBytes: number; opened: string[]; given: string[] };

function objectOf(key: string, bytes: number): ArchiveObject {
  return { key, bytes, identity: key, range: undefined, kind: 'data' };
}

/** Gives every object as its key, byte by byte; `bad` ones are gone. */
function archiveOf(seen: Seen, bad: readonly string[] = []): Archive {
  return {
    location: 'memory',
    async *list() {},
    async *open({ key, bytes }, signal) {
      seen.opened.push(key);
      seen.bytesOpen += bytes;
      seen.mostBytes = Math.max(seen.mostBytes, seen.bytesOpen);
      for (const letter of key) {
        await turn();
        signal?.throwIfAborted();
        yield Buffer.from(letter);
      }
      if (bad.includes(key)) throw new ObjectError(key, 'vanished', 'gone');
    },
    contentOf: (_object, sha256) => sha256,
    close: () => Promise.resolve(),
  };
}

const newSeen = (): Seen => ({ bytesOpen: 0, mostBytes: 0, opened: [], given: [] });
const { signal } = new AbortController();

test('every object comes in its turn with its own bytes, within the limits', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 });
  const limits = fc.record({ objectsMax: fc.integer({ min: 0, max: 5 }), bytesMax: fc.nat(40) });
  await fc.assert(
    fc.asyncProperty(sizes, limits, async (all, given) => {
      const seen = newSeen();
      const objects = all.map((bytes, index) => objectOf(`key-${index}`, bytes));
      const source = { archive: archiveOf(seen), objects, signal, limits: given };
      for await (const { object, pieces } of readAhead(source)) {
        const read: Uint8Array[] = [];
        for await (const piece of pieces) read.push(piece);
        expect(Buffer.concat(read).toString()).toBe(object.key);
        const ahead = seen.opened.length - seen.given.length - 1;
        expect(ahead).toBeLessThanOrEqual(given.objectsMax);
        seen.given.push(object.key);
        seen.bytesOpen -= object.bytes;
      }
      expect(seen.given).toEqual(objects.map(({ key }) => key));
      const largest = Math.max(0, ...all);
      expect(seen.mostBytes).toBeLessThanOrEqual(given.bytesMax + largest);
    }),
  );
});

test('what fails says so in its turn, and others are read', async () => {
  const objects = ['a', 'b', 'c'].map((key) => objectOf(key, 1));
  const found: string[] = [];
  for await (const { object, pieces } of readAhead({
    archive: archiveOf(newSeen(), ['b']),
    objects,
    signal,
  })) {
    try {
      for await (const piece of pieces) expect(piece.length).toBe(1);
      found.push(object.key);
    } catch (error) {
      found.push((error as ObjectError).message);
    }
  }
  expect(found).toEqual(['a', 'b is gone since it was listed: gone', 'c']);
});

test('left before its end it gives up what is on its way, and the listing', async () => {
  const seen = newSeen();
  let isListingOver = false;
  async function* listing(): AsyncGenerator<ArchiveObject> {
    try {
      for (;;) yield Promise.resolve(objectOf('a-long-key', 1));
    } finally {
      isListingOver = true;
    }
  }
  const aborted: boolean[] = [];
  const archive: Archive = {
    ...archiveOf(seen),
    async *open(object, own) {
      own?.addEventListener('abort', () => aborted.push(true));
      yield* archiveOf(seen).open(object, own);
    },
  };
  for await (const { object } of readAhead({ archive, objects: listing(), signal })) {
    expect(object.bytes).toBe(1);
    break;
  }
  expect(isListingOver).toBe(true);
  expect(aborted).toHaveLength(17);
});

test('objects that were given are read to their end after it, as worker threads do', async () => {
  const objects = ['one-key', 'another'].map((key) => objectOf(key, 5));
  const archive = archiveOf(newSeen());
  const given: AsyncIterable<Uint8Array>[] = [];
  // Neither fits ahead, so both are opened when they are read.
  const limits = { objectsMax: 4, bytesMax: 1 };
  for await (const { pieces } of readAhead({ archive, objects, signal, limits })) {
    given.push(pieces);
  }
  const texts = given.map(async (pieces) => {
    const read: Uint8Array[] = [];
    for await (const piece of pieces) read.push(piece);
    return Buffer.concat(read).toString();
  });
  expect(await Promise.all(texts)).toEqual(['one-key', 'another']);
});
