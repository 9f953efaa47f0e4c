/** Reading back before publishing: how a store can lose or change what it was given. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataError } from '../../src/base/errors.ts';
import type { PageRecord } from '../../src/model/page-record.ts';
import type { RowPart } from '../../src/model/row.ts';
import { stageGeneration } from '../../src/store/publish-generation.ts';
import type { StagedGeneration } from '../../src/store/publish-generation.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from './contract-subject.ts';
import { openFolderTestStore } from './folder-test-store.ts';
import { day, manifestOf } from './records.ts';
import { collect, rowPartsFromPlain } from './row-parts.ts';

const key = { site: 'news.example', day, generation: 'g1' };
const urls = [null, 'https://a.example/', 'https://b.example/'];
const pages: readonly PageRecord[] = [
  { url: 'https://a.example/', seenAt: 5, metadata: '{"title":"A"}' },
  { url: 'https://b.example/', seenAt: 6, metadata: '{"title":"B"}' },
];

let opened: TestStore;
beforeEach(async () => {
  opened = await openFolderTestStore();
});
afterEach(async () => {
  await opened.store.close();
  await opened.remove();
});

function parts(): RowPart[] {
  return rowPartsFromPlain(
    urls.map((url, index) => {
      const cells = [['$all/page_views', index + 1] as const, ['$all/visitors', 1, 'ab'] as const];
      return { grain: '1d', url, bucket: day, part: 0, cells };
    }),
  );
}

/** A store that reads other than it was written. */
type Fault = (store: Store) => Partial<Store>;

async function stage(fault: Fault): Promise<StagedGeneration> {
  const store = { ...opened.store, location: '/data/store' };
  const derived = { grains: ['1d' as const], rows: parts, pages: () => pages };
  return stageGeneration({ ...store, ...fault(store) }, key, derived, (content) => {
    return { ...manifestOf(key), ...content };
  });
}

function readingRows(change: (read: RowPart[]) => RowPart[]): Fault {
  return (store) => ({
    async *readRows(...args) {
      yield* change(await collect(store.readRows(...args)));
    },
  });
}

function readingPages(change: (read: PageRecord[]) => PageRecord[]): Fault {
  return (store) => ({
    async *readPages(...args) {
      yield* change(await collect(store.readPages(...args)));
    },
  });
}

test('what reads back as it was written is staged, with its counts', async () => {
  const staged = await stage(() => ({}));
  expect(staged).toMatchObject({
    key,
    rows: { '1d': { parts: 3, cells: 6 } },
    pages: { parts: 2, cells: 2 },
  });
});

const first = (read: RowPart[]): RowPart => read[0] as RowPart;

test.each<[string, Fault, string]>([
  ['a lost part', readingRows((read) => read.slice(1)), '1d rows: written 3 parts with 6 cells'],
  ['no part at all', readingRows(() => []), 'read 0 parts with 0 cells'],
  [
    'another value',
    readingRows((read) => [{ ...first(read), values: Float64Array.of(1, 2) }, ...read.slice(1)]),
    'read 3 parts with 6 cells',
  ],
  [
    'another sketch',
    readingRows((read) => [{ ...first(read), sketches: Uint8Array.of(1) }, ...read.slice(1)]),
    'read 3 parts with 6 cells',
  ],
  [
    'another order',
    readingRows((read) => [...read].reverse()),
    '1d rows out of order at https://a.example/, 2026-03-08, part 0',
  ],
  [
    'a part twice',
    readingRows((read) => [first(read), ...read]),
    '1d rows out of order at the site row, 2026-03-08, part 0',
  ],
  ['a lost page', readingPages((read) => read.slice(1)), 'page records: written 2 parts'],
  [
    'another order of pages',
    readingPages((read) => [...read].reverse()),
    'page records out of order at https://a.example/',
  ],
  ['no manifest', () => ({ readManifest: () => Promise.resolve(undefined) }), 'manifest missing'],
  [
    'another manifest',
    () => ({ readManifest: () => Promise.resolve({ ...manifestOf(key), zone: 'CET' }) }),
    'manifest differs',
  ],
])('%s is found before anything is published', async (_name, fault, message) => {
  const staging = stage(fault);
  await expect(staging).rejects.toBeInstanceOf(DataError);
  await expect(staging).rejects.toThrow(
    'news.example 2026-03-08, generation g1 in /data/store does not read back as it was written: ',
  );
  await expect(staging).rejects.toThrow(message);
});
