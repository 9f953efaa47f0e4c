/** The store in a Cassandra keyspace. */
import type { Client } from 'cassandra-driver';
import { RequestPace } from '../../base/request-pace.ts';
import { documentsInChunks } from '../documents-in-chunks.ts';
import type { Store } from '../store.ts';
import { totalsSelection } from '../totals-selection.ts';
import type { ServiceSettings } from '../service-settings.ts';
import { connectClient } from './cassandra-client.ts';
import { cassandraDocuments } from './cassandra-documents.ts';
import { errorFromDriver } from './cassandra-errors.ts';
import { cassandraGenerations } from './cassandra-generations.ts';
import { cassandraNames } from './cassandra-names.ts';
import {
  consistencies,
  consistencyText,
  locationOfPlace,
  parseCassandraPlace,
  serialConsistencies,
  type CassandraPlace,
} from './cassandra-place.ts';
import { cassandraRecords } from './cassandra-records.ts';
import { checkSchema, makeSchema, readSchemaState } from './cassandra-schema.ts';
import { CassandraSession } from './cassandra-session.ts';
import { cassandraTotals } from './cassandra-totals.ts';
import { cassandraUpkeep } from './cassandra-upkeep.ts';
import { closeClient } from './close-client.ts';
import { readCredentials } from './credentials.ts';

export type CassandraStoreOptions = ServiceSettings & {
  /** Whether a keyspace that is not there, or empty, becomes a store. */
  readonly create: boolean;
};

/**
 * @throws UsageError if there is no store and none is to be made, or for wrong credentials;
 * UnavailableError if the cluster cannot be reached.
 */
export async function openCassandraStore(
  text: string,
  options: CassandraStoreOptions,
): Promise<Store> {
  const { place, session } = await openSession(text, options);
  try {
    const { keyspace } = place;
    if (options.create) await makeSchema(session, { keyspace, ...replicationOf(options) });
    await checkSchema(session, keyspace);
    await useKeyspace(session, keyspace);
  } catch (error) {
    await closeClient(session.client);
    throw error;
  }
  const names = cassandraNames(session);
  return {
    location: session.location,
    consistency: consistencyText(place),
    ...cassandraRecords(session, names),
    ...cassandraGenerations(session, names),
    ...documentsInChunks(cassandraDocuments(session)),
    totals: totalsSelection(cassandraTotals(session)),
    upkeep: cassandraUpkeep(session, { names, place, now: options.now }),
    close: () => closeClient(session.client),
  };
}

/** False where there is no keyspace, or one without tables of a store. */
export async function cassandraStoreExists(
  text: string,
  options: ServiceSettings,
): Promise<boolean> {
  const { place, session } = await openSession(text, options);
  try {
    return (await readSchemaState(session, place.keyspace)) === 'store';
  } finally {
    await closeClient(session.client);
  }
}

async function openSession(
  text: string,
  options: ServiceSettings,
): Promise<{ readonly place: CassandraPlace; readonly session: CassandraSession }> {
  const place = parseCassandraPlace(text);
  const { environment, credentialsFile: file } = options;
  const credentials = await readCredentials({ environment, file });
  const client: Client = await connectClient(place, credentials);
  const session = new CassandraSession({
    client,
    location: locationOfPlace(place),
    consistency: consistencies[place.consistency],
    serialConsistency: serialConsistencies[place.serialConsistency],
    hasUser: credentials !== undefined,
    triesMax: place.triesMax,
    pace: options.pace ?? new RequestPace({ now: options.now }),
    notify: options.notify,
  });
  return { place, session };
}

/** All statements name tables without their keyspace. */
async function useKeyspace(session: CassandraSession, keyspace: string): Promise<void> {
  try {
    await session.client.execute(`USE ${keyspace}`);
  } catch (error) {
    throw errorFromDriver({ location: session.location, what: 'using the keyspace' }, error);
  }
}

function replicationOf({ replication }: ServiceSettings): { readonly replication?: string } {
  return replication === undefined ? {} : { replication };
}
