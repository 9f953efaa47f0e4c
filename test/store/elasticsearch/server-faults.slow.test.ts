/** Rebuilds into Elasticsearch whose server is killed in the middle and started again. */
import { afterAll, beforeAll, describe } from 'vitest';
import { startElasticsearch, type ElasticsearchNode } from '../../services/elasticsearch.ts';
import { useInstalled } from '../../services/use-service.ts';
import { describeStoreFaults } from '../faults/describe-store-faults.ts';
import { serverFaults } from '../faults/server-faults.ts';
import { faultedStore, serviceAt } from './elasticsearch-faults.ts';
import { newPrefix } from './elasticsearch-test-store.ts';

const installed = await useInstalled('elasticsearch');

describe.skipIf(installed === undefined)('with a server that is killed', () => {
  let node: ElasticsearchNode;
  beforeAll(async () => {
    node = await startElasticsearch(installed ?? '');
  });
  afterAll(() => node.stop());
  const place = {
    prefix: newPrefix(),
    get server() {
      return node.address;
    },
  };
  describeStoreFaults('Elasticsearch', {
    openStore: () => Promise.resolve(faultedStore(place)),
    cases: serverFaults(serviceAt(place), () => node.restart()),
  });
});
