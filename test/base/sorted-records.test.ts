/** Sorting more records than memory may hold. */
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openFolderSpillSpace } from '../../src/base/folder-spill-space.ts';
import { RecordSorter } from '../../src/base/sorted-records.ts';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';

const folder = temporaryFolder();
const space = openFolderSpillSpace(folder);
afterAll(() => {
  space.close();
  removeFolder(folder);
});

test('records come out ascending by their bytes, however few fit into memory', () => {
  const records = fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 300 });
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 400 }), (given, heldBytesMax) => {
      const sorter = new RecordSorter(space, heldBytesMax);
      for (const record of given) sorter.add(record);
      const sorted = [...sorter.sorted()].map((record) => Buffer.from(record).toString('hex'));
      expect(sorted).toEqual(given.map((record) => Buffer.from(record).toString('hex')).sort());
    }),
  );
});

test('hundreds of runs are merged in rounds', () => {
  const sorter = new RecordSorter(space, 8);
  for (let word = 499; word >= 0; word -= 1)
    sorter.add(Uint8Array.of(word >> 8, word, 0, 0, 0, 0, 0, 0));
  const words = Array.from(sorter.sorted(), ([high = 0, low = 0]) => high * 256 + low);
  expect(words).toEqual(Array.from({ length: 500 }, (_, index) => index));
});
