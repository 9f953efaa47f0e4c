/**
 * The second definition of the numbers: SQL over the lines of an archive, by the definitions
 * alone. Nothing of the project's own code is used; what the SQL files beside this one say is all
 * that counts. Exact up to the memory of the engine: distinct counts are no estimates here.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportedPage, ExportedRow } from './exported.ts';
import type { LineOutcome, PeriodTally } from './read-oracle.ts';
import {
  objectsOf,
  readLedger,
  readOutcomes,
  readPages,
  readRows,
  readTallies,
} from './read-oracle.ts';
import type { OracleSite } from './rules-sql.ts';
import { exclusionSql, ownSegmentsSql, quoted } from './rules-sql.ts';

/** The lines of some objects, without those that no reader of JSON can read. */
export type LineSource = {
  /** All keys of the archive that hold lines. */
  readonly keys: readonly string[];
  /** SQL of a query with the columns object, line (from 1) and text, of the objects to be read. */
  readonly query: (keys: readonly string[]) => string;
  /** The lines that no reader of JSON can read, with their outcomes. */
  readonly unreadable: readonly LineOutcome[];
  /** Deletes what was prepared for the query; called when the oracle is closed. */
  readonly remove?: () => void;
};

export type OracleRequest = {
  readonly sites: readonly OracleSite[];
  /** Local dates, `2026-03-07`; until is the first not included. */
  readonly from: string;
  readonly until: string;
  /** Agents that are robots; all others are not. */
  readonly robots: readonly string[];
  readonly source: LineSource;
  /** Of the engine, such as `2GB`. */
  readonly memory?: string;
};

export type Oracle = {
  /** Rows in the order of exports, of one site and, where it is given, one date. */
  readonly rows: (site: string, date?: string) => AsyncIterable<ExportedRow>;
  /** Ascending by date, then by url. */
  readonly pages: (site: string, date?: string) => Promise<readonly ExportedPage[]>;
  /** Ascending by site, then by date. */
  readonly tallies: () => Promise<readonly PeriodTally[]>;
  /** Lines by outcome, of all objects that were read. */
  readonly ledger: () => Promise<Readonly<Record<string, number>>>;
  /** Every line that was read, in archive order. */
  readonly outcomes: () => Promise<readonly LineOutcome[]>;
  /** The keys of the objects that were read, in archive order. */
  readonly objects: readonly string[];
  /** The rows of any other query over its tables: texts and doubles only. */
  readonly ask: <Row>(sql: string) => Promise<readonly Row[]>;
  readonly close: () => void;
};

export async function openOracle(request: OracleRequest): Promise<Oracle> {
  const { memory = '2GB' } = request;
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memory,
    temp_directory: join(tmpdir(), `oracle-${process.pid}`),
  });
  const connection = await instance.connect();
  const objects = await prepare(connection, request);
  await connection.run(`create view lines as ${request.source.query(objects)}`);
  await insertUnreadable(connection, request.source.unreadable, objects);
  const rules = {
    own_segments: ownSegmentsSql(request.sites),
    exclusion: exclusionSql(request.sites),
  };
  await connection.run(sqlFile('events.sql', rules));
  for (const name of ['rows.sql', 'pages.sql', 'ledger.sql', 'lines.sql'])
    await connection.run(sqlFile(name));
  return {
    objects,
    rows: (site, date) => readRows(instance, site, date),
    pages: (site, date) => readPages(connection, site, date),
    tallies: () => readTallies(connection),
    ledger: () => readLedger(connection),
    outcomes: () => readOutcomes(connection),
    ask: (sql) => objectsOf(connection, sql),
    close: () => {
      connection.closeSync();
      instance.closeSync();
      request.source.remove?.();
    },
  };
}

/** The tables that say what was asked for. Gives the keys of the objects to be read. */
async function prepare(
  connection: DuckDBConnection,
  { sites, from, until, robots, source }: OracleRequest,
): Promise<readonly string[]> {
  const siteRows = sites.map(
    ({ site, zone, earlySeconds = 3600, lateSeconds = 21_600 }) =>
      `(${quoted(site)}, ${quoted(zone)}, ${earlySeconds}, ${lateSeconds})`,
  );
  await connection.run(`
    set timezone = 'UTC';
    create table sites(site varchar, zone varchar, early_seconds int, late_seconds int);
    insert into sites values ${siteRows.join(', ')};
    create table days as
      select day::date as date from range(date '${from}', date '${until}', interval 1 day) t(day);
    create table keys as select unnest([${source.keys.map(quoted).join(', ')}]::varchar[]) as object;
    create table robots as select unnest([${robots.map(quoted).join(', ')}]::varchar[]) as agent;
  `);
  await connection.run(sqlFile('macros.sql'));
  await connection.run(sqlFile('objects.sql'));
  const read = await objectsOf<{ object: string }>(
    connection,
    'select object from objects where is_read order by object',
  );
  return read.map(({ object }) => object);
}

async function insertUnreadable(
  connection: DuckDBConnection,
  lines: readonly LineOutcome[],
  objects: readonly string[],
): Promise<void> {
  await connection.run('create table unreadable(object varchar, line bigint, outcome varchar)');
  const values = lines
    .filter(({ object }) => objects.includes(object))
    .map(({ object, line, outcome }) => `(${quoted(object)}, ${line}, ${quoted(outcome)})`);
  if (values.length > 0) await connection.run(`insert into unreadable values ${values.join(', ')}`);
}

/** `{{name}}` in the file becomes the value of that name. */
function sqlFile(name: string, values: Readonly<Record<string, string>> = {}): string {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  // Comments go first: they may name what is to be put in.
  return text
    .replaceAll(/^--.*$/gm, '')
    .replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? '');
}
