/**
 * Three nodes that all keep a copy: days are staged, published and read while one of them is killed
 * and comes back, and what is shown is what a folder shows.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCassandraStore } from '../../../src/store/cassandra/open-cassandra-store.ts';
import { openFolderStore } from '../../../src/store/folder/open-folder-store.ts';
import { readRowContent } from '../../../src/store/publish-generation.ts';
import type { Store } from '../../../src/store/store.ts';
import type { RowPart } from '../../../src/model/row.ts';
import { runMain, type MainResult } from '../../cli/run-main.ts';
import { startCassandraCluster, type CassandraNode } from '../../services/cassandra.ts';
import { useInstalled } from '../../services/use-service.ts';
import { removeFolder, temporaryFolder } from '../../support/rebuild-harness.ts';
import { day } from '../records.ts';
import { rowPartsFromPlain, type PlainPart } from '../row-parts.ts';
import { serviceSettings } from './cassandra-test-store.ts';

const installed = await useInstalled('cassandra');
const fixtures = join(import.meta.dirname, '../../../fixtures/archive');
const site = ['--site', 'sport.example'];
const range = ['--from', '2026-03-08', '--until', '2026-03-09'];
const key = { site: 'large.example', day, generation: 'g1' };
const rowCount = 20_000;

describe.skipIf(installed === undefined)('three nodes', () => {
  let nodes: readonly CassandraNode[] = [];
  let folder = '';
  let places: readonly [string, string] = ['', ''];
  const node = (index: number): CassandraNode => nodes[index] as CassandraNode;

  beforeAll(async () => {
    folder = temporaryFolder();
    nodes = await startCassandraCluster(installed ?? '', { heapMegabytes: 320 });
    const hosts = nodes.map(({ address }) => address).join(',');
    places = [join(folder, 'store'), `cassandra://${hosts}/recount`];
  }, 600_000);
  afterAll(async () => {
    for (const one of nodes) await one.stop();
    removeFolder(folder);
  });

  const run = (place: string, ...argv: readonly string[]): Promise<MainResult> =>
    runMain([...argv, '--store', place], { columns: 1000, now: () => Date.now() });

  async function withBoth<Result>(work: (store: Store) => Promise<Result>): Promise<Result[]> {
    const [place, cluster] = places;
    const stores = [
      await openFolderStore(place, { create: true }),
      await openCassandraStore(cluster, { ...serviceSettings, create: false }),
    ];
    try {
      return [await work(stores[0] as Store), await work(stores[1] as Store)];
    } finally {
      for (const store of stores) await store.close();
    }
  }

  test('init asks for three copies, and status tells how they are written and read', async () => {
    const [, cluster] = places;
    const made = await run(cluster, 'store', 'init', '--replication', '3');
    expect([made.code, made.stderr]).toEqual([0, '']);
    const { stdout } = await run(cluster, 'store', 'status');
    expect(stdout).toMatch(/copies +3 in datacenter1\n/);
    expect(stdout).toMatch(/consistency +LOCAL_QUORUM for rows, SERIAL for records\n/);
    const looked = await run(cluster, 'store', 'doctor');
    expect([looked.code, looked.stdout]).toEqual([0, expect.stringContaining('nothing is wrong')]);
  });

  test('users that one node alone knows are named, where there is one', async () => {
    const options = {
      columns: 1000,
      now: () => Date.now(),
      environment: { CASSANDRA_USERNAME: 'ada', CASSANDRA_PASSWORD: 'a word' },
    };
    const { stdout } = await runMain(['store', 'doctor', '--store', places[1]], options);
    expect(stdout).toContain(
      'notice  copies of the users (system_auth): 1; a node that is away locks everybody out',
    );
  });

  test('staging goes on when one is killed in the middle, and all is read', async () => {
    const parts = rowPartsFromPlain([...plainRows()]);
    const contents = await withBoth(async (store) => {
      const killer = store.location.startsWith('cassandra') ? node(1) : undefined;
      await store.stageRows(key, '1d', killedAt(parts, rowCount / 2, killer));
      return readRowContent(store, key, '1d');
    });
    expect(contents[1]).toEqual(contents[0]);
    expect(contents[0]).toMatchObject({ parts: rowCount, cells: rowCount * 20 });
  });

  test('a day is published while it is away, and the doctor names it', async () => {
    const derived = ['--zone', 'Europe/Berlin', ...range, '--retain', '5m=forever', '--apply'];
    for (const place of places) {
      const { code, stderr } = await run(
        place,
        ...['rebuild', '--archive', fixtures, ...site, ...derived],
      );
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('error:')]);
    }
    const { code, stdout } = await run(places[1], 'store', 'doctor');
    expect(code).toBe(4);
    expect(stdout).toContain(`the node ${node(1).address} is down or cannot be reached from here`);
  });

  test('it comes back, another one goes, and the numbers are those of the folder', async () => {
    await node(1).restart();
    const contents = await withBoth(async (store) => {
      if (store.location.startsWith('cassandra')) node(0).process.signal('SIGKILL');
      return readRowContent(store, key, '1d');
    });
    expect(contents[1]).toEqual(contents[0]);
    const [expected, exported] = [
      await run(places[0], 'export', ...site, ...range, '--sketches', '--quiet'),
      await run(places[1], 'export', ...site, ...range, '--sketches', '--quiet'),
    ];
    expect(expected.stdout.split('\n').length).toBeGreaterThan(20);
    expect(exported).toEqual(expected);
  });

  test('once all are back nothing is wrong, and all rows are as they were written', async () => {
    await node(0).restart();
    const { stdout } = await run(places[1], 'store', 'doctor', '--deep');
    expect(stdout.match(/^(fault|notice) .*$/gm)).toEqual([
      'notice  large.example 2026-03-08, generation g1: stored, and no record knows it',
    ]);
  });
});

/** 20 cells a row, of which the values tell the rows apart. */
function* plainRows(): Generator<PlainPart> {
  for (let row = 0; row < rowCount; row += 1) {
    const url = `https://large.example/${String(row).padStart(6, '0')}`;
    const cells = Array.from({ length: 20 }, (_none, cell) => {
      return [`ref_url=https://a.example/${String(cell + 10)}/page_views`, row + cell] as const;
    });
    yield { grain: '1d', url, bucket: day, part: 0, cells };
  }
}

function* killedAt(
  parts: readonly RowPart[],
  at: number,
  node: CassandraNode | undefined,
): Generator<RowPart> {
  for (const [index, part] of parts.entries()) {
    if (index === at) node?.process.signal('SIGKILL');
    yield part;
  }
}
