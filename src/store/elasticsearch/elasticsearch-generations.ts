/** Generations of an Elasticsearch store: staged in bulk, read back in order, dropped again. */
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Manifest } from '../../model/manifest.ts';
import type { GenerationKey } from '../../model/period.ts';
import {
  manifestDocument,
  readDocument,
  readManifests,
  removeDocument,
  totalsDocument,
  writeBytes,
  writeDocument,
  type DocumentTable,
} from '../documents-in-chunks.ts';
import type { StoreGenerations } from '../store.ts';
import { TotalsCollector } from '../totals/totals-collector.ts';
import { BulkWriter } from './bulk-writer.ts';
import { nameContent, readContent, removeContent } from './content-index.ts';
import { beginInDatedIndex, removeIndexOfContents, writeAlias } from './dated-indices.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import type { DatedIndex } from './index-mappings.ts';
import { generationFilter, readPages, readRows, type Filter } from './row-reader.ts';
import { hitsOf, searchPages } from './search-pages.ts';
import { refresh } from './single-documents.ts';
import { documentsFromPages, documentsFromParts, type StagedDocument } from './staged-documents.ts';
import { generationsOfPeriod } from './stored-names.ts';

export function elasticsearchGenerations(
  session: ElasticsearchSession,
  documents: DocumentTable,
): StoreGenerations {
  const store = { session, documents };
  return {
    async stageRows(key, grain, parts) {
      const content = { key, kind: grain };
      if (grain === '5m') return stage(store, content, documentsFromParts(key, parts));
      const collector = new TotalsCollector(key.day);
      await stage(store, content, documentsFromParts(key, collector.taking(parts)));
      const totals = collector.finish();
      if (totals !== undefined) await writeBytes(documents, totalsDocument(key), totals);
    },
    stagePages: (key, pages) =>
      stage(store, { key, kind: 'pages' }, documentsFromPages(key, pages)),
    stageManifest: (key, manifest) => stageManifest(session, documents, { key, manifest }),
    readManifest: (key) => readDocument<Manifest>(documents, manifestDocument(key)),
    readManifests: (keys) => readManifests(documents, keys),
    readRows: (key, grain, range) => readRows(session, key, grain, range),
    readPages: (key) => readPages(session, key),
    async dropGeneration(key, grain) {
      if (grain !== undefined) return dropContent(store, key, grain);
      for (const kind of ['1d', '5m', 'pages'] as const) await dropContent(store, key, kind);
      await removeDocument(documents, manifestDocument(key));
      await removeContent(session, key, 'manifest');
    },
    listGenerations: (key) => generationsOfPeriod(session, key),
  };
}

type Next = IteratorResult<StagedDocument, void>;

type Content = { readonly key: GenerationKey; readonly kind: DatedIndex };

type Parts = { readonly session: ElasticsearchSession; readonly documents: DocumentTable };

async function stage(
  store: Parts,
  { key, kind }: Content,
  documents: Iterator<StagedDocument, void, undefined>,
): Promise<void> {
  const { session } = store;
  // Staged again: what is there may hold rows that are no longer among them.
  await dropContent(store, key, kind);
  const first: Next = documents.next();
  // A day without rows needs no index of its own.
  if (first.done === true) {
    await nameContent(session, key, { kind, index: null, parts: 0, bytes: 0 });
    return;
  }
  const index = await beginInDatedIndex(session, key, kind);
  const writer = new BulkWriter(session, writeAlias(session, index));
  let bytes = 0;
  let parts = 0;
  try {
    for (let next: Next = first; next.done !== true; next = documents.next()) {
      const { id, json } = next.value;
      bytes += json.length;
      parts += 1;
      const full = writer.index(id, json);
      if (full !== undefined) await full;
    }
    await writer.finish();
  } finally {
    await writer.abandon();
  }
  await refresh(session, index);
  await nameContent(session, key, { kind, index, parts, bytes });
}

async function stageManifest(
  session: ElasticsearchSession,
  documents: DocumentTable,
  { key, manifest }: { readonly key: GenerationKey; readonly manifest: Manifest },
): Promise<void> {
  const bytes = Buffer.byteLength(canonicalJson(manifest));
  await nameContent(session, key, { kind: 'manifest', index: null, parts: 1, bytes });
  await writeDocument(documents, manifestDocument(key), manifest);
}

/** Its name goes last, so that a removal that was killed is finished by the next. */
async function dropContent(
  { session, documents }: Parts,
  key: GenerationKey,
  kind: DatedIndex,
): Promise<void> {
  const content = await readContent(session, key, kind);
  if (content === undefined) return;
  if (kind === '1d') await removeDocument(documents, totalsDocument(key));
  const { index } = content;
  if (index !== null && !(await removeIndexOfContents(session, index, 1))) {
    await removeDocuments(session, { index, filter: generationFilter(key) });
  }
  await removeContent(session, key, kind);
}

/** Ids in one page of what is deleted. */
const pageIds = 5000;

export type FilteredDocuments = { readonly index: string; readonly filter: Filter };

/** By their ids, as a search lists them: no script and no delete-by-query is needed. */
export async function removeDocuments(
  session: ElasticsearchSession,
  { index, filter }: FilteredDocuments,
): Promise<void> {
  // What was written by a run that was killed was never made visible.
  await refresh(session, index);
  const pages = searchPages<never>(session, {
    index,
    query: { bool: { filter: [...filter] } },
    sort: [{ _shard_doc: 'asc' }],
    size: pageIds,
  });
  const writer = new BulkWriter(session, writeAlias(session, index));
  try {
    for await (const { _id: id } of hitsOf(pages)) await writer.delete(id);
    await writer.finish();
  } finally {
    await writer.abandon();
  }
  await refresh(session, index);
}
