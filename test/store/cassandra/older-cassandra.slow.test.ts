/** The Cassandra store under the contract of all stores, on the oldest server that is supported. */
import { describe, expect, test } from 'vitest';
import { useService } from '../../services/use-service.ts';
import { describeStoreContract } from '../contract.ts';
import { openCassandraTestStore } from './cassandra-test-store.ts';

const address = await useService('cassandra41');

describe.skipIf(address === undefined)('on Cassandra 4.1', () => {
  describeStoreContract('the Cassandra store', () => openCassandraTestStore(address ?? ''));

  test('a look at it finds the single copy alone', async () => {
    const opened = await openCassandraTestStore(address ?? '');
    const messages: string[] = [];
    for await (const { message } of opened.store.upkeep?.inspect() ?? []) messages.push(message);
    await opened.store.close();
    await opened.remove();
    expect(messages).toEqual([
      'copies of the keyspace: 1 in datacenter1; a node that is away stops all work',
    ]);
  });
});
