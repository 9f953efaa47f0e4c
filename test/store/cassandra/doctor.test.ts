/** What a look at a real cluster finds, each brought about as an operator or an accident would. */
import { Client } from 'cassandra-driver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examineStore } from '../../../src/jobs/examine-store.ts';
import { openCassandraStore } from '../../../src/store/cassandra/open-cassandra-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { portsOf, runGarbage } from '../../support/operator-jobs.ts';
import { useService } from '../../services/use-service.ts';
import { newKeyspace, serviceSettings } from './cassandra-test-store.ts';

const address = (await useService('cassandra')) ?? '';
const singleCopy = 'copies of the keyspace: 1 in datacenter1; a node that is away stops all work';

describe.skipIf(address === '')('a look at a cluster', () => {
  const keyspace = newKeyspace();
  const client = new Client({ contactPoints: [address], localDataCenter: 'datacenter1' });
  let store: Store;
  let aheadMs = 0;

  beforeAll(async () => {
    store = await openCassandraStore(`cassandra://${address}/${keyspace}`, {
      ...serviceSettings,
      create: true,
      now: () => Date.now() + aheadMs,
    });
  });
  afterAll(async () => {
    await store.close();
    await client.execute(`DROP KEYSPACE ${keyspace}`);
    await client.shutdown();
  });

  /** One statement, or several apart by semicolons. */
  async function cql(queries: string): Promise<void> {
    for (const query of queries.replaceAll('KS', keyspace).split(';')) await client.execute(query);
  }

  /** Findings besides that of the single copy, which every test's server has. */
  async function findings(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { level, message, remedy } of store.upkeep?.inspect() ?? []) {
      if (message !== singleCopy) found.push(`${level}: ${message}; ${remedy}`);
    }
    return found.map((text) => text.replaceAll(keyspace, 'KS').replaceAll(address, 'HOST'));
  }

  test('of which nothing is wrong finds the single copy alone', async () => {
    const messages: string[] = [];
    for await (const { message } of store.upkeep?.inspect() ?? []) messages.push(message);
    expect(messages).toEqual([singleCopy]);
  });

  test.each([
    [
      'a column that was dropped',
      'ALTER TABLE KS.pages DROP metadata',
      'ALTER TABLE KS.pages ADD metadata text',
      'fault: the column metadata of KS.pages is missing; restore the table from a backup, or ' +
        'rebuild its days into another keyspace',
    ],
    [
      'a column of another type',
      'DROP TABLE KS.run_names; CREATE TABLE KS.run_names (list text, run blob, ' +
        'PRIMARY KEY (list, run))',
      'DROP TABLE KS.run_names; CREATE TABLE KS.run_names (list text, run text, ' +
        'PRIMARY KEY (list, run))',
      'fault: the column run of KS.run_names has the type blob, not text; restore the table ' +
        'from a backup, or rebuild its days into another keyspace',
    ],
    [
      'a column that somebody added',
      'ALTER TABLE KS.rows ADD note text',
      'ALTER TABLE KS.rows DROP note',
      "notice: the column note of KS.rows is none of recount's; nothing reads it; ALTER TABLE " +
        'KS.rows DROP note removes it',
    ],
    [
      'rows that expire',
      'ALTER TABLE KS.rows WITH default_time_to_live = 86400',
      'ALTER TABLE KS.rows WITH default_time_to_live = 0',
      'fault: rows of KS.rows are lost 86400 s after they were written; ALTER TABLE KS.rows ' +
        'WITH default_time_to_live = 0',
    ],
    [
      'a table that is gone',
      'DROP TABLE KS.site_days',
      'CREATE TABLE KS.site_days (site text, day date, PRIMARY KEY (site, day))',
      'fault: the table KS.site_days is missing; restore it from a backup, or make an empty one ' +
        'with recount store init',
    ],
    [
      'a partition that is too large',
      'INSERT INTO KS.blocks (site, day, generation, content, level, url, bucket, part, shard, ' +
        "parts, bytes) VALUES ('a', '2026-03-08', 'g', '1d', 1, '', 0, 0, 2, 1, 60000000)",
      'TRUNCATE KS.blocks',
      'notice: the partition of a 2026-03-08, generation g, 1d, shard 2 holds 60 MB of rows; ' +
        'recount rebuild --site a --from 2026-03-08 --force --apply divides it anew',
    ],
    [
      'the simple strategy',
      "ALTER KEYSPACE KS WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
      'ALTER KEYSPACE KS WITH replication = ' +
        "{'class': 'NetworkTopologyStrategy', 'datacenter1': 1}",
      'notice: the keyspace uses SimpleStrategy, which knows no racks and data centres; ALTER ' +
        'KEYSPACE KS WITH replication = …, then nodetool repair -full',
    ],
  ])('finds %s, and no longer once it is put right', async (_what, spoil, mend, found) => {
    await cql(spoil);
    expect(await findings()).toContain(found);
    await cql(mend);
    expect(await findings()).toEqual([]);
  });

  test('finds more copies asked for than there are nodes', async () => {
    const replication = (copies: number): string =>
      'ALTER KEYSPACE KS WITH replication = ' +
      `{'class': 'NetworkTopologyStrategy', 'datacenter1': ${String(copies)}}`;
    await cql(replication(3));
    let found = '';
    for await (const { level, message } of store.upkeep?.inspect() ?? []) {
      found = `${level}: ${message}`;
      // Reading rows would now wait for copies that are nowhere.
      break;
    }
    await cql(replication(1));
    expect(found).toBe(
      'fault: copies of the keyspace: 3 in datacenter1; and there is 1 node: work will fail',
    );
  });

  test.each([
    [-60_000, 'ahead of'],
    [60_000, 'behind'],
  ])('finds a clock that differs by %i ms', async (ms, direction) => {
    aheadMs = ms;
    const found = await findings();
    aheadMs = 0;
    expect(found).toEqual([
      expect.stringMatching(
        `^fault: the clock of HOST is (59|60)\\.\\d s ${direction} this machine's; run NTP`,
      ),
    ]);
  });

  test('finds rows and pages that no block names, a day later, and gc removes them', async () => {
    await cql(
      'INSERT INTO KS.rows ' +
        '(site, day, grain, generation, shard, level, url, bucket, part, cells) ' +
        "VALUES ('a', '2026-03-08', '1d', 'orphan', 0, 1, 'u', 0, 0, 0x01)",
    );
    await cql(
      'INSERT INTO KS.pages (site, day, generation, shard, url, seen_at, metadata) ' +
        "VALUES ('a', '2026-03-08', 'orphan', 3, 'u', 0, '{}')",
    );
    const messages = async (now: number): Promise<readonly string[]> => {
      const ports = { ...portsOf(store, now), observer: {} };
      const request = { sites: [], isDeep: false, ages: { intentSeconds: 86_400, keptSeconds: 1 } };
      const found: string[] = [];
      for await (const { kind, message } of examineStore(ports, request)) {
        if (kind === 'garbage') found.push(message);
      }
      return found;
    };
    const now = Math.floor(Date.now() / 1000);
    expect(await messages(now + 3600)).toEqual([]);
    const later = now + 2 * 86_400;
    expect(await messages(later)).toEqual([
      'killed runs left something behind: 2 items, of unknown size',
    ]);
    await runGarbage(store, { now: later });
    expect(await messages(later)).toEqual([]);
  });
});
