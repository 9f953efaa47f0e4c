/** How fast a Cassandra store is asked: the rate of a run, its pause file, fewer when it hurts. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runMain } from '../../cli/run-main.ts';
import { useService } from '../../services/use-service.ts';
import { openCqlProxy, type CqlProxy } from '../../support/cql-proxy.ts';
import { removeFolder, temporaryFolder } from '../../support/rebuild-harness.ts';
import { startRecount } from '../../support/recount-process.ts';
import { rowPartsFromPlain } from '../row-parts.ts';
import { day, recordOfVersion } from '../records.ts';
import { newKeyspace, openStoreAt, runCql } from './cassandra-test-store.ts';
import { momentOf } from './cassandra-faults.ts';

const server = await useService('cassandra');

/** Rows of a generation, some of them in each batch. */
const rows = 3000;

describe.skipIf(server === undefined)('a store in Cassandra', () => {
  const keyspace = newKeyspace();
  let folder = '';
  let proxy: CqlProxy;
  /** Requests that the proxy has seen. */
  let asked = 0;
  let isOverloaded = false;

  beforeAll(async () => {
    folder = temporaryFolder();
    proxy = await openCqlProxy(server ?? '', (seen) => {
      asked += 1;
      if (!isOverloaded || momentOf(seen) !== 'staging') return undefined;
      isOverloaded = false;
      return { isPassed: false, then: 'overloaded' };
    });
    const place = `cassandra://${server ?? ''}/${keyspace}`;
    const made = await runMain(['store', 'init', '--store', place, '--replication', '1']);
    expect(made.code, made.stderr).toBe(0);
  });
  beforeEach(() => {
    asked = 0;
  });
  afterAll(async () => {
    proxy.close();
    removeFolder(folder);
    await runCql(server ?? '', `DROP KEYSPACE ${keyspace}`);
  });

  const place = (): string => `cassandra://${proxy.address}/${keyspace}`;

  async function stage(generation: string, rateMax?: number): Promise<number> {
    const store = await openStoreAt(place(), rateMax);
    const key = { site: 'news.example', day, generation };
    await store.swapPeriod(recordOfVersion(key.site, 1));
    const parts = Array.from({ length: rows }, (_none, index) => ({
      ...({ grain: '1d', url: `https://news.example/${String(index).padStart(6, '0')}` } as const),
      ...{ bucket: day, part: 0, cells: [['$all/page_views', 1]] as const },
    }));
    const startedAt = performance.now();
    await store.stageRows(key, '1d', rowPartsFromPlain(parts));
    const seconds = (performance.now() - startedAt) / 1000;
    await store.close();
    return seconds;
  }

  test('is written no faster than the rate allows', async () => {
    // The first batch goes at once, of 128 rows; what else the machine does only makes it longer.
    expect(await stage('slow', 2000)).toBeGreaterThan((rows - 128) / 2000);
  });

  test('is written whole although it was overloaded', async () => {
    isOverloaded = true;
    await stage('overloaded');
    expect(isOverloaded).toBe(false);
    const store = await openStoreAt(place());
    let read = 0;
    for await (const part of store.readRows(
      { site: 'news.example', day, generation: 'overloaded' },
      '1d',
      {},
    )) {
      read += part.cells.length;
    }
    await store.close();
    expect(read).toBe(rows);
  });

  test('is asked for nothing while the pause file is there, and then for all', async () => {
    const pauseFile = join(folder, 'pause');
    writeFileSync(pauseFile, '');
    const run = startRecount(['store', 'status', '--store', place(), '--pause-file', pauseFile]);
    await run.told(`paused until ${pauseFile} is gone`);
    const before = asked;
    // Another command takes its time, and has all of it.
    await runMain(['store', 'status', '--store', `cassandra://${server ?? ''}/${keyspace}`]);
    expect(asked).toBe(before);
    rmSync(pauseFile);
    const { code, stderr } = await run.ended;
    expect([code, stderr]).toEqual([
      0,
      `paused until ${pauseFile} is gone\n${pauseFile} is gone; going on\n`,
    ]);
    expect(asked).toBeGreaterThan(before);
  });
});
