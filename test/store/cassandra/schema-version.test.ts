/** A store of another version is refused, and making it anew writes nothing over it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCassandraStore } from '../../../src/store/cassandra/open-cassandra-store.ts';
import { day, manifestOf } from '../records.ts';
import { useService } from '../../services/use-service.ts';
import { newKeyspace, runCql, serviceSettings } from './cassandra-test-store.ts';

const address = (await useService('cassandra')) ?? '';

describe.skipIf(address === '')('a keyspace whose tables have another version', () => {
  const keyspace = newKeyspace();
  const location = `cassandra://${address}/${keyspace}`;
  const open = async (create: boolean): Promise<void> => {
    const store = await openCassandraStore(location, { ...serviceSettings, create });
    await store.close();
  };
  const setVersion = (version: number): Promise<void> =>
    runCql(
      address,
      `INSERT INTO ${keyspace}.store (name, value) VALUES ('schema', '${String(version)}')`,
    );
  beforeAll(() => open(true));
  afterAll(() => runCql(address, `DROP KEYSPACE ${keyspace}`));

  test.each([2, 999])('version %i is refused, by init too, and stays', async (version) => {
    await setVersion(version);
    const message = `its tables have version ${String(version)}, this recount knows 1`;
    await expect(open(false)).rejects.toThrow(message);
    await expect(open(true)).rejects.toThrow(message);
    await expect(open(false)).rejects.toThrow(message);
  });

  test('what a killed init left is refused until another one has finished it', async () => {
    await runCql(address, `DELETE FROM ${keyspace}.store WHERE name = 'schema'`);
    await expect(open(false)).rejects.toThrow('its tables have version 0, this recount knows 1');
    await open(true);
    await open(false);
  });

  test('one without the table of copies goes on without it, until init has made it', async () => {
    await open(true);
    await runCql(address, `DROP TABLE ${keyspace}.summaries`);
    const key = { site: 'news.example', day, generation: 'g1' };
    const manifest = manifestOf(key);
    for (const create of [false, true]) {
      const store = await openCassandraStore(location, { ...serviceSettings, create });
      await store.stageManifest(key, manifest);
      expect(await store.readManifests?.([key, { ...key, generation: 'g2' }])).toEqual([
        manifest,
        undefined,
      ]);
      await store.close();
    }
    await runCql(address, `SELECT data FROM ${keyspace}.summaries`);
  });
});
