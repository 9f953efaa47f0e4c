/** What operators need of a Cassandra store: days, sizes, partitions that nobody knows of. */
import type { types } from 'cassandra-driver';
import { DataError } from '../../base/errors.ts';
import type { Grain } from '../../model/row.ts';
import type { Leftover, StoreUpkeep } from '../upkeep.ts';
import { readBlocks } from './block-index.ts';
import type { CassandraNames } from './cassandra-names.ts';
import type { CassandraPlace } from './cassandra-place.ts';
import type { CassandraSession } from './cassandra-session.ts';
import { inspectCassandra } from './inspect-cassandra.ts';
import { storageFacts } from './storage-facts.ts';

export type UpkeepOptions = {
  readonly names: CassandraNames;
  readonly place: CassandraPlace;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

export function cassandraUpkeep(
  session: CassandraSession,
  { names, place, now }: UpkeepOptions,
): StoreUpkeep {
  return {
    listDays: (site) => names.listDays(site),
    async generationBytes(key, grain) {
      const blocks = await readBlocks(session, key, grain);
      return blocks.reduce((sum, { bytes }) => sum + bytes, 0);
    },
    listLeftovers: () => listLeftovers(session),
    removeLeftover: (leftover) => removeLeftover(session, leftover),
    inspect: () => inspectCassandra(session, { place, now }),
    facts: () => storageFacts(session, place),
  };
}

/** Partition keys in one answer; each is some hundred bytes. */
const fetchKeys = 1000;

/**
 * Partitions of rows that no block names. They are left by a run that was frozen, whose generation
 * was dropped meanwhile, and that was killed after it went on writing.
 */
async function* listLeftovers(session: CassandraSession): AsyncGenerator<Leftover> {
  const known = new KnownShards(session);
  const keys = session.pages(
    'SELECT DISTINCT site, day, grain, generation, shard FROM rows',
    [],
    fetchKeys,
  );
  for await (const page of keys) {
    for (const row of page) {
      const partition = partitionFromRow(row);
      if (await known.has(partition)) continue;
      const changedAt = await writtenAt(session, partition);
      if (changedAt !== undefined) {
        yield { name: JSON.stringify(Object.values(partition)), bytes: 0, changedAt };
      }
    }
  }
}

type Partition = {
  readonly site: string;
  readonly day: string;
  readonly grain: Grain;
  readonly generation: string;
  readonly shard: number;
};

function partitionFromRow(row: types.Row): Partition {
  return {
    site: String(row['site']),
    day: String(row['day']),
    grain: row['grain'] as Grain,
    generation: String(row['generation']),
    shard: Number(row['shard']),
  };
}

/** Asks for the blocks of one period at a time. */
class KnownShards {
  readonly #session: CassandraSession;
  #period = '';
  #shards: ReadonlySet<string> = new Set();

  constructor(session: CassandraSession) {
    this.#session = session;
  }

  async has({ site, day, grain, generation, shard }: Partition): Promise<boolean> {
    const period = JSON.stringify([site, day]);
    if (period !== this.#period) {
      const rows = await this.#session.read(
        'SELECT generation, content, shard FROM blocks WHERE site = ? AND day = ?',
        [site, day],
      );
      this.#period = period;
      this.#shards = new Set(
        rows.map((row) => JSON.stringify([row['generation'], row['content'], row['shard']])),
      );
    }
    return this.#shards.has(JSON.stringify([generation, grain, shard]));
  }
}

const ofPartition = 'site = ? AND day = ? AND grain = ? AND generation = ? AND shard = ?';

async function writtenAt(
  session: CassandraSession,
  partition: Partition,
): Promise<number | undefined> {
  const [row] = await session.read(
    `SELECT WRITETIME(cells) AS written FROM rows WHERE ${ofPartition} LIMIT 1`,
    Object.values(partition),
  );
  return row === undefined ? undefined : Math.floor(Number(row['written']) / 1_000_000);
}

/** @throws DataError for a name that is none of a leftover. */
async function removeLeftover(session: CassandraSession, { name }: Leftover): Promise<void> {
  const key = JSON.parse(name) as unknown;
  if (!Array.isArray(key) || key.length !== 5) {
    throw new DataError(`${name} is no leftover of ${session.location}`);
  }
  await session.write({ query: `DELETE FROM rows WHERE ${ofPartition}`, params: key });
}
