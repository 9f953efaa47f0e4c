/** The same numbers by DuckDB on one thread, the archive read by its own reader. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { textFromDay } from '../../src/base/calendar.ts';
import { benchPeriods, benchSites, robotAgentTexts } from './bench-request.ts';
import { measure } from './stopwatch.ts';
import type { FoundNumbers, TaskResult } from './task.ts';

/** As they are named in the checkout, for the compiler leaves them there. */
const sqlFolder = 'test/bench';

export async function duckdbLight(archive: string): Promise<TaskResult> {
  const { result, ...measurement } = await measure(async () => {
    const connection = await connectTo(archive);
    return numbersOf(connection, 'duckdb-light.sql');
  });
  return { ...measurement, numbers: result };
}

export async function duckdbCatalogue(archive: string): Promise<TaskResult> {
  const { result: connection, ...measurement } = await measure(async () => {
    const connected = await connectTo(archive);
    await connected.run(sqlOf('duckdb-events.sql'));
    await connected.run(sqlOf('duckdb-cells.sql'));
    return connected;
  });
  return { ...measurement, numbers: await numbersOf(connection, 'duckdb-numbers.sql') };
}

/** With what the queries read: the files, sites, periods and the robots among the agents. */
async function connectTo(archive: string): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  const names = benchSites.map(({ site }) => `(${quoted(site)})`);
  const periods = benchPeriods().map(
    ({ site, siteIndex, day, from, until }) =>
      `(${siteIndex}::utinyint, ${quoted(site)}, date '${textFromDay(day)}', ${from}, ${until})`,
  );
  await connection.run(`
    set variable files = ${quoted(join(archive, '**/*.gz'))};
    create temp table robots as
      from (values ${robotAgentTexts()
        .map((text) => `(${quoted(text)})`)
        .join(', ')}) robot(agent);
    create temp table sites as from (values ${names.join(', ')}) site(name);
    create temp table periods as
      from (values ${periods.join(', ')}) period(site, name, day, from_second, until_second);`);
  return connection;
}

/** The columns of a query's only row. */
async function numbersOf(connection: DuckDBConnection, file: string): Promise<FoundNumbers> {
  const reader = await connection.runAndReadAll(sqlOf(file));
  const [row = {}] = reader.getRowObjectsJS();
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
}

function sqlOf(file: string): string {
  return readFileSync(join(sqlFolder, file), 'utf8');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
