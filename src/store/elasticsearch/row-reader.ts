/**
 * Reads rows in their order: first which documents there are and how large each is, page by page,
 * then their cells, in requests of bounded size, some of them ahead.
 */
import type { estypes } from '@elastic/elasticsearch';
import { textFromDay } from '../../base/calendar.ts';
import { ByteDictionary } from '../../model/byte-dictionary.ts';
import type { PageRecord } from '../../model/page-record.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { Grain, RowPart } from '../../model/row.ts';
import { cellsFromBlob } from '../cells-blob.ts';
import { readAhead } from '../read-ahead.ts';
import type { RowRange } from '../store.ts';
import { readContent } from './content-index.ts';
import { PartialError } from './elasticsearch-errors.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import { searchPages, type Hit, type PagedSearch } from './search-pages.ts';
import { bucketFromMs, msFromBucket } from './staged-documents.ts';

/** Keys in one page: some 300 KB. */
const pageKeys = 2000;

/** Cells asked for in one request, and the number of requests ahead: some 8 MB at once. */
const groupBytesMax = 1024 * 1024;
const groupRowsMax = 500;
const groupsAhead = 8;

/** A reader starts a new dictionary of keys when the old one holds this much. */
const keysBytesMax = 4 * 1024 * 1024;

export type Filter = readonly estypes.QueryDslQueryContainer[];

export function generationFilter({ site, day, generation }: GenerationKey): Filter {
  return [{ term: { site } }, { term: { day: textFromDay(day) } }, { term: { generation } }];
}

export function bucketFilter(
  grain: Grain,
  { fromBucket, untilBucket }: Pick<RowRange, 'fromBucket' | 'untilBucket'>,
): Filter {
  const bucket = {
    ...(fromBucket !== undefined && { gte: msFromBucket(grain, fromBucket) }),
    ...(untilBucket !== undefined && { lt: msFromBucket(grain, untilBucket) }),
  };
  return Object.keys(bucket).length === 0 ? [] : [{ range: { bucket } }];
}

/** @param url null = the site rows. */
export function urlFilter(url: string | null): Filter {
  return [
    url === null ? { bool: { must_not: [{ exists: { field: 'url' } }] } } : { term: { url } },
  ];
}

/** The one order of rows: what has no url is a site row. */
const rowOrder: PagedSearch['sort'] = [
  { url: { order: 'asc', missing: '_first' } },
  { bucket: { order: 'asc' } },
  { part: { order: 'asc' } },
];

/** No two documents of whatever generations are alike in it. */
export const orderOfManyGenerations: PagedSearch['sort'] = [
  ...rowOrder,
  { day: { order: 'asc' } },
  { generation: { order: 'asc' } },
  { site: { order: 'asc' } },
];

/** @yields row parts in order. */
export async function* readRows(
  session: ElasticsearchSession,
  key: GenerationKey,
  grain: Grain,
  range: RowRange,
): AsyncGenerator<RowPart, void, undefined> {
  const { url } = range;
  const filter = [
    ...generationFilter(key),
    ...bucketFilter(grain, range),
    ...(url === undefined ? [] : urlFilter(url)),
  ];
  const index = (await readContent(session, key, grain))?.index;
  if (index) yield* readFilteredRows(session, { index, grain, filter, order: rowOrder });
}

/** Rows of one index. */
export type RowChoice = {
  readonly index: string;
  readonly grain: Grain;
  readonly filter: Filter;
};

export type FilteredRows = RowChoice & {
  /** Begins with url, bucket and part; of no two documents alike. */
  readonly order: PagedSearch['sort'];
};

/** @yields row parts in that order. Memory: some requests ahead. */
export async function* readFilteredRows(
  session: ElasticsearchSession,
  { index, grain, filter, order }: FilteredRows,
): AsyncGenerator<RowPart, void, undefined> {
  const pages = searchPages<never>(session, {
    index,
    query: { bool: { filter: [...filter] } },
    sort: order,
    size: pageKeys,
    columns: ['bytes'],
  });
  yield* partsOf(grain, rowsOf(session, pages));
}

/** @param rows of one grain, as a search lists them that sorts by url, bucket and part first. */
export async function* partsOf(
  grain: Grain,
  rows: AsyncIterable<HitWithCells> | Iterable<HitWithCells>,
): AsyncGenerator<RowPart, void, undefined> {
  let keys = new ByteDictionary();
  for await (const { hit, cells } of rows) {
    if (keys.memoryBytes > keysBytesMax) keys = new ByteDictionary();
    const [url = null, milliseconds, part] = hit.sort;
    yield {
      grain,
      url: url as string | null,
      bucket: bucketFromMs(grain, Number(milliseconds)),
      part: Number(part),
      keys,
      ...cellsFromBlob(cells, keys),
    };
  }
}

async function* rowsOf(
  session: ElasticsearchSession,
  pages: AsyncIterable<readonly KeyHit[]>,
): AsyncGenerator<HitWithCells, void, undefined> {
  const read = (hits: readonly KeyHit[]) => readCells(session, hits);
  for await (const page of pages) {
    for await (const rows of readAhead(groupsOf(page), groupsAhead, read)) yield* rows;
  }
}

type KeyHit = Hit<never>;

/** As many as fit in a request, one at least. */
function* groupsOf(page: readonly KeyHit[]): Generator<readonly KeyHit[], void, undefined> {
  let group: KeyHit[] = [];
  let bytes = 0;
  for (const hit of page) {
    const own = Number(hit.fields?.['bytes']?.[0] ?? 0);
    if (group.length >= groupRowsMax || (group.length > 0 && bytes + own > groupBytesMax)) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(hit);
    bytes += own;
  }
  if (group.length > 0) yield group;
}

type HitWithCells = { readonly hit: Pick<KeyHit, 'sort'>; readonly cells: Buffer };

type CellsAnswer = {
  readonly found?: boolean;
  readonly _source?: { readonly cells?: string };
  readonly error?: { readonly type?: string };
};

/** What was dropped since its key was read is none: whoever reads counts what there should be. */
async function readCells(
  session: ElasticsearchSession,
  hits: readonly KeyHit[],
): Promise<readonly HitWithCells[]> {
  const [first] = hits;
  if (first === undefined) return [];
  const answers = await session.ask('reading rows', async (client) => {
    const { docs } = await client.mget({
      index: first._index,
      ids: hits.map(({ _id: id }) => id),
      realtime: false,
      _source_includes: ['cells'],
      filter_path: ['docs.found', 'docs._source', 'docs.error'],
    });
    return checkAnswers(docs as readonly CellsAnswer[], hits.length);
  });
  return answers.flatMap(({ _source: source }, index) => {
    const hit = hits[index];
    if (source?.cells === undefined || hit === undefined) return [];
    return [{ hit, cells: Buffer.from(source.cells, 'base64') }];
  });
}

/** @throws PartialError where a shard did not answer. */
function checkAnswers(answers: readonly CellsAnswer[], asked: number): readonly CellsAnswer[] {
  const failed = answers.find(({ error }) => error !== undefined)?.error;
  if (failed?.type === 'index_not_found_exception') return [];
  if (failed === undefined && answers.length === asked) return answers;
  const message = failed?.type ?? `${answers.length} of ${asked} documents were answered`;
  throw new PartialError(message, { isOverload: false });
}

/** Page records in one page: some hundred bytes each. */
const pageRecords = 2000;

/** @yields page records ascending by url. */
export async function* readPages(
  session: ElasticsearchSession,
  key: GenerationKey,
): AsyncGenerator<PageRecord, void, undefined> {
  const index = (await readContent(session, key, 'pages'))?.index;
  if (!index) return;
  const pages = searchPages<{ url: string; seen_at: number; metadata: string }>(session, {
    index,
    query: { bool: { filter: [...generationFilter(key)] } },
    sort: [{ url: { order: 'asc' } }],
    size: pageRecords,
    source: ['url', 'seen_at', 'metadata'],
  });
  for await (const page of pages) {
    for (const { _source: source } of page) {
      if (source === undefined) continue;
      yield { url: source.url, seenAt: source.seen_at / 1000, metadata: source.metadata };
    }
  }
}
