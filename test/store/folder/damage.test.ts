/** What a folder store says of files that are damaged, foreign, half-written or out of reach. */
import { cp, mkdir, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SystemError } from '../../../src/base/errors.ts';
import { systemErrorFromFile } from '../../../src/store/folder/file-errors.ts';
import { Engine } from '../../../src/store/folder/engine.ts';
import { errorFromWriting } from '../../../src/store/folder/engine-errors.ts';
import { openFolderStore } from '../../../src/store/folder/open-folder-store.ts';
import { PageSource } from '../../../src/store/folder/page-source.ts';
import type { Store } from '../../../src/store/store.ts';
import { newFolder, removeFolder } from '../folder-test-store.ts';
import { day, inputSetOf, recordOfVersion } from '../records.ts';
import { collect, rowPartsFromPlain } from '../row-parts.ts';

const site = 'news.example';
const key = { site, day, generation: 'g1' };
const hint =
  'restore it from a backup, or run recount rebuild --site news.example ' +
  '--from 2026-03-08 --until 2026-03-09 --force --apply';

let folder = '';
let store: Store;
let generation = '';
beforeEach(async () => {
  folder = await newFolder();
  store = await openFolderStore(folder, { create: true });
  generation = join(folder, 'sites', site, '2026-03-08', 'generations', 'g1');
});
afterEach(async () => {
  await store.close();
  await removeFolder(folder);
});

function rowsOf(views: number): ReturnType<typeof rowPartsFromPlain> {
  return rowPartsFromPlain(
    [null, 'https://a.example/'].map((url) => {
      return { grain: '1d', url, bucket: day, part: 0, cells: [['$all/page_views', views]] };
    }),
  );
}

describe('a Parquet file', () => {
  test('that is cut or no Parquet is named, with what to do', async () => {
    await store.stageRows(key, '1d', rowsOf(1));
    const path = join(generation, 'site-1d.parquet');
    for (const length of [300, 3, 0]) {
      await truncate(path, length);
      const reading = collect(store.readRows(key, '1d', {}));
      await expect(reading).rejects.toMatchObject({ name: 'DataError', exitCode: 1, hint });
      await expect(reading).rejects.toThrow(`${path} is damaged (news.example 2026-03-08): `);
    }
  });

  test('whose pages are damaged in the middle is named, not read short', async () => {
    const cells = Array.from(
      { length: 1000 },
      (_, index) => [`ref_url=https://r.example/${index * 7919}/page_views`, index + 1] as const,
    );
    const parts = Array.from({ length: 60 }, (_, part) => {
      return { grain: '1d' as const, url: null, bucket: day, part, cells };
    });
    await store.stageRows(key, '1d', rowPartsFromPlain(parts));
    const path = join(generation, 'site-1d.parquet');
    const bytes = await readFile(path);
    const middle = Math.floor(bytes.length / 2);
    bytes.fill(0xa5, middle, middle + 4000);
    await writeFile(path, bytes);
    const reading = collect(store.readRows(key, '1d', {}));
    await expect(reading).rejects.toMatchObject({ name: 'DataError', hint });
  });

  test('with other columns, or without values that must be there, is named', async () => {
    await store.stageRows(key, '1d', rowsOf(1));
    const path = join(generation, 'site-1d.parquet');
    const foreign = [
      `SELECT 1 AS one`,
      `SELECT NULL::VARCHAR AS url, DATE '2026-03-08' AS bucket, 0 AS part, NULL AS segment,
       'page_views' AS metric, 1 AS value, NULL::BLOB AS sketch`,
      `SELECT 'u' AS url, DATE '2026-03-08' AS bucket, 0 AS part, '$all' AS segment,
       'page_views' AS metric, 'many' AS value, NULL::BLOB AS sketch`,
    ];
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const select of foreign) {
      await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
      const reading = collect(store.readRows(key, '1d', {}));
      await expect(reading).rejects.toMatchObject({ name: 'DataError', hint });
    }
    connection.closeSync();
    instance.closeSync();
  });

  test('of numbers with other types is read all the same', async () => {
    await store.stageRows(key, '1d', rowsOf(1));
    const path = join(generation, 'site-1d.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT 'u' AS url, TIMESTAMP '2026-03-08 00:00:00' AS bucket,
      0::TINYINT AS part, '$all' AS segment, 'page_views' AS metric, '5' AS value,
      NULL::BLOB AS sketch) TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    const [part] = await collect(store.readRows(key, '1d', {}));
    expect(part?.keys.text(part.cells[0] ?? 0)).toBe('$all/page_views');
    expect([part?.bucket, part?.values[0]]).toEqual([day, 5]);
  });
});

describe('a JSON file', () => {
  test('that is damaged is named', async () => {
    await store.swapPeriod(recordOfVersion(site, 1));
    const path = join(folder, 'sites', site, '2026-03-08', 'record', 'v1.json');
    for (const text of ['{"schema":1,"si', '', 'null', '7']) {
      await writeFile(path, text);
      await expect(store.readPeriod(key)).rejects.toMatchObject({
        name: 'DataError',
        message: `${path} is damaged: it does not hold a JSON object`,
      });
    }
  });

  test('of another schema is refused', async () => {
    await store.swapPeriod(recordOfVersion(site, 1));
    const path = join(folder, 'sites', site, '2026-03-08', 'record', 'v1.json');
    await writeFile(path, '{"schema":9}');
    await expect(store.readPeriod(key)).rejects.toMatchObject({
      message: `${path}: schema 1 is expected, found 9`,
      hint: 'it was written by another version of recount: use that one',
    });
  });

  test('of an input set whose content is not that of its name is named', async () => {
    const set = inputSetOf('a');
    await store.writeInputSet(set);
    const path = join(folder, 'inputs', `${set.digest}.json`);
    await writeFile(path, JSON.stringify({ digest: set.digest, objects: [] }));
    await expect(store.readInputSet(set.digest)).rejects.toThrow(`${path} is damaged`);
  });
});

describe('what killed processes left', () => {
  test('is not seen, and goes when its generation is staged again or dropped', async () => {
    await store.swapPeriod(recordOfVersion(site, 1));
    await mkdir(generation, { recursive: true });
    const record = join(folder, 'sites', site, '2026-03-08', 'record');
    await writeFile(join(record, 'v2.json.partial-1'), '{"sch');
    await writeFile(join(generation, 'site-1d.parquet.partial-1'), 'PAR1');
    await writeFile(join(generation, 'site-5m.parquet.partial-2'), 'PAR1');
    expect(await store.readPeriod(key)).toEqual(recordOfVersion(site, 1));
    expect(await collect(store.readRows(key, '1d', {}))).toEqual([]);
    expect(await store.listGenerations(key)).toEqual(['g1']);
    await store.stageRows(key, '1d', rowsOf(1));
    expect((await readdir(generation)).sort()).toEqual([
      'site-1d.parquet',
      'site-5m.parquet.partial-2',
      'totals-1d.bin',
      'urls-1d.parquet',
    ]);
    await store.dropGeneration(key);
    expect(await readdir(dirname(generation))).toEqual([]);
  });

  test('a failing derivation leaves neither a file nor a part of one', async () => {
    function* failing(): Generator<ReturnType<typeof rowsOf>[number]> {
      yield* rowsOf(1);
      throw new Error('broken');
    }
    await expect(store.stageRows(key, '1d', failing())).rejects.toThrow('broken');
    expect(await readdir(generation)).toEqual([]);
  });

  test('an older record that came back from a backup does not hide a newer one', async () => {
    await store.swapPeriod(recordOfVersion(site, 1, 'first'));
    await store.swapPeriod(recordOfVersion(site, 2, 'second'));
    const record = join(folder, 'sites', site, '2026-03-08', 'record');
    await rm(join(record, 'v1.json'));
    expect(await store.swapPeriod(recordOfVersion(site, 1, 'late'))).toBe('lost');
    await cp(join(record, 'v2.json'), join(record, 'v10.json'));
    expect(await store.swapPeriod(recordOfVersion(site, 3, 'late'))).toBe('lost');
    expect(await store.swapPeriod(recordOfVersion(site, 11, 'next'))).toBe('applied');
  });
});

describe('a file system that refuses', () => {
  test.each([
    ['ENOSPC', 'no space is left'],
    ['EACCES', 'permission is denied'],
    ['EROFS', 'the file system is mounted read-only'],
    ['ENOTSUP', 'the file system has no hard links, which a store needs'],
    ['EIO', 'the file system refuses it (EIO)'],
  ])('with %s is passed on with the path and what to do', (code, message) => {
    const error = systemErrorFromFile('/store/x', Object.assign(new Error(code), { code }));
    expect(error).toMatchObject({ name: 'SystemError', message: `/store/x: ${message}` });
    expect(error).toHaveProperty('hint', expect.stringMatching(/\w+/));
  });

  test('while the engine writes is passed on in the same words', async () => {
    const engine = await Engine.open({
      memoryMegabytes: 64,
      spillFolder: join(folder, 'spill'),
      threads: 1,
    });
    const pages = [{ url: 'https://a.example/', seenAt: 1, metadata: '{}' }];
    const write = (path: string): Promise<void> =>
      engine.runWithSource(
        new PageSource(pages),
        (table) => `COPY (FROM ${table}) TO '${path}' (FORMAT parquet)`,
      );
    // A device that is always full, as Linux has one; a folder that is not there anywhere.
    expect(await messageOf(write('/dev/full'))).toMatch(
      /^\/store\/x(: no space is left| cannot be written: )/,
    );
    expect(await messageOf(write(join(folder, 'none', 'x')))).toMatch(
      /^\/store\/x cannot be written: IO Error: Cannot open file/,
    );
    engine.close();
  });
});

/** What a person is told of a write that failed. */
async function messageOf(writing: Promise<void>): Promise<string> {
  const error = errorFromWriting('/store/x', await writing.catch((reason: unknown) => reason));
  expect(error).toBeInstanceOf(SystemError);
  return (error as SystemError).message;
}
