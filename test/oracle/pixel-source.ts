/** The hits of a pixel archive, told by SQL as the events that they stand for. */
import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceOfArchive } from './line-sources.ts';
import type { LineSource } from './oracle.ts';
import { objectsOf, type LineOutcome } from './read-oracle.ts';
import { quoted } from './rules-sql.ts';

export type PixelKnowledge = {
  /** What agents and referrers are, as whoever made the archive says. */
  readonly agents: readonly { readonly text: string; readonly device: string | null }[];
  readonly referrers: readonly {
    readonly url: string | null;
    readonly category: string;
    readonly domain: string | null;
  }[];
};

/** Every line of the archive must be an access record. */
export async function sourceOfPixelArchive(
  folder: string,
  { agents, referrers }: PixelKnowledge,
): Promise<LineSource> {
  const archive = sourceOfArchive(folder);
  const work = mkdtempSync(join(tmpdir(), 'oracle-'));
  const path = quoted(join(work, 'hits.parquet'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const agentRows = agents.map(({ text, device }) => `(${quoted(text)}, ${textSql(device)})`);
  const referrerRows = referrers
    .filter(({ url }) => url !== null)
    .map((row) => `(${[row.url, row.category, row.domain].map(textSql).join(', ')})`);
  await connection.run(`
    set timezone = 'UTC';
    create table raw as ${archive.query(archive.keys)};
    create table agents as select distinct * from (values ${agentRows.join(', ')}) t(agent, device);
    create table referrers as
      select distinct * from (values ${referrerRows.join(', ')}) t(url, category, domain);
    ${readFileSync(new URL('pixel.sql', import.meta.url), 'utf8')}
    copy (select * from hits order by object, line) to ${path};
  `);
  const unreadable = await objectsOf<LineOutcome>(
    connection,
    `select object, line::double as line, 'not_a_hit' as outcome from records
     where not exists (from hits where hits.object = records.object and hits.line = records.line)`,
  );
  connection.closeSync();
  instance.closeSync();
  return {
    keys: archive.keys,
    unreadable,
    query: (read) => `
      select object, line, text from read_parquet(${path})
      where list_contains([${read.map(quoted).join(', ')}], object)`,
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}

function textSql(text: string | null): string {
  return text === null ? 'null' : quoted(text);
}
