/**
 * Partitions that no block names. They are left by a run that was frozen, whose generation was
 * dropped meanwhile, and that was killed after it went on writing.
 */
import type { types } from 'cassandra-driver';
import { DataError } from '../../base/errors.ts';
import type { Leftover } from '../upkeep.ts';
import type { CassandraSession } from './cassandra-session.ts';

/** Their partition keys, and a column that every row has. */
const heldTables = {
  rows: { key: ['site', 'day', 'grain', 'generation', 'shard'], column: 'cells' },
  pages: { key: ['site', 'day', 'generation', 'shard'], column: 'metadata' },
} as const;

type HeldTable = keyof typeof heldTables;

type Partition = {
  readonly table: HeldTable;
  readonly key: readonly unknown[];
  readonly row: types.Row;
};

/** Partition keys in one answer; each is some hundred bytes. */
const fetchKeys = 1000;

export async function* listLeftovers(session: CassandraSession): AsyncGenerator<Leftover> {
  const known = new KnownShards(session);
  for await (const partition of listPartitions(session)) {
    if (await known.has(partition)) continue;
    const changedAt = await writtenAt(session, partition);
    if (changedAt === undefined) continue;
    yield { name: JSON.stringify([partition.table, ...partition.key]), bytes: null, changedAt };
  }
}

async function* listPartitions(session: CassandraSession): AsyncGenerator<Partition> {
  for (const table of ['rows', 'pages'] as const) {
    const query = `SELECT DISTINCT ${heldTables[table].key.join(', ')} FROM ${table}`;
    for await (const page of session.pages(query, [], fetchKeys)) {
      yield* page.map((row) => partitionFromRow(table, row));
    }
  }
}

/** @throws DataError for a name that is none of a leftover. */
export async function removeLeftover(session: CassandraSession, { name }: Leftover): Promise<void> {
  const [table, ...key] = JSON.parse(name) as readonly unknown[];
  const isHeld = table === 'rows' || table === 'pages';
  if (!isHeld || key.length !== heldTables[table].key.length) {
    throw new DataError(`${name} is no leftover of ${session.location}`);
  }
  await session.write({ query: `DELETE FROM ${table} WHERE ${whereOf(table)}`, params: key });
}

function whereOf(table: HeldTable): string {
  return heldTables[table].key.map((column) => `${column} = ?`).join(' AND ');
}

/** As texts and numbers, which JSON keeps. */
function partitionFromRow(table: HeldTable, row: types.Row): Partition {
  const key = heldTables[table].key.map((column) =>
    column === 'shard' ? Number(row[column]) : String(row[column]),
  );
  return { table, key, row };
}

/** Asks for the blocks of one period at a time. */
class KnownShards {
  readonly #session: CassandraSession;
  #period = '';
  #shards: ReadonlySet<string> = new Set();

  constructor(session: CassandraSession) {
    this.#session = session;
  }

  /** A row without a grain is a page's. */
  async has({ row }: Partition): Promise<boolean> {
    const params = [String(row['site']), String(row['day'])];
    const period = JSON.stringify(params);
    if (period !== this.#period) {
      const rows = await this.#session.read(
        'SELECT generation, content, shard FROM blocks WHERE site = ? AND day = ?',
        params,
      );
      this.#period = period;
      this.#shards = new Set(
        rows.map((one) => JSON.stringify([one['generation'], one['content'], one['shard']])),
      );
    }
    const content: unknown = row['grain'] ?? 'pages';
    return this.#shards.has(JSON.stringify([row['generation'], content, row['shard']]));
  }
}

async function writtenAt(
  session: CassandraSession,
  { table, key }: Partition,
): Promise<number | undefined> {
  const [row] = await session.read(
    `SELECT WRITETIME(${heldTables[table].column}) AS written FROM ${table} ` +
      `WHERE ${whereOf(table)} LIMIT 1`,
    key,
  );
  return row === undefined ? undefined : Math.floor(Number(row['written']) / 1_000_000);
}
