/**
 * Writes the files of a generation: each under another name first, and renamed when all that
 * belong together are whole. A generation has one writer, so what lies there unfinished is left
 * from one that was killed.
 */
import { rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PageRecord } from '../../model/page-record.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { Grain, RowPart } from '../../model/row.ts';
import type { ChunkSource } from './chunk-source.ts';
import { finishFile, makeFolder, partialPath, removePartials } from './durable-files.ts';
import type { Engine } from './engine.ts';
import { errorFromWriting } from './engine-errors.ts';
import { onFile } from './file-errors.ts';
import { newTotalsFile } from './folder-totals.ts';
import { filesOfGrain, pagesPath, rowsPath, spillFolder, urlTotalsPath } from './folder-layout.ts';
import { PageSource } from './page-source.ts';
import { RowSource } from './row-source.ts';
import { SplitParts } from './split-parts.ts';
import { sqlFromDay, sqlFromPath, sqlFromSeconds, sqlFromText } from './sql-text.ts';
import { UrlTotalsWriter } from '../totals/url-totals-writer.ts';

export type StagePlace = { readonly root: string; readonly engine: Engine };

/**
 * Rows and bytes (as they lie in memory) of a row group at most: what the engine holds while it
 * writes or reads. Many rows, because each group costs a query 20 microseconds a column before
 * its first value; few bytes, because each third cell of a busy row is a sketch of 10 KB.
 */
const groupRowsMax = 61_440;
const groupBytesMax = 16 * 1024 * 1024;

export async function stageRows(
  place: StagePlace,
  { key, grain }: { readonly key: GenerationKey; readonly grain: Grain },
  parts: Iterable<RowPart>,
): Promise<void> {
  const { root } = place;
  const bucket = grain === '1d' ? `DATE '1970-01-01' + bucket::INTEGER` : sqlFromSeconds('bucket');
  const cell = 'part::INTEGER AS part, segment, metric, value, sketch';
  const columns = `url, ${bucket} AS bucket, ${cell}`;
  const split = new SplitParts(parts);
  await prepareFolder(root, filesOfGrain(root, key, grain));
  const files = new UnfinishedFiles();
  try {
    const site = files.add(rowsPath(root, key, 'site', grain));
    await writeParquet(place, new RowSource(split.site()), { ...site, key, columns });
    const urls = files.add(rowsPath(root, key, 'urls', grain));
    const write = (own: Iterable<RowPart>): Promise<void> =>
      writeParquet(place, new RowSource(own), { ...urls, key, columns });
    if (grain === '1d') {
      const totals = files.add(urlTotalsPath(root, key));
      const isFit = await writeWithTotals({ totals, urls, day: key.day }, split.urls(), write);
      if (!isFit) await files.removeLast();
    } else await write(split.urls());
    await files.finish();
  } catch (error) {
    await files.remove();
    throw error;
  } finally {
    split.stop();
  }
}

export async function stagePages(
  place: StagePlace,
  key: GenerationKey,
  pages: Iterable<PageRecord>,
): Promise<void> {
  const columns = `url, ${sqlFromSeconds('seen_at')} AS seen_at, metadata`;
  const path = pagesPath(place.root, key);
  await prepareFolder(place.root, [path]);
  const files = new UnfinishedFiles();
  try {
    const source = new PageSource(pages);
    await writeParquet(place, source, { ...files.add(path), key, columns });
    await files.finish();
  } catch (error) {
    await files.remove();
    throw error;
  }
}

/** @returns whether the totals may be used. */
async function writeWithTotals(
  { totals, urls, day }: { totals: UnfinishedFile; urls: UnfinishedFile; day: number },
  parts: Iterable<RowPart>,
  write: (parts: Iterable<RowPart>) => Promise<void>,
): Promise<boolean> {
  const file = newTotalsFile(totals.partial);
  try {
    const writer = new UrlTotalsWriter(day, file.sink);
    await write(writer.taking(parts));
    const { size } = await onFile(urls.path, () => stat(urls.partial));
    return writer.finish(size);
  } finally {
    file.close();
  }
}

async function prepareFolder(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await makeFolder(dirname(path));
    await removePartials(path);
  }
  await makeFolder(spillFolder(root));
}

type UnfinishedFile = { readonly path: string; readonly partial: string };

/** Files that become visible together, or not at all. */
class UnfinishedFiles {
  readonly #files: UnfinishedFile[] = [];

  add(path: string): UnfinishedFile {
    const file = { path, partial: partialPath(path) };
    this.#files.push(file);
    return file;
  }

  async removeLast(): Promise<void> {
    const file = this.#files.pop();
    if (file === undefined) return;
    for (const path of [file.partial, file.path]) await rm(path, { force: true });
  }

  async finish(): Promise<void> {
    for (const { partial, path } of this.#files) await finishFile(partial, path);
  }

  async remove(): Promise<void> {
    for (const { partial } of this.#files) await rm(partial, { force: true });
  }
}

type Written = UnfinishedFile & { readonly key: GenerationKey; readonly columns: string };

/** Site and date stand in every file, so that a view over many of them needs no names of files. */
async function writeParquet(
  { engine }: StagePlace,
  source: ChunkSource,
  { path, partial, key, columns }: Written,
): Promise<void> {
  const period = `${sqlFromText(key.site)} AS site, ${sqlFromDay(key.day)} AS date`;
  const groups = `ROW_GROUP_SIZE ${groupRowsMax}, ROW_GROUP_SIZE_BYTES ${groupBytesMax}`;
  const options = `FORMAT parquet, COMPRESSION zstd, ${groups}`;
  try {
    await engine.runWithSource(
      source,
      (table) =>
        `COPY (SELECT ${period}, ${columns} FROM ${table}) TO ${sqlFromPath(partial)} (${options})`,
    );
  } catch (error) {
    throw errorFromWriting(path, error);
  }
}
