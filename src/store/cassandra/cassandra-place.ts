/** What a `cassandra://` place says: where the cluster is, and how it is spoken to. */
import {
  parseServicePlace,
  timeoutFrom,
  tlsParameters,
  triesFrom,
  triesParameters,
  wrongPlace,
  type PlaceForm,
  type TlsFiles,
} from '../service-place.ts';

/** Consistency levels for rows and documents, each with its number in the protocol. */
export const consistencies = {
  ONE: 1,
  TWO: 2,
  THREE: 3,
  QUORUM: 4,
  ALL: 5,
  LOCAL_QUORUM: 6,
  LOCAL_ONE: 10,
} as const;
export type Consistency = keyof typeof consistencies;

/** Those under which the conditional changes of records are decided. */
export const serialConsistencies = { SERIAL: 8, LOCAL_SERIAL: 9 } as const;
export type SerialConsistency = keyof typeof serialConsistencies;

export type CassandraPlace = {
  /** `host:port`, any of the cluster's nodes. */
  readonly contactPoints: readonly string[];
  readonly keyspace: string;
  /** The data centre whose nodes are spoken to; asked of the cluster where it is not named. */
  readonly datacenter: string | undefined;
  readonly consistency: Consistency;
  readonly serialConsistency: SerialConsistency;
  /** undefined = without TLS. */
  readonly tls: TlsFiles | undefined;
  /** How long one answer is waited for. */
  readonly timeoutMs: number;
  /** How often one thing is asked, the first time included. */
  readonly triesMax: number;
};

/** Names that need no quotes anywhere, so that an operator's own CQL needs none either. */
const keyspaceName = /^[a-z][a-z0-9_]{0,47}$/;

const form: PlaceForm = {
  scheme: 'cassandra',
  service: 'Cassandra',
  defaultPort: 9042,
  parameters: ['consistency', 'serial', 'datacenter', ...triesParameters, ...tlsParameters],
  example: 'cassandra://host1:9042,host2/keyspace?datacenter=dc1&consistency=LOCAL_QUORUM',
  credentialsHint:
    'set CASSANDRA_USERNAME and CASSANDRA_PASSWORD, or name a file of cqlsh with --credentials',
};

/** The server gives up after 2 to 10 s, as it is set; this is for answers that never come. */
const defaultTimeout = '12s';

/** Some 40 s where answers come at once: a node that is started again is back by then. */
const defaultTries = '14';

/** @throws UsageError that says what is wrong with the place; it never repeats a password. */
export function parseCassandraPlace(place: string): CassandraPlace {
  const { hosts, name: keyspace, parameters, tls } = parseServicePlace(place, form);
  if (!keyspaceName.test(keyspace)) {
    throw wrongPlace(place, form, `${JSON.stringify(keyspace)} can be no keyspace`);
  }
  return {
    contactPoints: hosts,
    keyspace,
    datacenter: parameters.get('datacenter'),
    consistency: choose(place, parameters.get('consistency') ?? 'LOCAL_QUORUM', consistencies),
    serialConsistency: choose(place, parameters.get('serial') ?? 'SERIAL', serialConsistencies),
    tls,
    timeoutMs: timeoutFrom(place, form, parameters.get('timeout') ?? defaultTimeout),
    triesMax: triesFrom(place, form, parameters.get('tries') ?? defaultTries),
  };
}

function choose<Name extends string>(
  place: string,
  value: string,
  known: Readonly<Record<Name, number>>,
): Name {
  const upper = value.toUpperCase();
  const name = (Object.keys(known) as Name[]).find((one) => one === upper);
  if (name !== undefined) return name;
  throw wrongPlace(place, form, `${value} is none of ${Object.keys(known).join(', ')}`);
}

/** As messages name the store: hosts and keyspace, without parameters. */
export function locationOfPlace({ contactPoints, keyspace }: CassandraPlace): string {
  return `cassandra://${contactPoints.join(',')}/${keyspace}`;
}

/** As a status tells it. */
export function consistencyText({ consistency, serialConsistency }: CassandraPlace): string {
  return `${consistency} for rows, ${serialConsistency} for records`;
}
