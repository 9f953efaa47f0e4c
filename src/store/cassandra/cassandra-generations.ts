/** Generations of a Cassandra store: staged through blocks, read back block by block, dropped. */
import type { types } from 'cassandra-driver';
import { textFromDay } from '../../base/calendar.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { ByteDictionary } from '../../model/byte-dictionary.ts';
import type { Manifest } from '../../model/manifest.ts';
import type { PageRecord } from '../../model/page-record.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { Grain, RowPart } from '../../model/row.ts';
import {
  manifestDocument,
  readDocument,
  readManifests,
  removeDocument,
  writeDocument,
} from '../documents-in-chunks.ts';
import type { RowRange, StoreGenerations } from '../store.ts';
import {
  blockInsert,
  placeParams,
  readBlocks,
  readBlocksOfUrl,
  readGenerations,
  removeBlocks,
  type Block,
  type BlockContent,
} from './block-index.ts';
import { BlockWriter, blockBytesMax, type StagedRow } from './block-writer.ts';
import { bucketFromMs, stagedPages, stagedRowParts } from './staged-rows.ts';
import { cassandraDocuments } from './cassandra-documents.ts';
import type { CassandraNames } from './cassandra-names.ts';
import type { CassandraSession } from './cassandra-session.ts';
import { removeTotals, writeTotals } from './cassandra-totals.ts';
import { readSummaries, removeSummary, writeSummary } from './summaries.ts';
import { cellsFromBlob } from '../cells-blob.ts';
import { readAhead } from '../read-ahead.ts';
import { TotalsCollector } from '../totals/totals-collector.ts';

/** Blocks asked for at once by one reader: some 8 MB, but for parts that are larger alone. */
const blocksAhead = 8;

/** Rows in one answer, however small they are (the driver's own default). */
const fetchRowsMax = 5000;

/** A reader starts a new dictionary of keys when the old one holds this much. */
const keysBytesMax = 4 * 1024 * 1024;

export function cassandraGenerations(
  session: CassandraSession,
  names: CassandraNames,
): StoreGenerations {
  const stage = async (
    key: GenerationKey,
    content: Grain | 'pages',
    rows: Iterable<StagedRow>,
  ): Promise<void> => {
    await names.nameDay(key);
    // Staged again: what is there may hold rows that are no longer among them.
    await dropContent(session, key, content);
    const writer = new BlockWriter(session, key, content);
    try {
      for (const row of rows) {
        const full = writer.add(row);
        if (full !== undefined) await full;
      }
      await writer.finish();
    } finally {
      await writer.abandon();
    }
  };
  return {
    async stageRows(key, grain, parts) {
      if (grain === '5m') return stage(key, grain, stagedRowParts(key, grain, parts));
      const collector = new TotalsCollector(key.day);
      await stage(key, grain, stagedRowParts(key, grain, collector.taking(parts)));
      const totals = collector.finish();
      if (totals !== undefined) await writeTotals(session, key, totals);
    },
    stagePages: (key, pages) => stage(key, 'pages', stagedPages(key, pages)),
    stageManifest: (key, manifest) => stageManifest(session, names, { key, manifest }),
    readManifest: (key) =>
      readDocument<Manifest>(cassandraDocuments(session), manifestDocument(key)),
    readManifests: (keys) => readManyManifests(session, keys),
    readRows: (key, grain, range) => readRows(session, key, grain, range),
    readPages: (key) => readPages(session, key),
    dropGeneration: (key, grain) => dropGeneration(session, key, grain),
    listGenerations: (key) => readGenerations(session, key),
  };
}

async function stageManifest(
  session: CassandraSession,
  names: CassandraNames,
  { key, manifest }: { readonly key: GenerationKey; readonly manifest: Manifest },
): Promise<void> {
  await names.nameDay(key);
  const bytes = Buffer.byteLength(canonicalJson(manifest));
  const first = { level: 0, url: '', bucketMs: 0, part: 0 } as const;
  const block = { content: 'manifest', first, shard: 0, parts: 1, bytes } as const;
  await session.write(blockInsert(key, block));
  await removeSummary(session, key, 'manifest');
  await writeDocument(cassandraDocuments(session), manifestDocument(key), manifest);
  await writeSummary(session, key, 'manifest', Buffer.from(canonicalJson(manifest)));
}

/** In the order of the keys. */
async function readManyManifests(
  session: CassandraSession,
  keys: readonly GenerationKey[],
): Promise<readonly (Manifest | undefined)[]> {
  const copies = await readSummaries(session, keys, 'manifest');
  const rest = keys.filter((_, place) => copies[place] === undefined);
  const others = (await readManifests(cassandraDocuments(session), rest)).values();
  return copies.map((copy) =>
    copy === undefined ? others.next().value : (JSON.parse(copy.toString('utf8')) as Manifest),
  );
}

/** @yields row parts in order; of other buckets than asked for, none. */
async function* readRows(
  session: CassandraSession,
  key: GenerationKey,
  grain: Grain,
  range: RowRange,
): AsyncGenerator<RowPart, void, undefined> {
  const { fromBucket = -Infinity, untilBucket = Infinity } = range;
  const queries = await rowQueries(session, key, grain, range);
  let keys = new ByteDictionary();
  for await (const rows of readAhead(queries, blocksAhead, (query) => readWhole(session, query))) {
    for (const row of rows) {
      const bucket = bucketFromMs(grain, (row['bucket'] as Date).getTime());
      if (bucket < fromBucket || bucket >= untilBucket) continue;
      if (keys.memoryBytes > keysBytesMax) keys = new ByteDictionary();
      yield rowPartFrom(row, { grain, bucket, keys });
    }
  }
}

type BlockQuery = {
  readonly query: string;
  readonly params: readonly unknown[];
  readonly fetchSize: number;
};

async function readWhole(
  session: CassandraSession,
  { query, params, fetchSize }: BlockQuery,
): Promise<readonly types.Row[]> {
  const rows: types.Row[] = [];
  for await (const page of session.pages(query, params, fetchSize)) rows.push(...page);
  return rows;
}

async function rowQueries(
  session: CassandraSession,
  key: GenerationKey,
  grain: Grain,
  { url }: RowRange,
): Promise<readonly BlockQuery[]> {
  const select =
    'SELECT level, url, bucket, part, cells FROM rows ' +
    'WHERE site = ? AND day = ? AND grain = ? AND generation = ? AND shard = ?';
  const partition = [key.site, textFromDay(key.day), grain, key.generation];
  if (url === undefined) {
    return blockQueries(await readBlocks(session, key, grain), { select, partition });
  }
  const name = { content: grain, level: url === null ? 0 : 1, url: url ?? '' } as const;
  const blocks = (await readBlocksOfUrl(session, key, name)).filter(({ parts }) => parts > 0);
  const shards = [...new Set(blocks.map(({ shard }) => shard))];
  return shards.map((shard) => ({
    query: `${select} AND level = ? AND url = ?`,
    params: [...partition, shard, name.level, name.url],
    fetchSize: fetchSizeOf(blocks.filter((one) => one.shard === shard)),
  }));
}

type Partition = { readonly select: string; readonly partition: readonly unknown[] };

const clustering = '(level, url, bucket, part)';

/** Each from its first row to the first of the next in the same partition, whatever lies there. */
function blockQueries(
  blocks: readonly Block[],
  { select, partition }: Partition,
): readonly BlockQuery[] {
  const whole = blocks.filter(({ parts }) => parts > 0);
  return whole.map((block, index) => {
    const next = whole[index + 1];
    const isLast = next === undefined || next.shard !== block.shard;
    const from = placeParams(block.first);
    const until = isLast ? [] : placeParams(next.first);
    const bound = isLast ? '' : ` AND ${clustering} < (?, ?, ?, ?)`;
    return {
      query: `${select} AND ${clustering} >= (?, ?, ?, ?)${bound}`,
      params: [...partition, block.shard, ...from, ...until],
      // One more than the block holds, so that rows nobody knows of are read too.
      fetchSize: block.parts + 1,
    };
  });
}

/** Rows in one answer: about a block, even where the largest of them lie together. */
function fetchSizeOf(blocks: readonly Block[]): number {
  const largest = Math.max(...blocks.map(({ bytes, parts }) => bytes / parts));
  return Math.max(1, Math.min(fetchRowsMax, Math.floor(blockBytesMax / largest)));
}

function rowPartFrom(
  row: types.Row,
  {
    grain,
    bucket,
    keys,
  }: { readonly grain: Grain; readonly bucket: number; readonly keys: ByteDictionary },
): RowPart {
  return {
    grain,
    url: row['level'] === 0 ? null : String(row['url']),
    bucket,
    part: Number(row['part']),
    keys,
    ...cellsFromBlob(row['cells'] as Buffer, keys),
  };
}

async function* readPages(
  session: CassandraSession,
  key: GenerationKey,
): AsyncGenerator<PageRecord, void, undefined> {
  const blocks = (await readBlocks(session, key, 'pages')).filter(({ parts }) => parts > 0);
  for (const shard of new Set(blocks.map((block) => block.shard))) {
    const pages = session.pages(
      'SELECT url, seen_at, metadata FROM pages ' +
        'WHERE site = ? AND day = ? AND generation = ? AND shard = ?',
      [key.site, textFromDay(key.day), key.generation, shard],
      fetchSizeOf(blocks),
    );
    for await (const rows of pages) {
      for (const row of rows) {
        const seenAt = (row['seen_at'] as Date).getTime() / 1000;
        yield { url: String(row['url']), seenAt, metadata: String(row['metadata']) };
      }
    }
  }
}

/** The blocks go last, so that a removal that was killed is finished by the next. */
async function dropGeneration(
  session: CassandraSession,
  key: GenerationKey,
  grain?: Grain,
): Promise<void> {
  if (grain !== undefined) return dropContent(session, key, grain);
  for (const content of ['1d', '5m', 'pages'] as const) await dropContent(session, key, content);
  await removeSummary(session, key, 'manifest');
  await removeDocument(cassandraDocuments(session), manifestDocument(key));
  await removeBlocks(session, key);
}

async function dropContent(
  session: CassandraSession,
  key: GenerationKey,
  content: Exclude<BlockContent, 'manifest'>,
): Promise<void> {
  const blocks = await readBlocks(session, key, content);
  if (blocks.length === 0) return;
  if (content === '1d') await removeTotals(session, key);
  const [site, day, generation] = [key.site, textFromDay(key.day), key.generation];
  for (const shard of new Set(blocks.map((block) => block.shard))) {
    const ofRows = 'DELETE FROM rows WHERE site = ? AND day = ? AND grain = ?';
    const query =
      content === 'pages'
        ? 'DELETE FROM pages WHERE site = ? AND day = ? AND generation = ? AND shard = ?'
        : `${ofRows} AND generation = ? AND shard = ?`;
    const grain = content === 'pages' ? [] : [content];
    await session.write({ query, params: [site, day, ...grain, generation, shard] });
  }
  await removeBlocks(session, key, content);
}
