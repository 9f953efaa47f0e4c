/** What a `cassandra://` place says: where the cluster is, and how it is spoken to. */
import { UsageError } from '../../base/errors.ts';

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
};

/** Paths of PEM files; without `ca` those that Node knows are trusted. */
export type TlsFiles = {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
};

const defaultPort = 9042;

/** Names that need no quotes anywhere, so that an operator's own CQL needs none either. */
const keyspaceName = /^[a-z][a-z0-9_]{0,47}$/;

const parameters = ['consistency', 'serial', 'datacenter', 'tls', 'ca', 'cert', 'key'] as const;

const example = 'cassandra://host1:9042,host2/keyspace?datacenter=dc1&consistency=LOCAL_QUORUM';

/** @throws UsageError that says what is wrong with the place; it never repeats a password. */
export function parseCassandraPlace(place: string): CassandraPlace {
  const [, hosts = '', keyspace = '', query = ''] =
    /^cassandra:\/\/([^/?#]*)\/?([^?#]*)\??([^#]*)$/i.exec(place) ?? [];
  if (hosts.includes('@')) {
    throw new UsageError('the place of a Cassandra store may hold no user and no password', {
      hint:
        'set CASSANDRA_USERNAME and CASSANDRA_PASSWORD, or name a file of cqlsh with ' +
        '--credentials',
    });
  }
  if (hosts === '') throw wrongPlace(place, 'it names no host');
  if (!keyspaceName.test(keyspace)) {
    throw wrongPlace(place, `${JSON.stringify(keyspace)} can be no keyspace`);
  }
  const values = readParameters(place, query);
  return {
    contactPoints: hosts.split(',').map((host) => contactPoint(place, host)),
    keyspace,
    datacenter: values.get('datacenter'),
    consistency: choose(place, values.get('consistency') ?? 'LOCAL_QUORUM', consistencies),
    serialConsistency: choose(place, values.get('serial') ?? 'SERIAL', serialConsistencies),
    tls: tlsFrom(place, values),
  };
}

function readParameters(place: string, query: string): ReadonlyMap<string, string> {
  const values = new Map(new URLSearchParams(query));
  const names: readonly string[] = parameters;
  const unknown = [...values.keys()].find((name) => !names.includes(name));
  if (unknown === undefined) return values;
  throw wrongPlace(place, `${unknown} is none of its parameters: ${parameters.join(', ')}`);
}

function contactPoint(place: string, host: string): string {
  const [, name = '', port = String(defaultPort)] =
    /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/i.exec(host) ?? [];
  if (name === '') throw wrongPlace(place, `${JSON.stringify(host)} is no host with a port`);
  return `${name}:${port}`;
}

function choose<Name extends string>(
  place: string,
  value: string,
  known: Readonly<Record<Name, number>>,
): Name {
  const upper = value.toUpperCase();
  const name = (Object.keys(known) as Name[]).find((one) => one === upper);
  if (name !== undefined) return name;
  throw wrongPlace(place, `${value} is none of ${Object.keys(known).join(', ')}`);
}

/** A file that is named means TLS too; `tls=off` beside one is a contradiction. */
function tlsFrom(place: string, values: ReadonlyMap<string, string>): TlsFiles | undefined {
  const files = { ca: values.get('ca'), cert: values.get('cert'), key: values.get('key') };
  const hasFile = Object.values(files).some((path) => path !== undefined);
  const tls = values.get('tls') ?? (hasFile ? 'on' : 'off');
  if (tls !== 'on' && tls !== 'off') throw wrongPlace(place, `tls is on or off, not ${tls}`);
  if (tls === 'off' && hasFile) throw wrongPlace(place, 'it names files for TLS and says tls=off');
  if ((files.cert === undefined) !== (files.key === undefined)) {
    throw wrongPlace(place, 'cert and key belong together');
  }
  return tls === 'on' ? files : undefined;
}

function wrongPlace(place: string, why: string): UsageError {
  return new UsageError(`${place} names no Cassandra store: ${why}`, {
    hint: `a place looks like ${example}`,
  });
}

/** As messages name the store: hosts and keyspace, without parameters. */
export function locationOfPlace({ contactPoints, keyspace }: CassandraPlace): string {
  return `cassandra://${contactPoints.join(',')}/${keyspace}`;
}
