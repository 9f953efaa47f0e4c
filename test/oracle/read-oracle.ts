/** What is read from the oracle's tables once they stand. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ExportedPage, ExportedRow } from './exported.ts';
import { quoted } from './rules-sql.ts';

export type PeriodTally = {
  readonly site: string;
  readonly date: string;
  readonly excluded: number;
  readonly bot: number;
  readonly duplicate: number;
  readonly counted: number;
  readonly duplicateConflict: number;
  readonly countedByAction: Readonly<Record<string, number>>;
  readonly excludedByRule: Readonly<Record<string, number>>;
};

export type LineOutcome = {
  readonly object: string;
  readonly line: number;
  readonly outcome: string;
};

/**
 * Rows in the order of exports, of one site and, where it is given, one date. The order of texts
 * is that of their UTF-8 bytes: it is the engine's.
 */
export async function* readRows(
  instance: DuckDBInstance,
  site: string,
  date?: string,
): AsyncGenerator<ExportedRow> {
  // A connection has one stream of results at a time, and rows may be read beside others.
  const connection = await instance.connect();
  for (const grain of ['1d', '5m']) {
    const result = await connection.stream(
      `select url, bucket, key, value from cells
       where grain = '${grain}' and ${ofPeriod(site, date)}
       order by url nulls first, bucket, is_breakdown, key`,
    );
    yield* rowsOfCells({ site, grain }, result.yieldRowsJs() as AsyncIterable<readonly Cell[]>);
  }
  connection.closeSync();
}

type Cell = readonly [url: string | null, bucket: string, key: string, value: number];

async function* rowsOfCells(
  { site, grain }: Pick<ExportedRow, 'site' | 'grain'>,
  chunks: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<ExportedRow> {
  let row: (ExportedRow & { readonly cells: Record<string, number> }) | undefined;
  for await (const cells of chunks) {
    for (const [url, bucket, key, value] of cells) {
      const isSame = row?.url === url && row.bucket === bucket;
      if (row !== undefined && !isSame) yield row;
      if (row === undefined || !isSame) row = { type: 'row', site, url, grain, bucket, cells: {} };
      row.cells[key] = value;
    }
  }
  if (row !== undefined) yield row;
}

/** Ascending by date, then by url. */
export function readPages(
  connection: DuckDBConnection,
  site: string,
  date?: string,
): Promise<readonly ExportedPage[]> {
  return objectsOf(
    connection,
    `select date::varchar as date, url, seen_at::double as "seenAt", metadata
     from page_records where ${ofPeriod(site, date)} order by page_records.date, url`,
  );
}

/** Ascending by site, then by date. */
export async function readTallies(connection: DuckDBConnection): Promise<readonly PeriodTally[]> {
  const tallies = await objectsOf<PeriodTally>(
    connection,
    `select site, date::varchar as date, excluded::double as excluded, bot::double as bot,
       duplicate::double as duplicate, counted::double as counted,
       duplicate_conflict::double as "duplicateConflict"
     from period_tallies order by 1, 2`,
  );
  const actions = await countsByPeriod(connection, 'counted_by_action');
  const rules = await countsByPeriod(connection, 'excluded_by_rule');
  return tallies.map((tally) => {
    const period = `${tally.site} ${tally.date}`;
    const countedByAction = actions[period] ?? {};
    return { ...tally, countedByAction, excludedByRule: rules[period] ?? {} };
  });
}

/** Lines by outcome, of all objects that were read. */
export async function readLedger(connection: DuckDBConnection) {
  const counts = await objectsOf<{ outcome: string; lines: number }>(
    connection,
    'select outcome, lines::double as lines from run_ledger order by 1',
  );
  return Object.fromEntries(counts.map(({ outcome, lines }) => [outcome, lines]));
}

/** Every line that was read, in archive order. */
export function readOutcomes(connection: DuckDBConnection): Promise<readonly LineOutcome[]> {
  return objectsOf(
    connection,
    'select object, line::double as line, outcome from outcomes order by object, outcomes.line',
  );
}

/** Counts of a view by name, by period. */
async function countsByPeriod(connection: DuckDBConnection, view: string) {
  const counts = await objectsOf<{ period: string; name: string; lines: number }>(
    connection,
    `select site || ' ' || date as period, name, lines::double as lines from ${view} order by all`,
  );
  const byPeriod: Record<string, Record<string, number>> = {};
  for (const { period, name, lines } of counts) (byPeriod[period] ??= {})[name] = lines;
  return byPeriod;
}

/** The rows of a query as objects: texts and doubles only, which need no conversion. */
export async function objectsOf<Row>(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly Row[]> {
  const read = await connection.runAndReadAll(sql);
  return read.getRowObjectsJS() as unknown as readonly Row[];
}

function ofPeriod(site: string, date: string | undefined): string {
  const ofSite = `site = ${quoted(site)}`;
  return date === undefined ? ofSite : `${ofSite} and date = date ${quoted(date)}`;
}
