/** The Cassandra store under the contract of all stores, on a real server. */
import { describe } from 'vitest';
import { useService } from '../../services/use-service.ts';
import { describeStoreContract } from '../contract.ts';
import { openCassandraTestStore } from './cassandra-test-store.ts';

const address = await useService('cassandra');

describe.skipIf(address === undefined)('on a real server', () => {
  describeStoreContract('the Cassandra store', () => openCassandraTestStore(address ?? ''));
});
