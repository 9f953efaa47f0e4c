/** The view file, read by the engine that people read it with. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newPeriodRecord } from '../../../src/model/period-record.ts';
import { publishGeneration, recordIntent } from '../../../src/model/period-transitions.ts';
import { changePeriod } from '../../../src/store/change-period.ts';
import { openFolderStore } from '../../../src/store/folder/open-folder-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { newFolder, removeFolder } from '../folder-test-store.ts';
import { day, noContent } from '../records.ts';
import { rowPartsFromPlain } from '../row-parts.ts';

let folder = '';
let store: Store;
beforeEach(async () => {
  folder = await newFolder();
  store = await openFolderStore(folder, { create: true });
});
afterEach(async () => {
  await store.close();
  await removeFolder(folder);
});

/** Stages both grains with so many views and, if asked to, publishes them. */
async function stage(
  { site, generation }: { site: string; generation: string },
  views: number,
): Promise<void> {
  const key = { site, day, generation };
  const cells = [['$all/page_views', views]] as const;
  for (const grain of ['1d', '5m'] as const) {
    const bucket = grain === '1d' ? day : 1_772_964_000;
    const urls = [null, 'https://a.example/'];
    const parts = urls.map((url) => ({ grain, url, bucket, part: 0, cells }));
    await store.stageRows(key, grain, rowPartsFromPlain(parts));
  }
  const metadata = JSON.stringify({ title: `read ${views} times` });
  await store.stagePages(key, [{ url: 'https://a.example/', seenAt: 1_772_964_000, metadata }]);
}

async function publish(site: string, generation: string, grains = ['1d', '5m']): Promise<void> {
  const actor = { run: `run-${generation}`, at: 1 };
  const intent = { generation, barrier: 0, shards: 1 };
  const noPause = (): Promise<void> => Promise.resolve();
  await changePeriod(store, { site, day }, (old) => recordIntent(old, intent, actor), noPause);
  const { epoch } = (await store.readPeriod({ site, day })) ?? newPeriodRecord({ site, day });
  const rows = Object.fromEntries(grains.map((grain) => [grain, noContent]));
  const publication = { generation, epoch, rows, pages: noContent };
  await changePeriod(
    store,
    { site, day },
    (old) => publishGeneration(old, publication, actor),
    noPause,
  );
}

/** As `duckdb -init live.sql` in the folder of the store does it. */
async function query(sql: string): Promise<unknown> {
  await store.refreshViews?.();
  const instance = await DuckDBInstance.create(':memory:', { file_search_path: folder });
  const connection = await instance.connect();
  await connection.run(await readFile(join(folder, 'live.sql'), 'utf8'));
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

test('shows live rows of every site with its date, and nothing staged or retired', async () => {
  await stage({ site: 'a', generation: 'g1' }, 1);
  await publish('a', 'g1');
  await stage({ site: 'a', generation: 'g2' }, 2);
  await publish('a', 'g2');
  await stage({ site: "b's", generation: 'g1' }, 3);
  await publish("b's", 'g1');
  await stage({ site: "b's", generation: 'g2' }, 4);
  expect(await query('FROM rows_1d ORDER BY ALL')).toEqual([
    ['a', '2026-03-08', 'https://a.example/', '2026-03-08', 0, '$all', 'page_views', '2', null],
    ['a', '2026-03-08', null, '2026-03-08', 0, '$all', 'page_views', '2', null],
    ["b's", '2026-03-08', 'https://a.example/', '2026-03-08', 0, '$all', 'page_views', '3', null],
    ["b's", '2026-03-08', null, '2026-03-08', 0, '$all', 'page_views', '3', null],
  ]);
  const sums = 'SELECT site, bucket, sum(value) FROM rows_5m GROUP BY ALL ORDER BY site';
  expect(await query(sums)).toEqual([
    ['a', '2026-03-08 10:00:00', '4'],
    ["b's", '2026-03-08 10:00:00', '6'],
  ]);
  const titles = `SELECT site, url, seen_at, metadata->>'title' FROM pages ORDER BY site`;
  expect(await query(titles)).toEqual([
    ['a', 'https://a.example/', '2026-03-08 10:00:00', 'read 2 times'],
    ["b's", 'https://a.example/', '2026-03-08 10:00:00', 'read 3 times'],
  ]);
});

test('leaves out grains that are not there', async () => {
  await stage({ site: 'a', generation: 'g1' }, 1);
  await publish('a', 'g1', ['1d']);
  expect(await query('SELECT count(*) FROM rows_1d')).toEqual([['2']]);
  expect(await query('SELECT count(*) FROM rows_5m')).toEqual([['0']]);
});

test('has all columns where nothing is live', async () => {
  const columns = 'SELECT column_name, column_type FROM (DESCRIBE FROM rows_5m)';
  const empty = await query(columns);
  await stage({ site: 'a', generation: 'g1' }, 1);
  expect(await query('FROM rows_1d')).toEqual([]);
  expect(await query('FROM pages')).toEqual([]);
  await publish('a', 'g1');
  expect(await query(columns)).toEqual(empty);
});
