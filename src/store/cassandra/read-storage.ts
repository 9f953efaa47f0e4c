/** What the cluster says of itself, and the sizes that blocks add up to. */
import type { types } from 'cassandra-driver';
import type { CassandraSession } from './cassandra-session.ts';

export type Replication = {
  readonly isSimple: boolean;
  /** By data centre; of the simple strategy, which knows none, by an empty name. */
  readonly copies: ReadonlyMap<string, number>;
  /** Copies in the data centre that keeps fewest; 0 where it could not be told. */
  readonly leastCopies: number;
  /** For a person: `3 in dc1, 2 in dc2`. */
  readonly text: string;
};

export async function readReplication(
  session: CassandraSession,
  keyspace: string,
): Promise<Replication> {
  const [row] = await session.read(
    'SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?',
    [keyspace],
  );
  const { class: strategy = '', ...options } = (row?.['replication'] ?? {}) as Partial<
    Record<string, string>
  >;
  const isSimple = strategy.endsWith('SimpleStrategy');
  const copies = new Map(
    Object.entries(options).map(([name, count]) => [isSimple ? '' : name, Number(count)]),
  );
  return {
    isSimple,
    copies,
    leastCopies: copies.size === 0 ? 0 : Math.min(...copies.values()),
    text: [...copies]
      .map(([name, count]) => (isSimple ? String(count) : `${count} in ${name}`))
      .join(', '),
  };
}

export type PartitionSize = {
  readonly site: string;
  readonly day: string;
  readonly generation: string;
  readonly content: string;
  readonly shard: number;
  readonly bytes: number;
};

/** Blocks in one answer. */
const fetchBlocks = 5000;

/** Reads all blocks: some for each period. undefined where nothing is stored. */
export async function readLargestPartition(
  session: CassandraSession,
): Promise<PartitionSize | undefined> {
  let largest: PartitionSize | undefined;
  for await (const size of partitionSizes(session)) {
    if (size.bytes > (largest?.bytes ?? 0)) largest = size;
  }
  return largest;
}

/** Blocks of one partition follow one another. Memory: one answer. */
export async function* partitionSizes(
  session: CassandraSession,
): AsyncGenerator<PartitionSize, void, undefined> {
  let open: PartitionSize | undefined;
  const pages = session.pages(
    'SELECT site, day, generation, content, shard, bytes FROM blocks',
    [],
    fetchBlocks,
  );
  for await (const page of pages) {
    for (const row of page) {
      const block = sizeFromRow(row);
      if (open !== undefined && isSamePartition(open, block)) {
        open = { ...open, bytes: open.bytes + block.bytes };
        continue;
      }
      if (open !== undefined) yield open;
      open = block;
    }
  }
  if (open !== undefined) yield open;
}

function sizeFromRow(row: types.Row): PartitionSize {
  return {
    site: String(row['site']),
    day: String(row['day']),
    generation: String(row['generation']),
    content: String(row['content']),
    shard: Number(row['shard']),
    bytes: Number(row['bytes']),
  };
}

function isSamePartition(a: PartitionSize, b: PartitionSize): boolean {
  const names = ['site', 'day', 'generation', 'content', 'shard'] as const;
  return names.every((name) => a[name] === b[name]);
}
