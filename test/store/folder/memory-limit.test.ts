/** A reader with too little memory: it must say so, and never end early as if that were all. */
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RowPart } from '../../../src/model/row.ts';
import { openFolderStore } from '../../../src/store/folder/open-folder-store.ts';
import { newFolder, removeFolder } from '../folder-test-store.ts';
import { day } from '../records.ts';
import { rowPartsFromPlain } from '../row-parts.ts';

let folder = '';
beforeEach(async () => {
  folder = join(await newFolder(), 'store');
});
afterEach(() => removeFolder(dirname(folder)));

test('rows that do not fit into the memory are an error, not fewer rows', async () => {
  const key = { site: 'news.example', day, generation: 'g1' };
  const store = await openFolderStore(folder, { create: true, memoryMegabytes: 512 });
  await store.stageRows(key, '1d', partsOf({ plain: 16, large: 10 }));
  await store.close();
  const small = await openFolderStore(folder, { create: false, memoryMegabytes: 60 });
  let parts = 0;
  const reading = (async () => {
    for await (const { cells } of small.readRows(key, '1d', {})) parts += cells.length / 1000;
  })();
  await expect(reading).rejects.toMatchObject({
    name: 'SystemError',
    hint: 'give more with --memory',
  });
  // It had begun: what an engine that fails on the way has given looks like a whole.
  expect(parts).toBeGreaterThan(0);
  expect(parts).toBeLessThan(26);
  await small.close();
});

/** Parts of a thousand cells without sketches, then with some of 10 KB, no two alike. */
function* partsOf({ plain, large }: { plain: number; large: number }): Iterable<RowPart> {
  for (let part = 0; part < plain + large; part += 1) {
    const cells = Array.from({ length: 1000 }, (_, index) => {
      const start = String(part * 1000 + index).padStart(8, '0');
      const key = `ref_url=${start}/visitors`;
      return part < plain ? ([key, 1] as const) : ([key, 1, start.repeat(2560)] as const);
    });
    yield* rowPartsFromPlain([{ grain: '1d', url: null, bucket: day, part, cells }]);
  }
}
