/** How every archive reads: as listed, or not at all. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ObjectError } from '../../src/model/object-error.ts';
import { bytesOf, describeGroup, faultOf, objectAt } from './contract-subject.ts';

function noise(length: number, seed = 'noise'): Buffer {
  return createHash('shake256', { outputLength: length }).update(seed).digest();
}

export const describeReading = describeGroup('reading', (subject) => {
  test('an object is given as it is', async () => {
    const bytes = noise(3_000_000);
    await subject().put('a.gz', bytes);
    await subject().put('empty.gz', '');
    const archive = await subject().open();
    expect((await bytesOf(archive, await objectAt(archive, 'a.gz'))).equals(bytes)).toBe(true);
    expect(await bytesOf(archive, await objectAt(archive, 'empty.gz'))).toEqual(Buffer.alloc(0));
  });

  test('pieces are the receiver’s to keep', async () => {
    const bytes = noise(1_000_000);
    await subject().put('a.gz', bytes);
    await subject().put('b.gz', noise(1_000_000, 'other'));
    const archive = await subject().open();
    const pieces: Uint8Array[] = [];
    for await (const piece of archive.open(await objectAt(archive, 'a.gz'))) pieces.push(piece);
    await bytesOf(archive, await objectAt(archive, 'b.gz'));
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  });

  test('an object that was replaced since it was listed is refused', async () => {
    const archive = await subject().open();
    for (const other of ['next', 'longer', '']) {
      await subject().put('a.gz', 'text');
      const object = await objectAt(archive, 'a.gz');
      await subject().put('a.gz', other);
      expect(await faultOf(bytesOf(archive, object)), other).toBe('changed');
    }
  });

  test('an object that is gone since it was listed is refused', async () => {
    const archive = await subject().open();
    await subject().put('2026/03/08/a.gz', 'text');
    const object = await objectAt(archive, '2026/03/08/a.gz');
    await subject().remove('2026/03/08/a.gz');
    expect(await faultOf(bytesOf(archive, object))).toBe('vanished');
  });

  test.each(['replaced', 'removed'])(
    'an object that is %s while it is read is given as it was, or refused',
    async (what) => {
      const bytes = noise(8_000_000);
      await subject().put('a.gz', bytes);
      const archive = await subject().open();
      const object = await objectAt(archive, 'a.gz');
      const pieces: Uint8Array[] = [];
      const reading = async (): Promise<void> => {
        for await (const piece of archive.open(object)) {
          pieces.push(piece);
          if (pieces.length > 1) continue;
          if (what === 'removed') await subject().remove('a.gz');
          else await subject().put('a.gz', noise(8_000_000, 'other'));
        }
      };
      const error: unknown = await reading().catch((caught: unknown) => caught);
      if (error === undefined) expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
      else expect(error).toBeInstanceOf(ObjectError);
    },
  );

  test('reading may be given up at any piece, and done by turns', async () => {
    const bytes = noise(4_000_000);
    await subject().put('a.gz', bytes);
    const archive = await subject().open();
    const object = await objectAt(archive, 'a.gz');
    for (let time = 0; time < 40; time += 1) {
      for await (const piece of archive.open(object)) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
    }
    const both = await Promise.all([bytesOf(archive, object), bytesOf(archive, object)]);
    expect(both.map((one) => one.equals(bytes))).toEqual([true, true]);
  });

  test('reading ends when it is told to', async () => {
    await subject().put('a.gz', noise(4_000_000));
    const archive = await subject().open();
    const object = await objectAt(archive, 'a.gz');
    const reason = new Error('interrupted');
    await expect(bytesOf(archive, object, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const piece of archive.open(object, controller.signal)) {
        if (piece.length > 0) controller.abort(reason);
      }
    };
    await expect(reading()).rejects.toBe(reason);
  });

  test('the content of an object is its digest, whatever its place', async () => {
    await subject().put('a.gz');
    const archive = await subject().open();
    expect(archive.location).toBe(subject().location);
    expect(archive.contentOf(await objectAt(archive, 'a.gz'), 'abc0')).toBe('sha256:abc0');
  });
});
