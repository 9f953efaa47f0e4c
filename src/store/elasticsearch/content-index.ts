/**
 * What is stored of generations, and in which index it lies. Every content of a generation (the
 * rows of a grain, its pages, its manifest) has one small document among the records, written
 * before anything of it and removed after everything of it: so nothing that is stored is unknown,
 * and a killed removal is finished by the next.
 */
import type { estypes } from '@elastic/elasticsearch';
import { textFromDay } from '../../base/calendar.ts';
import type { GenerationKey } from '../../model/period.ts';
import { idFromParts } from './document-ids.ts';
import { indexName } from './elasticsearch-schema.ts';
import { checkWhole, type ElasticsearchSession } from './elasticsearch-session.ts';
import type { DatedIndex } from './index-mappings.ts';
import { searchPages } from './search-pages.ts';
import {
  readSingle,
  readSingles,
  refresh,
  removeSingle,
  writeSingle,
  type Place,
} from './single-documents.ts';

export const contentKinds = ['1d', '5m', 'pages', 'manifest'] as const;
export type ContentKind = DatedIndex | 'manifest';

export type Content = {
  /** The dated index; none for a manifest, which lies among the documents. */
  readonly index: string | null;
  /** Documents; 0 while they are being written. */
  readonly parts: number;
  /** Of the documents as they are sent, before the server compresses them. */
  readonly bytes: number;
};

function contentPlace(
  session: ElasticsearchSession,
  { site, day, generation }: GenerationKey,
  kind: ContentKind,
): Place {
  const id = idFromParts(['content', site, day, generation, kind]);
  return { index: indexName(session, 'records'), id };
}

export async function readContent(
  session: ElasticsearchSession,
  key: GenerationKey,
  kind: ContentKind,
): Promise<Content | undefined> {
  return (await readSingle<Content>(session, contentPlace(session, key, kind)))?.source;
}

/** Contents asked for in one request. */
const contentsAsked = 500;

/** In the order of the keys. */
export async function readContents(
  session: ElasticsearchSession,
  keys: readonly GenerationKey[],
  kind: ContentKind,
): Promise<readonly (Content | undefined)[]> {
  const index = indexName(session, 'records');
  const contents: (Content | undefined)[] = [];
  for (let from = 0; from < keys.length; from += contentsAsked) {
    const some = keys.slice(from, from + contentsAsked);
    const ids = some.map((key) => contentPlace(session, key, kind).id);
    contents.push(...(await readSingles<Content>(session, { index, ids })));
  }
  return contents;
}

/**
 * Says what there is of a content: before its first document, and again after the last. One that
 * was dropped meanwhile is known again after that, so that the next gc drops what came too late.
 */
export async function nameContent(
  session: ElasticsearchSession,
  key: GenerationKey,
  { kind, ...content }: Content & { readonly kind: ContentKind },
): Promise<void> {
  const { site, generation } = key;
  const of = { kind: 'content', site, day: textFromDay(key.day), generation, content: kind };
  await writeSingle(session, contentPlace(session, key, kind), { ...of, ...content });
}

export async function removeContent(
  session: ElasticsearchSession,
  key: GenerationKey,
  kind: ContentKind,
): Promise<void> {
  await removeSingle(session, contentPlace(session, key, kind));
}

/** How many contents lie in an index. */
export async function countContents(session: ElasticsearchSession, index: string): Promise<number> {
  const records = indexName(session, 'records');
  await refresh(session, records);
  const filter: estypes.QueryDslQueryContainer[] = [
    { term: { kind: 'content' } },
    { term: { index } },
  ];
  const { count } = await session.ask('counting contents', async (client) =>
    checkWhole(await client.count({ index: records, query: { bool: { filter } } })),
  );
  return count;
}

export type NamedContent = Content & {
  readonly site: string;
  /** `2026-03-08`. */
  readonly day: string;
  readonly generation: string;
  readonly content: string;
};

/** Contents in one page of a listing. */
const pageContents = 1000;

/** What the records name in an index, in any order. */
export async function* contentsOfIndex(
  session: ElasticsearchSession,
  index: string,
): AsyncGenerator<NamedContent, void, undefined> {
  const records = indexName(session, 'records');
  await refresh(session, records);
  const pages = searchPages<NamedContent>(session, {
    index: records,
    query: { bool: { filter: [{ term: { kind: 'content' } }, { term: { index } }] } },
    sort: [{ _shard_doc: 'asc' }],
    size: pageContents,
    source: ['site', 'day', 'generation', 'content', 'index', 'parts', 'bytes'],
  });
  for await (const page of pages) {
    for (const { _source: source } of page) if (source !== undefined) yield source;
  }
}
