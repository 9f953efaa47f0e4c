/**
 * `live.sql`: views of what is live, for people with the DuckDB shell. It names every file, so
 * that nothing staged or retired is ever counted, and is written anew at the end of a run.
 */
import { relative } from 'node:path';
import { grains } from '../../model/row.ts';
import type { Store } from '../store.ts';
import { writeFileWhole } from './durable-files.ts';
import { liveViewPath, pagesPath, rowsPaths } from './folder-layout.ts';
import { sqlFromPath } from './sql-text.ts';

const head = `-- The live rows and pages of this store, as of the last run that changed it.
-- Written by recount; do not edit. In this folder: duckdb -init live.sql
--
-- rows_1d, rows_5m: one line per cell; url NULL is the whole site; bucket is the site's local date
-- (1d) or the UTC start of five minutes (5m). Values of visitors, sessions and video_viewers must
-- not be added up: their sketches merge, their numbers do not.
`;

type ViewName = 'rows_1d' | 'rows_5m' | 'pages';

/** The columns of a view over no file at all. */
const emptyColumns: Readonly<Record<ViewName, string>> = {
  rows_1d: rowColumns('DATE'),
  rows_5m: rowColumns('TIMESTAMP'),
  pages:
    'NULL::VARCHAR AS site, NULL::DATE AS date, NULL::VARCHAR AS url, ' +
    'NULL::TIMESTAMP AS seen_at, NULL::VARCHAR AS metadata',
};

/** Memory: the paths of all live files. */
export async function writeLiveView(root: string, store: Store): Promise<void> {
  const files: Record<ViewName, string[]> = { rows_1d: [], rows_5m: [], pages: [] };
  for await (const { site, day, live, generations } of store.listPeriods({})) {
    const entry = generations.find(({ generation }) => generation === live);
    if (entry === undefined) continue;
    const key = { site, day, generation: entry.generation };
    files.pages.push(pagesPath(root, key));
    for (const grain of grains.filter((one) => entry.grains.includes(one))) {
      files[`rows_${grain}`].push(...rowsPaths(root, key, grain));
    }
  }
  const views = (['rows_1d', 'rows_5m', 'pages'] as const).map((name) => {
    const paths = files[name].map((path) => relative(root, path));
    return viewOf(name, paths);
  });
  await writeFileWhole(liveViewPath(root), [head, ...views].join('\n'));
}

function viewOf(name: ViewName, paths: readonly string[]): string {
  const from =
    paths.length === 0
      ? `SELECT ${emptyColumns[name]} WHERE false`
      : `SELECT * FROM read_parquet([\n  ${paths.map(sqlFromPath).join(',\n  ')}\n])`;
  return `CREATE OR REPLACE VIEW ${name} AS ${from};\n`;
}

function rowColumns(bucketType: string): string {
  return [
    'NULL::VARCHAR AS site, NULL::DATE AS date, NULL::VARCHAR AS url',
    `NULL::${bucketType} AS bucket, NULL::INTEGER AS part, NULL::VARCHAR AS segment`,
    'NULL::VARCHAR AS metric, NULL::BIGINT AS value, NULL::BLOB AS sketch',
  ].join(', ');
}
