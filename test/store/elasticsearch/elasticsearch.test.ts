/** The Elasticsearch store under the contract of all stores, on a real server. */
import { describe } from 'vitest';
import { useService } from '../../services/use-service.ts';
import { describeStoreContract } from '../contract.ts';
import { openElasticsearchTestStore } from './elasticsearch-test-store.ts';

const address = await useService('elasticsearch');

describe.skipIf(address === undefined)('on a real server', () => {
  describeStoreContract('the Elasticsearch store', () => openElasticsearchTestStore(address ?? ''));
});
