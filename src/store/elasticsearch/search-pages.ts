/**
 * Reads documents in an order of theirs, page by page, from one point in time: none is seen twice
 * or missed, whatever is written meanwhile.
 */
import type { Client, estypes } from '@elastic/elasticsearch';
import { typeOf } from './elasticsearch-errors.ts';
import { checkWhole, type ElasticsearchSession } from './elasticsearch-session.ts';

/** How long the server keeps a point in time after a page; a page takes far less (chosen). */
const keepAlive = '5m';

export type Hit<Source> = {
  readonly _index: string;
  readonly _id: string;
  readonly _source?: Source;
  readonly sort: readonly (string | number | null)[];
  readonly fields?: Readonly<Record<string, readonly unknown[] | undefined>>;
};

export type PagedSearch = {
  /** A name, or a pattern with `*`. */
  readonly index: string;
  readonly query: estypes.QueryDslQueryContainer;
  /** No two documents are alike in all of it. */
  readonly sort: readonly estypes.SortCombinations[];
  /** Documents in one page. */
  readonly size: number;
  /** Which fields of the document itself come along; none by default. */
  readonly source?: readonly string[];
  /** Fields that come from columns, without the document. */
  readonly columns?: readonly string[];
  /** Whether one page is mostly all: it is then asked for without a point in time first. */
  readonly isMostlyOnePage?: boolean;
};

/** None where there is no such index. Memory: one page. */
export async function* searchPages<Source>(
  session: ElasticsearchSession,
  search: PagedSearch,
): AsyncGenerator<readonly Hit<Source>[], void, undefined> {
  if (search.isMostlyOnePage === true) {
    const all = await readOnlyPage<Source>(session, search);
    if (all.length > 0 && all.length < search.size) yield all;
    if (all.length < search.size) return;
  }
  const point: Point = { id: await openPoint(session, search.index) };
  let after: Hit<Source>['sort'] | undefined;
  try {
    while (point.id !== undefined) {
      const page = await readPage<Source>(session, { search, point, after });
      if (page.length > 0) yield page;
      if (page.length < search.size) return;
      after = page.at(-1)?.sort.slice(0, search.sort.length);
    }
  } finally {
    if (point.id !== undefined) await closePoint(session, point.id);
  }
}

/** The documents of all pages, one by one. */
export async function* hitsOf<Source>(
  pages: AsyncIterable<readonly Hit<Source>[]>,
): AsyncGenerator<Hit<Source>, void, undefined> {
  for await (const page of pages) yield* page;
}

/** A point in time that is replaced when it has expired; undefined: the index is gone. */
type Point = { id: string | undefined };

type Page = {
  readonly search: PagedSearch;
  readonly point: Point;
  readonly after: readonly (string | number | null)[] | undefined;
};

/** A page that a server restarts under, again and again, is not worth waiting for. */
const expiriesMax = 5;

/** After an expiry the page begins after the last key, whatever has become of the server. */
async function readPage<Source>(
  session: ElasticsearchSession,
  { search, point, after }: Page,
): Promise<readonly Hit<Source>[]> {
  for (let expiries = 0; point.id !== undefined; expiries += 1) {
    try {
      return await readOnce<Source>(session, { search, id: point.id, after });
    } catch (error) {
      const { cause } = error as { readonly cause?: unknown };
      if (!(cause instanceof ExpiredPoint) || expiries === expiriesMax) throw error;
      point.id = await openPoint(session, search.index);
    }
  }
  return [];
}

type OnePage = Omit<Page, 'point'> & { readonly id: string };

function readOnce<Source>(
  session: ElasticsearchSession,
  { search, id, after }: OnePage,
): Promise<readonly Hit<Source>[]> {
  return session.ask('reading', async (client) => {
    const answer = await searchUnexpired<Source>(client, {
      ...requestOf(search),
      pit: { id, keep_alive: keepAlive },
      ...(after && { search_after: [...after] }),
    });
    return checkWhole(answer).hits.hits as unknown as readonly Hit<Source>[];
  });
}

function readOnlyPage<Source>(
  session: ElasticsearchSession,
  search: PagedSearch,
): Promise<readonly Hit<Source>[]> {
  return session.ask('reading', async (client) => {
    const { index } = search;
    const request = { ...requestOf(search), index, ignore_unavailable: true };
    const answer = await client.search<Source>(request);
    return checkWhole(answer).hits.hits as unknown as readonly Hit<Source>[];
  });
}

function requestOf({ query, sort, size, source = [], columns }: PagedSearch) {
  return {
    query,
    sort: [...sort],
    size,
    _source: source.length === 0 ? false : [...source],
    ...(columns && { docvalue_fields: [...columns] }),
    track_total_hits: false,
    allow_partial_search_results: false,
  };
}

/** Not worth trying again: the point does not come back. */
class ExpiredPoint extends Error {}

async function searchUnexpired<Source>(
  client: Client,
  request: estypes.SearchRequest,
): Promise<estypes.SearchResponse<Source>> {
  try {
    return await client.search<Source>(request);
  } catch (error) {
    if (isExpired(error)) throw new ExpiredPoint('the point in time has expired', { cause: error });
    throw error;
  }
}

/** A point in time is forgotten after a while, and when its server or its index is gone. */
function isExpired(error: unknown): boolean {
  const text = JSON.stringify((error as { readonly body?: unknown } | undefined)?.body ?? '');
  return text.includes('search_context_missing_exception') || isMissingIndex(error);
}

export function isMissingIndex(error: unknown): boolean {
  return typeOf(error) === 'index_not_found_exception';
}

async function openPoint(
  session: ElasticsearchSession,
  index: string,
): Promise<string | undefined> {
  try {
    const { id } = await session.ask('opening a point in time', async (client) =>
      checkWhole(await client.openPointInTime({ index, keep_alive: keepAlive })),
    );
    return id;
  } catch (error) {
    if (isMissingIndex((error as { readonly cause?: unknown }).cause)) return undefined;
    throw error;
  }
}

/** One that cannot be closed ends by itself. */
async function closePoint(session: ElasticsearchSession, id: string): Promise<void> {
  await session.client.closePointInTime({ id }).catch(() => undefined);
}
