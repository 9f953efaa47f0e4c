/**
 * Where everything lies in a folder store. The layout is a published format: another number in
 * `layoutVersion` is due whenever an older recount could misread what is written.
 *
 *     recount-store.json            says what the folder is
 *     live.sql                      views of the live rows, for the DuckDB shell
 *     sites/SITE/site.json          the site's name as it is
 *     sites/SITE/record/v1.json     what concerns the site as a whole
 *     sites/SITE/2026-03-08/record/v1.json
 *     sites/SITE/2026-03-08/generations/ID/{rows-1d,rows-5m,pages}.parquet, manifest.json
 *     inputs/DIGEST.json, rules/DIGEST.json, runs/RUN.json
 *     spill/                        of the embedded engine, empty when nobody works
 */
import { join } from 'node:path';
import { textFromDay } from '../../base/calendar.ts';
import type { GenerationKey, PeriodKey } from '../../model/period.ts';
import type { Grain } from '../../model/row.ts';
import { nameFromText } from './safe-names.ts';

export const layoutVersion = 1;

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

export function rowsPath(root: string, key: GenerationKey, grain: Grain): string {
  return join(generationFolder(root, key), `rows-${grain}.parquet`);
}

export function pagesPath(root: string, key: GenerationKey): string {
  return join(generationFolder(root, key), 'pages.parquet');
}

export function manifestPath(root: string, key: GenerationKey): string {
  return join(generationFolder(root, key), 'manifest.json');
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
