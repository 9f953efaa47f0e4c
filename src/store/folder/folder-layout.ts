/**
 * Where everything lies in a folder store. The layout is a published format: another number in
 * `layoutVersion` is due whenever an older recount could misread what is written.
 *
 *     recount-store.json            says what the folder is
 *     live.sql                      views of the live rows, for the DuckDB shell
 *     sites/SITE/site.json          the site's name as it is
 *     sites/SITE/record/v1.json     what concerns the site as a whole
 *     sites/SITE/2026-03-08/record/v1.json
 *     sites/SITE/2026-03-08/generations/ID/manifest.json
 *     sites/SITE/2026-03-08/generations/ID/{site-1d,site-5m,urls-1d,urls-5m,pages}.parquet
 *     sites/SITE/2026-03-08/generations/ID/totals-1d.bin, see url-totals.ts: made from the rows
 *     inputs/DIGEST.json, rules/DIGEST.json, runs/RUN.json
 *     spill/                        of the embedded engine, empty when nobody works
 */
import { join } from 'node:path';
import { textFromDay } from '../../base/calendar.ts';
import type { GenerationKey, PeriodKey } from '../../model/period.ts';
import type { Grain } from '../../model/row.ts';
import { nameFromText } from './safe-names.ts';

export const layoutVersion = 2;

export function markerPath(root: string): string {
  return join(root, 'recount-store.json');
}

export function liveViewPath(root: string): string {
  return join(root, 'live.sql');
}

export function spillFolder(root: string): string {
  return join(root, 'spill');
}

export function sitesFolder(root: string): string {
  return join(root, 'sites');
}

export function siteFolder(root: string, site: string): string {
  return join(sitesFolder(root), nameFromText(site));
}

export function periodFolder(root: string, { site, day }: PeriodKey): string {
  return join(siteFolder(root, site), textFromDay(day));
}

/** Of a period or of a site: the folder of its version files. */
export function recordFolder(folder: string): string {
  return join(folder, 'record');
}

export function generationsFolder(root: string, key: PeriodKey): string {
  return join(periodFolder(root, key), 'generations');
}

export function generationFolder(root: string, key: GenerationKey): string {
  return join(generationsFolder(root, key), nameFromText(key.generation));
}

/**
 * The rows of the site and those of its urls lie apart: a few large rows, and very many small ones
 * of which most queries need a column or two, or none.
 */
export type RowsOf = 'site' | 'urls';

export function rowsPath(root: string, key: GenerationKey, of: RowsOf, grain: Grain): string {
  return join(generationFolder(root, key), `${of}-${grain}.parquet`);
}

/** In the order of rows: those of the site come first. */
export function rowsPaths(root: string, key: GenerationKey, grain: Grain): readonly string[] {
  return [rowsPath(root, key, 'site', grain), rowsPath(root, key, 'urls', grain)];
}

/** What the rows of urls add up to in days, for reading single urls. */
export function urlTotalsPath(root: string, key: GenerationKey): string {
  return join(generationFolder(root, key), 'totals-1d.bin');
}

export function pagesPath(root: string, key: GenerationKey): string {
  return join(generationFolder(root, key), 'pages.parquet');
}

export function manifestPath(root: string, key: GenerationKey): string {
  return join(generationFolder(root, key), 'manifest.json');
}

/** All that a generation has of a grain. */
export function filesOfGrain(root: string, key: GenerationKey, grain: Grain): readonly string[] {
  const totals = grain === '1d' ? [urlTotalsPath(root, key)] : [];
  return [...rowsPaths(root, key, grain), ...totals];
}

/** Documents by content or id. */
export function documentsFolder(root: string, kind: 'inputs' | 'rules' | 'runs'): string {
  return join(root, kind);
}

export function documentPath(
  root: string,
  kind: 'inputs' | 'rules' | 'runs',
  name: string,
): string {
  return join(documentsFolder(root, kind), `${nameFromText(name)}.json`);
}
