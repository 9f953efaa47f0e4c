/**
 * The tables of a store, and how a keyspace becomes one. What each column holds is said in
 * recount-services(7), for those who read it without recount.
 */
import type { types } from 'cassandra-driver';
import { UsageError } from '../../base/errors.ts';
import { isForbidden } from './cassandra-errors.ts';
import type { CassandraSession } from './cassandra-session.ts';

/** Raised when older code could no longer use the tables. */
export const schemaVersion = 1;

/** Blobs and JSON shrink to a third with zstd; UCS suits rows that are written once (chosen). */
const tableOptions = `compression = {'class': 'ZstdCompressor', 'chunk_length_in_kb': 16}
  AND compaction = {'class': 'UnifiedCompactionStrategy'}`;

/** Cassandra 4.1 has no UnifiedCompactionStrategy; what is written once suits size tiers too. */
const olderTableOptions = `compression = {'class': 'ZstdCompressor', 'chunk_length_in_kb': 16}
  AND compaction = {'class': 'SizeTieredCompactionStrategy'}`;

/**
 * Name to columns and key. Records, what finds them, rows, documents.
 *
 * The cells of a row part are one blob, not a `frozen<map<text, blob>>`: nobody asks Cassandra for
 * one cell, and of 240,000 parts with 20 cells and 10 sketches the blobs took 28 MiB on disk where
 * maps took 50, and maps cost the client 2.4 times the processor time, to write and to read
 * (`npm run bench:cassandra`).
 */
export const tables: Readonly<Record<string, string>> = {
  store: 'name text PRIMARY KEY, value text',
  periods: 'site text, day date, version int, record text, PRIMARY KEY ((site, day))',
  sites: 'site text PRIMARY KEY, version int, record text',
  site_names: 'list text, site text, PRIMARY KEY (list, site)',
  site_days: 'site text, day date, PRIMARY KEY (site, day)',
  blocks: `site text, day date, generation text, content text, level tinyint, url text,
    bucket timestamp, part int, shard int, parts int, bytes int,
    PRIMARY KEY ((site, day), generation, content, level, url, bucket, part)`,
  rows: `site text, day date, grain text, generation text, shard int, level tinyint, url text,
    bucket timestamp, part int, cells blob,
    PRIMARY KEY ((site, day, grain, generation, shard), level, url, bucket, part)`,
  pages: `site text, day date, generation text, shard int, url text, seen_at timestamp,
    metadata text, PRIMARY KEY ((site, day, generation, shard), url)`,
  document_heads: `kind text, name text, digest text, bytes int, chunks int,
    PRIMARY KEY ((kind, name))`,
  document_chunks: `kind text, name text, digest text, section int, chunk int, content blob,
    PRIMARY KEY ((kind, name, digest, section), chunk)`,
  run_names: `list text, run text, PRIMARY KEY (list, run)`,
  summaries: `site text, month date, content text, day date, generation text, digest text,
    data blob, PRIMARY KEY ((site, month), content, day, generation)`,
};

/** Tables of copies, which stores that were made before do without: queries then take longer. */
export const tablesOfCopies: ReadonlySet<string> = new Set(['summaries']);

/** Columns of a table as it is made, each with its type. */
export function columnsOf(table: string): ReadonlyMap<string, string> {
  const [columns = ''] = (tables[table] ?? '').split(/,\s*PRIMARY KEY \(/);
  return new Map(
    columns.split(',').map((column) => {
      const [name = '', type = ''] = column.trim().split(' ');
      return [name, type];
    }),
  );
}

/** Whether the keyspace is there, and whether it is a store. */
export type SchemaState = 'no_keyspace' | 'no_tables' | 'store';

export async function readSchemaState(
  session: CassandraSession,
  keyspace: string,
): Promise<SchemaState> {
  const found = await session.read(
    'SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?',
    [keyspace],
  );
  if (found.length === 0) return 'no_keyspace';
  const names = await readTableNames(session, keyspace);
  return names.has('store') ? 'store' : 'no_tables';
}

export async function readTableNames(
  session: CassandraSession,
  keyspace: string,
): Promise<ReadonlySet<string>> {
  const rows = await session.read(
    'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?',
    [keyspace],
  );
  return new Set(rows.map((row: types.Row) => String(row['table_name'])));
}

/**
 * Makes keyspace and tables, those that are missing; what is there stays. The mark of a store is
 * written last, so that an init that was killed is finished by the next.
 * @param replication `3`, or `dc1=3,dc2=2`; needed where the keyspace is not there yet.
 * @throws UsageError where the tables have another version: it is never written over.
 */
export async function makeSchema(
  session: CassandraSession,
  { keyspace, replication }: { readonly keyspace: string; readonly replication?: string },
): Promise<void> {
  const state = await readSchemaState(session, keyspace);
  if (state === 'no_keyspace') {
    if (replication === undefined) throw withoutReplication(session, keyspace);
    await define(
      session,
      `CREATE KEYSPACE IF NOT EXISTS ${keyspace} ` +
        `WITH replication = ${replicationFrom(replication)}`,
    );
  }
  if (state === 'store') await checkVersion(session, keyspace, { none: 'taken' });
  const [local] = await session.read('SELECT release_version FROM system.local');
  const isOlder = String(local?.['release_version']).startsWith('4.');
  const names = await readTableNames(session, keyspace);
  for (const [name, columns] of Object.entries(tables)) {
    if (names.has(name)) continue;
    const options = isOlder ? olderTableOptions : tableOptions;
    const query = `CREATE TABLE IF NOT EXISTS ${keyspace}.${name} (${columns}) WITH ${options}`;
    try {
      await define(session, query);
    } catch (error) {
      // Who rebuilds need not be allowed to make tables.
      if (state !== 'store' || !tablesOfCopies.has(name) || !isForbidden(error)) throw error;
    }
  }
  await session.write({
    query: `INSERT INTO ${keyspace}.store (name, value) VALUES (?, ?)`,
    params: ['schema', String(schemaVersion)],
  });
}

/** The driver waits until all nodes know the table. */
async function define(session: CassandraSession, query: string): Promise<void> {
  await session.write({ query, params: [] });
}

/**
 * Lets the session know which tables of copies there are.
 * @throws UsageError where there is no store, or one of another version, with what to do.
 */
export async function checkSchema(session: CassandraSession, keyspace: string): Promise<void> {
  const state = await readSchemaState(session, keyspace);
  if (state !== 'store') {
    const what = state === 'no_keyspace' ? 'there is no such keyspace' : 'it has no tables yet';
    const replication = state === 'no_keyspace' ? ' --replication 3' : '';
    throw new UsageError(`there is no store in ${session.location}: ${what}`, {
      hint: `recount store init --store ${session.location}${replication} makes one`,
    });
  }
  await checkVersion(session, keyspace, { none: 'refused' });
  session.hasSummaries = (await readTableNames(session, keyspace)).has('summaries');
}

/** @param none what becomes of tables without a version: an init that was killed left them. */
async function checkVersion(
  session: CassandraSession,
  keyspace: string,
  { none }: { readonly none: 'refused' | 'taken' },
): Promise<void> {
  const query = `SELECT value FROM ${keyspace}.store WHERE name = ?`;
  const [row] = await session.read(query, ['schema']);
  const found = Number(row?.['value'] ?? 0);
  if (found === schemaVersion || (found === 0 && none === 'taken')) return;
  const versions = `its tables have version ${found}, this recount knows ${schemaVersion}`;
  throw new UsageError(`the store ${session.location} cannot be used: ${versions}`, {
    hint:
      found === 0
        ? 'recount store init finishes a store whose making was interrupted'
        : 'use the version of recount that made it, or make a store in another keyspace',
  });
}

function replicationFrom(text: string): string {
  if (/^[1-9]\d?$/.test(text)) {
    return `{'class': 'NetworkTopologyStrategy', 'replication_factor': ${text}}`;
  }
  const datacenters = text.split(',').map((one) => /^([\w.-]+)=([1-9]\d?)$/.exec(one));
  if (datacenters.some((match) => match === null)) {
    throw new UsageError(`--replication ${text} is no number of copies`, {
      hint: '--replication 3, or by data centre: --replication dc1=3,dc2=2',
    });
  }
  const each = datacenters.map((match) => `'${match?.[1] ?? ''}': ${match?.[2] ?? ''}`);
  return `{'class': 'NetworkTopologyStrategy', ${each.join(', ')}}`;
}

function withoutReplication({ location }: CassandraSession, keyspace: string): UsageError {
  return new UsageError(
    `there is no keyspace ${keyspace}, and how many copies it keeps is unsaid`,
    {
      hint: `recount store init --store ${location} --replication 3 (1 on a single node)`,
    },
  );
}
