/** The walk through the commands, on a folder and on Cassandra. */
import { describe, expect, test } from 'vitest';
import { useService } from '../services/use-service.ts';
import { newKeyspace, runCql } from '../store/cassandra/cassandra-test-store.ts';
import { runMain } from './run-main.ts';
import { walkBothStores } from './walk-both-stores.ts';

const address = (await useService('cassandra')) ?? '';
const keyspace = newKeyspace();
const place = `cassandra://${address}/${keyspace}`;

describe.skipIf(address === '')('a store in Cassandra', () => {
  test('init asks how many copies a new keyspace keeps', async () => {
    const said = async (...more: readonly string[]): Promise<readonly [number, string]> => {
      const argv = ['store', 'init', ...more, '--store', place];
      const { code, stderr } = await runMain(argv, { columns: 1000 });
      return [code, stderr.replaceAll(place, 'STORE').replaceAll(keyspace, 'KEYSPACE')];
    };
    expect(await said()).toEqual([
      2,
      'error: there is no keyspace KEYSPACE, and how many copies it keeps is unsaid\n' +
        'hint: recount store init --store STORE --replication 3 (1 on a single node)\n',
    ]);
    expect(await said('--replication', 'three')).toEqual([
      2,
      'error: --replication three is no number of copies\n' +
        'hint: write 3, or by data centre dc1=3,dc2=2\n',
    ]);
    expect((await runMain(['store', 'status', '--store', place])).code).toBe(2);
  });
});

walkBothStores('a folder and Cassandra', {
  place: address === '' ? '' : place,
  findings: [
    'notice  copies of the keyspace: 1 in datacenter1; a node that is away stops all work',
  ],
  remove: () => runCql(address, `DROP KEYSPACE IF EXISTS ${keyspace}`),
});
