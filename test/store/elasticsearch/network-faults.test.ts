/**
 * Rebuilds into Elasticsearch while the way to it, or an answer of it, breaks: the faults that
 * differ most. network-faults.slow.test.ts has all of them.
 */
import { describe } from 'vitest';
import { useService } from '../../services/use-service.ts';
import { describeStoreFaults, testFaultsInManual } from '../faults/describe-store-faults.ts';
import { everydayFaults } from '../faults/everyday-faults.ts';
import { allFaults, faultedStore, networkFaultsAt } from './elasticsearch-faults.ts';
import { newPrefix } from './elasticsearch-test-store.ts';

const server = await useService('elasticsearch');
const toxiproxy = await useService('toxiproxy');

describe.skipIf(server === undefined || toxiproxy === undefined)(
  'with the network at fault',
  () => {
    const place = { server: server ?? '', toxiproxy: toxiproxy ?? '', prefix: newPrefix() };
    describeStoreFaults('Elasticsearch', {
      openStore: () => Promise.resolve(faultedStore(place)),
      cases: everydayFaults(networkFaultsAt(place)),
    });
  },
);

testFaultsInManual('elasticsearch', allFaults());
