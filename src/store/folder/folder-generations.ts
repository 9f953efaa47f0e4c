/** Generations of a folder store: Parquet files and a manifest in a folder of their own. */
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Manifest } from '../../model/manifest.ts';
import { manifestSchema } from '../../model/manifest.ts';
import type { PageRecord } from '../../model/page-record.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { Grain, RowPart } from '../../model/row.ts';
import type { RowRange, Store } from '../store.ts';
import type { ChunkSource } from './chunk-source.ts';
import { finishFile, isPartial, makeFolder, partialPath, syncFolder } from './durable-files.ts';
import type { Engine } from './engine.ts';
import { errorFromReading, errorFromWriting } from './engine-errors.ts';
import { isThere, onFile } from './file-errors.ts';
import {
  generationFolder,
  generationsFolder,
  manifestPath,
  pagesPath,
  rowsPath,
  spillFolder,
} from './folder-layout.ts';
import { namesIn, readJson, writeJson } from './json-files.ts';
import { pageColumns, pageRecordsFromChunk } from './page-record-reader.ts';
import { PageSource } from './page-source.ts';
import { RowPartReader, rowColumns } from './row-part-reader.ts';
import { RowSource } from './row-source.ts';
import { textFromName } from './safe-names.ts';
import { sqlFromBucket, sqlFromDay, sqlFromPath, sqlFromSeconds, sqlFromText } from './sql-text.ts';

export type FolderGenerations = Pick<
  Store,
  | 'stageRows'
  | 'stagePages'
  | 'stageManifest'
  | 'readManifest'
  | 'readRows'
  | 'readPages'
  | 'dropGeneration'
  | 'listGenerations'
>;

/**
 * Rows of a row group: what the engine holds in memory while it writes or reads, and decodes for
 * one url. A group of busy site rows, each third cell a full sketch of 10 KB, is 30 MB; measured on
 * everyday rows, groups of 61,440 would take 6 % less space and be read as fast.
 */
const groupRows = 8192;

export function folderGenerations(root: string, engine: () => Promise<Engine>): FolderGenerations {
  return {
    async stageRows(key, grain, parts) {
      const bucket =
        grain === '1d' ? `DATE '1970-01-01' + bucket::INTEGER` : sqlFromSeconds('bucket');
      const cell = 'part::INTEGER AS part, segment, metric, value, sketch';
      const columns = `url, ${bucket} AS bucket, ${cell}`;
      const target = { path: rowsPath(root, key, grain), key, columns };
      await writeParquet({ root, engine: await engine() }, new RowSource(parts), target);
    },
    async stagePages(key, pages) {
      const columns = `url, ${sqlFromSeconds('seen_at')} AS seen_at, metadata`;
      const target = { path: pagesPath(root, key), key, columns };
      await writeParquet({ root, engine: await engine() }, new PageSource(pages), target);
    },
    async stageManifest(key, manifest) {
      await makeFolder(generationFolder(root, key));
      await writeJson(manifestPath(root, key), manifest);
    },
    readManifest: (key) => readJson<Manifest>(manifestPath(root, key), manifestSchema),
    async *readRows(key, grain, range) {
      const path = rowsPath(root, key, grain);
      if (await isThere(path)) yield* readRows(await engine(), { path, key, grain, range });
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

type Place = { readonly root: string; readonly engine: Engine };
type ParquetFile = { readonly path: string; readonly key: GenerationKey };

/** Site and date stand in every file, so that a view over many of them needs no names of files. */
async function writeParquet(
  { root, engine }: Place,
  source: ChunkSource,
  { path, key, columns }: ParquetFile & { readonly columns: string },
): Promise<void> {
  await makeFolder(dirname(path));
  await makeFolder(spillFolder(root));
  await removePartials(path);
  const partial = partialPath(path);
  const period = `${sqlFromText(key.site)} AS site, ${sqlFromDay(key.day)} AS date`;
  const options = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows}`;
  try {
    await engine.runWithSource(
      source,
      (table) =>
        `COPY (SELECT ${period}, ${columns} FROM ${table}) TO ${sqlFromPath(partial)} (${options})`,
    );
    await finishFile(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw errorFromWriting(path, error);
  }
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
  const query = { columns: pageColumns, from: `FROM read_parquet(${sqlFromPath(path)})` };
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
  const path = rowsPath(root, key, grain);
  await onFile(path, () => rm(path, { force: true }));
  await removePartials(path);
  await syncFolder(folder);
}

/** What killed processes left of a file. A generation has one writer, so none is at work. */
async function removePartials(path: string): Promise<void> {
  const names = await namesIn(dirname(path));
  for (const name of names.filter((one) => one.startsWith(basename(path)) && isPartial(one))) {
    await onFile(path, () => rm(join(dirname(path), name), { force: true }));
  }
}
