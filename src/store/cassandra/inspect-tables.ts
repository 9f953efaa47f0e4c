/** Whether the tables are those that this recount makes, the same on every node, and keep all. */
import type { types } from 'cassandra-driver';
import type { StorageFault } from '../upkeep.ts';
import type { CassandraPlace } from './cassandra-place.ts';
import { columnsOf, readTableNames, tables, tablesOfCopies } from './cassandra-schema.ts';
import type { CassandraSession } from './cassandra-session.ts';

type Faults = AsyncGenerator<StorageFault, void, undefined>;
type Inspected = { readonly place: CassandraPlace };

export async function* lookAtTables(session: CassandraSession, { place }: Inspected): Faults {
  const { keyspace } = place;
  const names = await readTableNames(session, keyspace);
  const columns = await readColumns(session, keyspace);
  const lives = await readLives(session, keyspace);
  for (const table of Object.keys(tables)) {
    if (!names.has(table) && tablesOfCopies.has(table)) {
      yield {
        level: 'notice',
        message: `the table ${keyspace}.${table} is missing: queries of many days take longer`,
        remedy: 'recount store init makes it; days that are rebuilt after that fill it',
      };
      continue;
    }
    if (!names.has(table)) {
      yield {
        level: 'fault',
        message: `the table ${keyspace}.${table} is missing`,
        remedy: 'restore it from a backup, or make an empty one with recount store init',
      };
      continue;
    }
    yield* columnFaults(`${keyspace}.${table}`, columnsOf(table), columns.get(table) ?? new Map());
    const seconds = lives.get(table) ?? 0;
    if (seconds > 0) {
      yield {
        level: 'fault',
        message: `rows of ${keyspace}.${table} are lost ${seconds} s after they were written`,
        remedy: `ALTER TABLE ${keyspace}.${table} WITH default_time_to_live = 0`,
      };
    }
  }
}

type Columns = ReadonlyMap<string, string>;

function* columnFaults(table: string, expected: Columns, found: Columns): Generator<StorageFault> {
  for (const [name, type] of expected) {
    const is = found.get(name);
    if (is === type) continue;
    yield {
      level: 'fault',
      message:
        is === undefined
          ? `the column ${name} of ${table} is missing`
          : `the column ${name} of ${table} has the type ${is}, not ${type}`,
      remedy: 'restore the table from a backup, or rebuild its days into another keyspace',
    };
  }
  for (const name of found.keys()) {
    if (expected.has(name)) continue;
    yield {
      level: 'notice',
      message: `the column ${name} of ${table} is none of recount's`,
      remedy: `nothing reads it; ALTER TABLE ${table} DROP ${name} removes it`,
    };
  }
}

async function readColumns(
  session: CassandraSession,
  keyspace: string,
): Promise<ReadonlyMap<string, Map<string, string>>> {
  const rows = await session.read(
    'SELECT table_name, column_name, type FROM system_schema.columns WHERE keyspace_name = ?',
    [keyspace],
  );
  const byTable = new Map<string, Map<string, string>>();
  for (const row of rows) {
    const table = String(row['table_name']);
    const columns = byTable.get(table) ?? new Map<string, string>();
    columns.set(String(row['column_name']), String(row['type']));
    byTable.set(table, columns);
  }
  return byTable;
}

/** Seconds after which a row is gone, by table; 0 = kept. */
async function readLives(
  session: CassandraSession,
  keyspace: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await session.read(
    'SELECT table_name, default_time_to_live FROM system_schema.tables WHERE keyspace_name = ?',
    [keyspace],
  );
  return new Map(
    rows.map((row) => [String(row['table_name']), Number(row['default_time_to_live'])]),
  );
}

/** Nodes that do not know of a table refuse what is written to it. */
export async function* lookAtAgreement(session: CassandraSession): Faults {
  const query = (table: string): string => `SELECT schema_version FROM system.${table}`;
  const [local, peers] = [await session.read(query('local')), await session.read(query('peers'))];
  const versions = new Set(
    [...local, ...peers]
      .map((row: types.Row) => row['schema_version'] as unknown)
      .filter((version) => version !== null)
      .map(String),
  );
  if (versions.size < 2) return;
  yield {
    level: 'fault',
    message: `the nodes do not agree on the tables: their schema has ${versions.size} versions`,
    remedy:
      'wait a minute and look again; then nodetool describecluster names the nodes, ' +
      'restart those that differ',
  };
}
