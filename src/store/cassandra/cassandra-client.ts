/** The driver, set up: one client for one store, with nothing decided behind our back. */
import { Client, auth, policies } from 'cassandra-driver';
import { UsageError } from '../../base/errors.ts';
import { errorFromDriver } from './cassandra-errors.ts';
import { locationOfPlace, type CassandraPlace } from './cassandra-place.ts';
import { closeClient } from './close-client.ts';
import type { Credentials } from '../environment-user.ts';
import { readTlsOptions } from '../service-place.ts';

const connectTimeoutMs = 5000;

/**
 * A connection on which an answer never came is given up: a server that is merely slow says so
 * itself in time, and one that forgot the connection would never answer on it.
 */
const silentAnswersMax = 0;

/** A node that was away is looked for this often. */
const reconnectMs = 1000;

/**
 * @throws UsageError for wrong credentials, certificates or an unclear data centre;
 * UnavailableError if no node answers.
 */
export async function connectClient(
  place: CassandraPlace,
  credentials: Credentials | undefined,
): Promise<Client> {
  const sslOptions = place.tls === undefined ? undefined : await readTlsOptions(place.tls);
  const options = {
    contactPoints: [...place.contactPoints],
    // Nodes tell each other's addresses without ports: all have that of the first.
    protocolOptions: { port: portOf(place) },
    ...(credentials && {
      authProvider: new auth.PlainTextAuthProvider(credentials.username, credentials.password),
    }),
    ...(sslOptions && { sslOptions }),
    socketOptions: {
      connectTimeout: Math.min(connectTimeoutMs, place.timeoutMs),
      readTimeout: place.timeoutMs,
      defunctReadTimeoutThreshold: silentAnswersMax,
    },
    encoding: { copyBuffer: false },
    queryOptions: { captureStackTrace: false },
  };
  const datacenter = await findDatacenter(place, options);
  const { TokenAwarePolicy, DCAwareRoundRobinPolicy } = policies.loadBalancing;
  return connected(place, {
    ...options,
    localDataCenter: datacenter,
    policies: {
      loadBalancing: new TokenAwarePolicy(new DCAwareRoundRobinPolicy(datacenter)),
      retry: new policies.retry.FallthroughRetryPolicy(),
      reconnection: new policies.reconnection.ConstantReconnectionPolicy(reconnectMs),
    },
  });
}

function portOf({ contactPoints: [first = ''] }: CassandraPlace): number {
  return Number(first.slice(first.lastIndexOf(':') + 1));
}

type Options = ConstructorParameters<typeof Client>[0];

async function connected(place: CassandraPlace, options: Options): Promise<Client> {
  const client = new Client(options);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await closeClient(client);
    throw errorFromDriver(
      { location: locationOfPlace(place), what: 'connecting', isPlain: place.tls === undefined },
      error,
    );
  }
}

/** Requests of ours stay in one data centre: that which is named, or the only one. */
async function findDatacenter(place: CassandraPlace, options: Options): Promise<string> {
  const loadBalancing = new policies.loadBalancing.RoundRobinPolicy();
  const client = await connected(place, { ...options, policies: { loadBalancing } });
  const names = new Set(client.hosts.values().map(({ datacenter }) => datacenter));
  await closeClient(client);
  const [first = 'dc1'] = [...names].sort();
  const all = [...names].sort().join(', ');
  const location = locationOfPlace(place);
  const { datacenter } = place;
  if (datacenter === undefined) {
    if (names.size === 1) return first;
    throw new UsageError(`${location} has several data centres: ${all}`, {
      hint: `name the one to use: ?datacenter=${first}`,
    });
  }
  if (names.has(datacenter)) return datacenter;
  throw new UsageError(`${location} has no data centre ${datacenter}, it has ${all}`, {
    hint: `name one of them: ?datacenter=${first}`,
  });
}
