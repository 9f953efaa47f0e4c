/** Heads and chunks of input sets, rules, runs and manifests, in one index. */
import { indexName } from './elasticsearch-schema.ts';
import type { DocumentHead, DocumentName, DocumentTable } from '../documents-in-chunks.ts';
import { readAhead } from '../read-ahead.ts';
import { idFromParts } from './document-ids.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import { searchPages } from './search-pages.ts';
import { readSingle, refresh, removeSingle, writeSingle, type Place } from './single-documents.ts';

/** Chunks asked for at once; each is half a megabyte at most. */
const chunksAhead = 4;

/** Names in one page of a listing. */
const pageNames = 1000;

type Digested = DocumentName & DocumentHead;

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
      return (await readSingle<DocumentHead>(session, headPlace(document)))?.source;
    },
    writeHead: (document, { digest, bytes, chunks }) => {
      const { kind, name } = document;
      return writeSingle(session, headPlace(document), { kind, name, digest, bytes, chunks });
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
