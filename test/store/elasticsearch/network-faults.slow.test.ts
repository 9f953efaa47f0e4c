/** Rebuilds into Elasticsearch while the way to it, an answer of it, or the run itself breaks. */
import { describe } from 'vitest';
import { useService } from '../../services/use-service.ts';
import { describeStoreFaults } from '../faults/describe-store-faults.ts';
import { faultedStore, networkFaultsAt, runFaultsAt } from './elasticsearch-faults.ts';
import { newPrefix } from './elasticsearch-test-store.ts';

const server = await useService('elasticsearch');
const toxiproxy = await useService('toxiproxy');

describe.skipIf(server === undefined || toxiproxy === undefined)(
  'with the network at fault',
  () => {
    const place = { server: server ?? '', toxiproxy: toxiproxy ?? '', prefix: newPrefix() };
    describeStoreFaults('Elasticsearch', {
      openStore: () => Promise.resolve(faultedStore(place)),
      cases: networkFaultsAt(place),
    });
  },
);

describe.skipIf(server === undefined)('with a run at fault', () => {
  const place = { server: server ?? '', prefix: newPrefix() };
  describeStoreFaults('Elasticsearch', {
    openStore: () => Promise.resolve(faultedStore(place)),
    cases: runFaultsAt(place),
  });
});
