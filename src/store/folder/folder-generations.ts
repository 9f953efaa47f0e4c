/** Generations of a folder store: Parquet files and a manifest in a folder of their own. */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Manifest } from '../../model/manifest.ts';
import { manifestSchema } from '../../model/manifest.ts';
import type { PageRecord } from '../../model/page-record.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { Grain, RowPart } from '../../model/row.ts';
import type { RowRange, StoreGenerations } from '../store.ts';
import { rowColumns } from './cell-chunk.ts';
import { makeFolder, removePartials, syncFolder } from './durable-files.ts';
import type { Engine } from './engine.ts';
import { errorFromReading } from './engine-errors.ts';
import { isThere, onFile } from './file-errors.ts';
import {
  filesOfGrain,
  generationFolder,
  generationsFolder,
  manifestPath,
  pagesPath,
  rowsPath,
  rowsPaths,
} from './folder-layout.ts';
import { namesIn, readJson, writeJson } from './json-files.ts';
import { pageColumns, pageRecordsFromChunk } from './page-record-reader.ts';
import { RowPartReader } from './row-part-reader.ts';
import { textFromName } from './safe-names.ts';
import { sqlFromBucket, sqlFromPath, sqlFromText } from './sql-text.ts';
import { stagePages, stageRows } from './stage-files.ts';

export function folderGenerations(root: string, engine: () => Promise<Engine>): StoreGenerations {
  return {
    async stageRows(key, grain, parts) {
      await stageRows({ root, engine: await engine() }, { key, grain }, parts);
    },
    async stagePages(key, pages) {
      await stagePages({ root, engine: await engine() }, key, pages);
    },
    async stageManifest(key, manifest) {
      await makeFolder(generationFolder(root, key));
      await writeJson(manifestPath(root, key), manifest);
    },
    readManifest: (key) => readJson<Manifest>(manifestPath(root, key), manifestSchema),
    async *readRows(key, grain, range) {
      for (const path of pathsOfRange(root, key, { grain, ...range })) {
        if (await isThere(path)) yield* readRows(await engine(), { path, key, grain, range });
      }
    },
    async *readPages(key) {
      const path = pagesPath(root, key);
      if (await isThere(path)) yield* readPages(await engine(), { path, key });
    },
    dropGeneration: (key, grain) => dropGeneration(root, key, grain),
    async listGenerations(key) {
      const names = await namesIn(generationsFolder(root, key));
      return names.map(textFromName).filter((generation) => generation !== undefined);
    },
  };
}

type ParquetFile = { readonly path: string; readonly key: GenerationKey };

/** The site's rows, those of urls, or both in their order. */
function pathsOfRange(
  root: string,
  key: GenerationKey,
  { grain, url }: RowRange & { readonly grain: Grain },
): readonly string[] {
  if (url === undefined) return rowsPaths(root, key, grain);
  return [rowsPath(root, key, url === null ? 'site' : 'urls', grain)];
}

async function* readRows(
  engine: Engine,
  { path, key, grain, range }: ParquetFile & { readonly grain: Grain; readonly range: RowRange },
): AsyncGenerator<RowPart, void, undefined> {
  const from = `FROM read_parquet(${sqlFromPath(path)}) ${conditionFrom(grain, range)}`;
  const reader = new RowPartReader(grain);
  try {
    const chunks = engine.stream((ordinalOf) => {
      return { columns: rowColumns(grain, ordinalOf), from };
    });
    for await (const chunk of chunks) yield* reader.add(chunk);
    yield* reader.finish();
  } catch (error) {
    throw errorFromReading(path, key, error);
  }
}

async function* readPages(
  engine: Engine,
  { path, key }: ParquetFile,
): AsyncGenerator<PageRecord, void, undefined> {
  const query = { columns: pageColumns(), from: `FROM read_parquet(${sqlFromPath(path)})` };
  try {
    for await (const chunk of engine.stream(() => query)) yield* pageRecordsFromChunk(chunk);
  } catch (error) {
    throw errorFromReading(path, key, error);
  }
}

function conditionFrom(grain: Grain, { url, fromBucket, untilBucket }: RowRange): string {
  const conditions: string[] = [];
  if (url === null) conditions.push('url IS NULL');
  else if (url !== undefined) conditions.push(`url = ${sqlFromText(url)}`);
  if (fromBucket !== undefined) conditions.push(`bucket >= ${sqlFromBucket(grain, fromBucket)}`);
  if (untilBucket !== undefined) conditions.push(`bucket < ${sqlFromBucket(grain, untilBucket)}`);
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

async function dropGeneration(root: string, key: GenerationKey, grain?: Grain): Promise<void> {
  const folder = generationFolder(root, key);
  if (!(await isThere(folder))) return;
  if (grain === undefined) {
    await onFile(folder, () => rm(folder, { recursive: true, force: true }));
    await syncFolder(dirname(folder));
    return;
  }
  for (const path of filesOfGrain(root, key, grain)) {
    await onFile(path, () => rm(path, { force: true }));
    await removePartials(path);
  }
  await syncFolder(folder);
}
