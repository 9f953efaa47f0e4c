/** Cassandra stores for tests: each in a keyspace of its own on the server that all share. */
import { randomBytes } from 'node:crypto';
import { Client } from 'cassandra-driver';
import { RequestPace } from '../../../src/base/request-pace.ts';
import { openCassandraStore } from '../../../src/store/cassandra/open-cassandra-store.ts';
import type { ServiceSettings } from '../../../src/store/service-settings.ts';
import type { Store } from '../../../src/store/store.ts';
import type { TestStore } from '../contract-subject.ts';

export const serviceSettings: ServiceSettings = {
  environment: {},
  now: () => Date.now(),
  replication: '1',
};

/** A store that is there; `rateMax` rows a second are written at most. */
export function openStoreAt(place: string, rateMax?: number): Promise<Store> {
  const { now } = serviceSettings;
  const pace = new RequestPace({ now, rateMax });
  return openCassandraStore(place, { ...serviceSettings, pace, create: false });
}

export function newKeyspace(): string {
  return `recount_${randomBytes(6).toString('hex')}`;
}

/** @param address `host:port` of a server without users and without TLS. */
export async function openCassandraTestStore(address: string): Promise<TestStore> {
  const keyspace = newKeyspace();
  const open = (create: boolean): Promise<Store> =>
    openCassandraStore(`cassandra://${address}/${keyspace}`, { ...serviceSettings, create });
  return {
    store: await open(true),
    openAgain: () => open(false),
    remove: () => runCql(address, `DROP KEYSPACE ${keyspace}`),
  };
}

/** Runs one statement as an operator would. */
export async function runCql(
  address: string,
  query: string,
  localDataCenter = 'datacenter1',
): Promise<void> {
  const client = new Client({ contactPoints: [address], localDataCenter });
  await client.execute(query);
  await client.shutdown();
}
