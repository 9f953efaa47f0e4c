/** Looks at the cluster of a store: versions, copies, clocks, settings. Writes nothing. */
import type { Host } from 'cassandra-driver';
import { RecountError } from '../../base/errors.ts';
import type { StorageFault } from '../upkeep.ts';
import type { CassandraPlace } from './cassandra-place.ts';
import type { CassandraSession } from './cassandra-session.ts';
import { lookAtCopies, lookAtUsers } from './inspect-copies.ts';
import { lookAtAgreement, lookAtTables } from './inspect-tables.ts';
import { partitionSizes } from './read-storage.ts';

type Faults = AsyncGenerator<StorageFault, void, undefined>;

export type Inspection = {
  readonly place: CassandraPlace;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** Each look alone: one that fails does not hide what the others see. */
export async function* inspectCassandra(session: CassandraSession, inspection: Inspection): Faults {
  const looks = [
    lookAtTables,
    lookAtAgreement,
    lookAtNodes,
    lookAtCopies,
    lookAtUsers,
    lookAtClocks,
    lookAtSettings,
    lookAtSizes,
  ];
  for (const look of looks) {
    try {
      yield* look(session, inspection);
    } catch (error) {
      if (!(error instanceof RecountError)) throw error;
      const { message, hint = 'see what it names' } = error;
      yield { level: 'notice', message: `could not be looked at: ${message}`, remedy: hint };
    }
  }
}

/** Those that the tests run on; others may work. */
const testedVersions = /^(4\.1|5\.0)\./;
const supportedVersions = /^(4\.1|5\.\d+)\./;

async function* lookAtNodes(session: CassandraSession): Faults {
  const hosts = session.client.hosts.values();
  for (const host of hosts) {
    const { address, cassandraVersion } = host;
    if (!host.isUp()) {
      yield {
        level: 'notice',
        message: `the node ${address} is down or cannot be reached from here`,
        remedy: 'bring it back; until then every change needs all other copies',
      };
    } else if (!supportedVersions.test(cassandraVersion)) {
      yield {
        level: 'fault',
        message: `the node ${address} runs Cassandra ${cassandraVersion}; 4.1 or 5 is needed`,
        remedy: 'upgrade it',
      };
    } else if (!testedVersions.test(cassandraVersion)) {
      yield {
        level: 'notice',
        message: `the node ${address} runs Cassandra ${cassandraVersion}; 4.1 and 5.0 are tested`,
        remedy: 'nothing is to be done if it works',
      };
    }
  }
  const versions = new Set(hosts.map(({ cassandraVersion }) => cassandraVersion));
  if (versions.size < 2) return;
  yield {
    level: 'notice',
    message: `the nodes run different versions: ${[...versions].sort().join(', ')}`,
    remedy: 'finish the upgrade; tables cannot be changed until then',
  };
}

/** Writes carry the client's time; a clock that far off can hide what is written after it. */
const skewMsMax = 1000;

async function* lookAtClocks(session: CassandraSession, { now }: Inspection): Faults {
  for (const host of session.client.hosts.values()) {
    if (!host.isUp()) continue;
    const skewMs = await skewOf(session, host, now);
    if (Math.abs(skewMs) <= skewMsMax) continue;
    const direction = skewMs > 0 ? 'ahead of' : 'behind';
    const seconds = (Math.abs(skewMs) / 1000).toFixed(1);
    yield {
      level: 'fault',
      message: `the clock of ${host.address} is ${seconds} s ${direction} this machine's`,
      remedy: 'run NTP (chrony) on all nodes, and on every machine that runs recount',
    };
  }
}

/** The way there and back is no skew. */
async function skewOf(session: CassandraSession, host: Host, now: () => number): Promise<number> {
  const sentAt = now();
  const query = 'SELECT toTimestamp(now()) AS now FROM system.local';
  const { rows } = await session.client.execute(query, [], { host, prepare: false });
  const receivedAt = now();
  const theirs = (rows[0]?.['now'] as Date).getTime();
  if (theirs < sentAt) return theirs - sentAt;
  return theirs > receivedAt ? theirs - receivedAt : 0;
}

/**
 * A part of 1,000 cells with full sketches is 10 MB: it must fit in half a segment of the commit
 * log, and in one frame.
 */
const sizesMin = {
  commitlog_segment_size: 24 * 1024 * 1024,
  native_transport_max_frame_size: 12 * 1024 * 1024,
} as const;

async function* lookAtSettings(session: CassandraSession): Faults {
  const settings = await readSettings(session);
  for (const [name, least] of Object.entries(sizesMin)) {
    const text = settings.get(name) ?? '';
    const bytes = bytesFromSetting(text);
    if (bytes === undefined || bytes >= least) continue;
    yield {
      level: 'fault',
      message: `${name} is ${text}: a large row cannot be written`,
      remedy: `set it to ${least / 1024 ** 2}MiB at least in cassandra.yaml of every node`,
    };
  }
}

async function readSettings(session: CassandraSession): Promise<ReadonlyMap<string, string>> {
  const rows = await session.read('SELECT name, value FROM system_views.settings');
  return new Map(rows.map((row) => [String(row['name']), String(row['value'])]));
}

function bytesFromSetting(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d+)(B|KiB|MiB|GiB)$/.exec(text) ?? [];
  const power = ['B', 'KiB', 'MiB', 'GiB'].indexOf(unit);
  return power < 0 ? undefined : Number(number) * 1024 ** power;
}

/** What a partition may hold; a new one is begun long before. */
const partitionBytesMax = 50 * 1000 ** 2;

async function* lookAtSizes(session: CassandraSession): Faults {
  for await (const { site, day, generation, content, shard, bytes } of partitionSizes(session)) {
    if (bytes <= partitionBytesMax) continue;
    const where = `${site} ${day}, generation ${generation}, ${content}, shard ${shard}`;
    yield {
      level: 'notice',
      message: `the partition of ${where} holds ${(bytes / 1e6).toFixed(0)} MB of rows`,
      remedy: `recount rebuild --site ${site} --from ${day} --force --apply divides it anew`,
    };
  }
}
