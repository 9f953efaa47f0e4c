/** Rebuilds into Cassandra whose server is killed in the middle and started again. */
import { afterAll, beforeAll, describe } from 'vitest';
import { startCassandra, type CassandraNode } from '../../services/cassandra.ts';
import { useInstalled } from '../../services/use-service.ts';
import { describeStoreFaults } from '../faults/describe-store-faults.ts';
import { serverFaults } from '../faults/server-faults.ts';
import { faultedStore, serviceAt } from './cassandra-faults.ts';
import { newKeyspace } from './cassandra-test-store.ts';

const installed = await useInstalled('cassandra');

describe.skipIf(installed === undefined)('with a server that is killed', () => {
  let node: CassandraNode;
  beforeAll(async () => {
    node = await startCassandra(installed ?? '', { confirms: 'on_disk' });
  });
  afterAll(() => node.stop());
  const place = {
    keyspace: newKeyspace(),
    get server() {
      return node.address;
    },
  };
  describeStoreFaults('Cassandra', {
    openStore: () => Promise.resolve(faultedStore(place)),
    cases: serverFaults(serviceAt(place), () => node.restart()),
  });
});
