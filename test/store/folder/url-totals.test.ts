/** The totals of urls: what is found in them, and when the rows are read in their place. */
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesFromText, compareTexts } from '../../../src/base/bytes.ts';
import { selectQuickly } from '../../../src/jobs/select-cells.ts';
import { folderTotals } from '../../../src/store/folder/folder-totals.ts';
import { openFolderStore } from '../../../src/store/folder/open-folder-store.ts';
import {
  readTotalsIndex,
  totalsOfUrl,
  UnfitTotals,
} from '../../../src/store/totals/url-totals-reader.ts';
import type { CellSelection } from '../../../src/store/selection.ts';
import type { Store } from '../../../src/store/store.ts';
import { newFolder, removeFolder } from '../folder-test-store.ts';
import { day } from '../records.ts';
import { rowPartsFromPlain } from '../row-parts.ts';

const key = { site: 'news.example', day, generation: 'g1' };

let folder = '';
let store: Store;
let place = { path: '' };
beforeEach(async () => {
  folder = await newFolder();
  store = await openFolderStore(folder, { create: true });
  const generation = join(folder, 'sites', key.site, '2026-03-08', 'generations', 'g1');
  place = { path: join(generation, 'totals-1d.bin') };
});
afterEach(async () => {
  await store.close();
  await removeFolder(folder);
});

type Cells = readonly (readonly [string, number] | readonly [string, number, string])[];

async function stage(
  rows: readonly (readonly [url: string | null, cells: Cells])[],
  bucket = day,
): Promise<void> {
  const parts = rows.map(([url, cells]) => ({ grain: '1d' as const, url, bucket, part: 0, cells }));
  await store.stageRows(key, '1d', rowPartsFromPlain(parts));
}

/** As plain objects; undefined where the rows have to be read. */
async function totalsOf(
  ...urls: readonly string[]
): Promise<readonly Record<string, number>[] | undefined> {
  for await (const stored of folderTotals(folder).openTotals([key])) {
    try {
      const index = stored && readTotalsIndex(stored.totals, stored.rowsFileBytes);
      return index && urls.map((url) => Object.fromEntries(totalsOfUrl(index, bytesFromText(url))));
    } catch (error) {
      if (!(error instanceof UnfitTotals)) throw error;
    }
  }
  return undefined;
}

async function selected(url: string): Promise<readonly number[]> {
  const selection: CellSelection = {
    sources: [{ key, grain: '1d' }],
    urls: { values: [url], begins: [] },
    segments: { values: ['$all'], begins: [] },
    metrics: [{ name: 'page_views', isDistinct: false }],
    keeps: new Set(['url']),
  };
  const values: number[] = [];
  for await (const cells of selectQuickly(store, selection)) {
    values.push(...cells.map(({ value }) => value));
  }
  return values;
}

describe('the totals of urls', () => {
  test('hold what adds up of all events, no segments, no sketches, no site', async () => {
    await stage([
      [null, [['$all/page_views', 1000]]],
      [
        'https://a.example/',
        [
          ['$all/event:share', 7],
          ['$all/page_views', 2 ** 53 - 1],
          ['$all/visitors', 2, '128e7f00'],
          ['device=mobile/page_views', 4],
        ],
      ],
      ['https://b.example/', [['device=mobile/page_views', 4]]],
    ]);
    expect(
      await totalsOf('https://a.example/', 'https://b.example/', 'https://c.example/'),
    ).toEqual([{ 'event:share': 7, page_views: 2 ** 53 - 1 }, {}, {}]);
  });

  test('are found for each of any urls, and for no others', async () => {
    const anyUrl = fc.stringMatching(/^h[ab]{0,6}[cö]?[0-9]{0,2}$/);
    const anyUrls = fc.uniqueArray(anyUrl, { minLength: 1, maxLength: 400, size: 'max' });
    const runs = fc.asyncProperty(
      anyUrls,
      fc.array(anyUrl, { maxLength: 20 }),
      async (urls, others) => {
        const ascending = urls.toSorted(compareTexts);
        await stage(ascending.map((url, index) => [url, [['$all/page_views', index + 1]]]));
        const known = new Map(ascending.map((url, index) => [url, { page_views: index + 1 }]));
        const asked = [...urls, ...others];
        expect(await totalsOf(...asked)).toEqual(asked.map((url) => known.get(url) ?? {}));
      },
    );
    await fc.assert(runs, { numRuns: 15 });
  });

  test('with an index of more than one read are found too', async () => {
    const urls = Array.from({ length: 12_000 }, (_, index) => {
      // Long beginnings of their own: neither the blocks nor the index can share much.
      return `https://${String(index).padStart(6, '0')}.example/${String(index).repeat(150)}`;
    });
    await stage(urls.map((url, index) => [url, [['$all/page_views', index + 1]]]));
    expect(
      await totalsOf(urls[0] ?? '', urls[6007] ?? '', urls[11_999] ?? '', 'https://0'),
    ).toEqual([{ page_views: 1 }, { page_views: 6008 }, { page_views: 12_000 }, {}]);
  });

  test.each([
    ['are gone', () => rm(place.path)],
    ['were cut', () => truncate(place.path, 20)],
    ['are empty', () => truncate(place.path, 0)],
    ['were changed', () => changeByte(0)],
    ['have a changed index', async () => changeByte((await readFile(place.path)).length - 35)],
    ['have a changed trailer', async () => changeByte((await readFile(place.path)).length - 1)],
  ])('give way to the rows where they %s', async (_, damage) => {
    await stage([['https://a.example/', [['$all/page_views', 5]]]]);
    expect(await totalsOf('https://a.example/')).toEqual([{ page_views: 5 }]);
    await damage();
    expect(await totalsOf('https://a.example/')).toBeUndefined();
    expect(await selected('https://a.example/')).toEqual([5]);
  });

  test('give way to rows that were put in the place of those they were made with', async () => {
    await stage([['https://a.example/', [['$all/page_views', 5]]]]);
    const totals = await readFile(place.path);
    await stage([
      [
        'https://a.example/',
        [
          ['$all/page_views', 6],
          ['ref=search/page_views', 6],
        ],
      ],
    ]);
    await writeFile(place.path, totals);
    expect(await selected('https://a.example/')).toEqual([6]);
  });

  test('are not made of rows that no search would find', async () => {
    await stage([['https://a.example/', [['$all/page_views', 5]]]]);
    const cells: Cells = [['$all/page_views', 5]];
    await stage([
      ['https://b.example/', cells],
      ['https://a.example/', cells],
    ]);
    expect(await totalsOf('https://a.example/')).toBeUndefined();
    await stage([['https://a.example/', cells]], day + 1);
    expect(await totalsOf('https://a.example/')).toBeUndefined();
  });

  test('go with the rows of days, and stay when those of five minutes go', async () => {
    await stage([['https://a.example/', [['$all/page_views', 5]]]]);
    await store.dropGeneration(key, '5m');
    expect(await totalsOf('https://a.example/')).toEqual([{ page_views: 5 }]);
    await store.dropGeneration(key, '1d');
    expect(await totalsOf('https://a.example/')).toBeUndefined();
  });
});

test('a site row after rows of urls is refused: nobody would look for it there', async () => {
  const cells: Cells = [['$all/page_views', 5]];
  await expect(
    stage([
      ['https://a.example/', cells],
      [null, cells],
    ]),
  ).rejects.toThrow(
    'the 1d site row of 2026-03-08 comes after rows of urls: rows of the site come first',
  );
});

async function changeByte(at: number): Promise<void> {
  const bytes = await readFile(place.path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(place.path, bytes);
}
