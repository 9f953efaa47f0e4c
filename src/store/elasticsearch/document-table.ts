/** Heads and chunks of input sets, rules, runs and manifests, in one index. */
import { indexName } from './elasticsearch-schema.ts';
import type {
  DocumentHead,
  DocumentName,
  DocumentTable,
  FoundHead,
} from '../documents-in-chunks.ts';
import { readAhead } from '../read-ahead.ts';
import { idFromParts } from './document-ids.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import { searchPages } from './search-pages.ts';
import {
  readSingle,
  readSingles,
  refresh,
  removeSingle,
  writeSingle,
  type Place,
} from './single-documents.ts';

/** Chunks asked for at once; each is half a megabyte at most. */
const chunksAhead = 4;

/** Heads asked for in one request, and chunks: some hundred bytes each, but for large ones. */
const headsAsked = 500;
const groupBytesMax = 2 * 1024 * 1024;

/** Names in one page of a listing. */
const pageNames = 1000;

type Digested = DocumentName & DocumentHead;

/** With a copy of what is small, beside its one chunk. */
type StoredHead = DocumentHead & { readonly content?: string };

function headFromStored({ digest, bytes, chunks, content }: StoredHead): FoundHead {
  const copy = content === undefined ? {} : { copy: Buffer.from(content, 'base64') };
  return { digest, bytes, chunks, ...copy };
}

export function documentTable(session: ElasticsearchSession): DocumentTable {
  const index = indexName(session, 'documents');
  const headPlace = ({ kind, name }: DocumentName): Place => {
    return { index, id: idFromParts(['head', kind, name]) };
  };
  const chunkPlace = ({ kind, name, digest }: Digested, chunk: number): Place => {
    return { index, id: idFromParts(['chunk', kind, name, digest, chunk]) };
  };
  return {
    remedy: 'restore the index of documents from a snapshot',
    async readHead(document) {
      const seen = await readSingle<StoredHead>(session, headPlace(document));
      return seen && headFromStored(seen.source);
    },
    readHeads: (documents) => readHeads(session, index, documents.map(headPlace)),
    writeHead: ({ kind, name }, { digest, bytes, chunks }, copy) => {
      const content = copy && { content: copy.toString('base64') };
      const head = { kind, name, digest, bytes, chunks, ...content };
      return writeSingle(session, headPlace({ kind, name }), head);
    },
    removeHead: (document) => removeSingle(session, headPlace(document)),
    writeChunk: (document, chunk, content) =>
      writeSingle(session, chunkPlace(document, chunk), { content: content.toString('base64') }),
    async readChunks(document) {
      const numbers = Array.from({ length: document.chunks }, (_, chunk) => chunk);
      const chunks: Buffer[] = [];
      const read = (chunk: number) =>
        readSingle<{ content: string }>(session, chunkPlace(document, chunk));
      for await (const seen of readAhead(numbers, chunksAhead, read)) {
        if (seen !== undefined) chunks.push(Buffer.from(seen.source.content, 'base64'));
      }
      return chunks;
    },
    async *readManyChunks(documents) {
      const read = async (group: readonly Digested[]) => {
        const ids = group.flatMap((document) =>
          Array.from({ length: document.chunks }, (_, chunk) => chunkPlace(document, chunk).id),
        );
        const chunks = await readSingles<{ content: string }>(session, { index, ids });
        return splitChunks(group, chunks);
      };
      for await (const group of readAhead(groupsOf(documents), chunksAhead, read)) yield* group;
    },
    async removeChunks(document) {
      for (let chunk = 0; chunk < document.chunks; chunk += 1) {
        await removeSingle(session, chunkPlace(document, chunk));
      }
    },
    // The head of a run is its name.
    nameRun: () => Promise.resolve(),
    listRuns: () => listRuns(session, index),
  };
}

async function readHeads(
  session: ElasticsearchSession,
  index: string,
  places: readonly Place[],
): Promise<readonly (FoundHead | undefined)[]> {
  const heads: (FoundHead | undefined)[] = [];
  for (let from = 0; from < places.length; from += headsAsked) {
    const ids = places.slice(from, from + headsAsked).map(({ id }) => id);
    const found = await readSingles<StoredHead>(session, { index, ids });
    heads.push(...found.map((head) => head && headFromStored(head)));
  }
  return heads;
}

/** As many as fit in a request, one at least. */
function* groupsOf(documents: readonly Digested[]): Generator<readonly Digested[]> {
  let group: Digested[] = [];
  let [bytes, chunks] = [0, 0];
  for (const document of documents) {
    const isFull = bytes + document.bytes > groupBytesMax || chunks >= headsAsked;
    if (isFull && group.length > 0) {
      yield group;
      [group, bytes, chunks] = [[], 0, 0];
    }
    group.push(document);
    bytes += document.bytes;
    chunks += document.chunks;
  }
  if (group.length > 0) yield group;
}

/** Fewer of a document where some are missing: its digest then tells. */
function splitChunks(
  documents: readonly Digested[],
  chunks: readonly ({ readonly content: string } | undefined)[],
): readonly (readonly Buffer[])[] {
  let from = 0;
  return documents.map((document) => {
    const own = chunks.slice(from, from + document.chunks);
    from += document.chunks;
    return own.flatMap((chunk) => (chunk ? [Buffer.from(chunk.content, 'base64')] : []));
  });
}

async function* listRuns(
  session: ElasticsearchSession,
  index: string,
): AsyncGenerator<string, void, undefined> {
  await refresh(session, index);
  const pages = searchPages<never>(session, {
    index,
    query: { term: { kind: 'run' } },
    sort: [{ name: 'desc' }],
    size: pageNames,
  });
  for await (const page of pages) {
    for (const { sort } of page) yield String(sort[0]);
  }
}
