/** Rebuilds into Cassandra while the way to it, an answer of it, or the run itself breaks. */
import { describe } from 'vitest';
import { useService } from '../../services/use-service.ts';
import { describeStoreFaults } from '../faults/describe-store-faults.ts';
import { faultedStore, networkFaultsAt, runFaultsAt } from './cassandra-faults.ts';
import { newKeyspace } from './cassandra-test-store.ts';

const server = await useService('cassandra');
const toxiproxy = await useService('toxiproxy');

describe.skipIf(server === undefined || toxiproxy === undefined)(
  'with the network at fault',
  () => {
    const place = { server: server ?? '', toxiproxy: toxiproxy ?? '', keyspace: newKeyspace() };
    describeStoreFaults('Cassandra', {
      openStore: () => Promise.resolve(faultedStore(place)),
      cases: networkFaultsAt(place),
    });
  },
);

describe.skipIf(server === undefined)('with a run at fault', () => {
  const place = { server: server ?? '', keyspace: newKeyspace() };
  describeStoreFaults('Cassandra', {
    openStore: () => Promise.resolve(faultedStore(place)),
    cases: runFaultsAt(place),
  });
});
