/** The tables of input sets, rules, runs and manifests: heads, and chunks in sections of 32 MB. */
import type { types } from 'cassandra-driver';
import { compareTexts } from '../../base/bytes.ts';
import type { DocumentHead, DocumentName, DocumentTable } from '../documents-in-chunks.ts';
import { readAhead } from '../read-ahead.ts';
import type { CassandraSession } from './cassandra-session.ts';

/** 32 MB of chunks in one partition. */
const sectionChunks = 64;

/** Documents asked for at once: few are larger than a chunk. */
const documentsAhead = 16;

/** One list: a partition of names, of which a year of hourly runs has 9,000. */
const list = 'all';

export function cassandraDocuments(session: CassandraSession): DocumentTable {
  return {
    remedy: 'repair the keyspace (nodetool repair), or restore it from a backup',
    readHead: (document) => readHead(session, document),
    readHeads: (documents) => readHeads(session, documents),
    writeHead: ({ kind, name }, { digest, bytes, chunks }) =>
      session.write({
        query:
          'INSERT INTO document_heads (kind, name, digest, bytes, chunks) VALUES (?, ?, ?, ?, ?)',
        params: [kind, name, digest, bytes, chunks],
      }),
    removeHead: ({ kind, name }) =>
      session.write({
        query: 'DELETE FROM document_heads WHERE kind = ? AND name = ?',
        params: [kind, name],
      }),
    writeChunk: ({ kind, name, digest }, chunk, content) =>
      session.write({
        query:
          'INSERT INTO document_chunks (kind, name, digest, section, chunk, content) ' +
          'VALUES (?, ?, ?, ?, ?, ?)',
        params: [kind, name, digest, Math.floor(chunk / sectionChunks), chunk, content],
      }),
    readChunks: (document) => readChunks(session, document),
    readManyChunks: (documents) =>
      readAhead(documents, documentsAhead, (document) => readChunks(session, document)),
    removeChunks: (document) => removeChunks(session, document),
    nameRun: (run) =>
      session.write({
        query: 'INSERT INTO run_names (list, run) VALUES (?, ?)',
        params: [list, run],
      }),
    async *listRuns() {
      const rows = await session.read('SELECT run FROM run_names WHERE list = ?', [list]);
      yield* rows.map((row) => String(row['run'])).sort((a, b) => compareTexts(b, a));
    },
  };
}

async function readHead(
  session: CassandraSession,
  { kind, name }: DocumentName,
): Promise<DocumentHead | undefined> {
  const query = 'SELECT digest, bytes, chunks FROM document_heads WHERE kind = ? AND name = ?';
  const [row] = await session.read(query, [kind, name]);
  return row && headFromRow(row);
}

/** @param documents of one kind. */
async function readHeads(
  session: CassandraSession,
  documents: readonly DocumentName[],
): Promise<readonly (DocumentHead | undefined)[]> {
  const kind = documents[0]?.kind;
  const names = documents.map(({ name }) => name);
  const query =
    'SELECT name, digest, bytes, chunks FROM document_heads WHERE kind = ? AND name IN ?';
  const heads = new Map<string, DocumentHead>();
  for await (const row of session.readOfMany(names, (some) => [query, [kind, some]])) {
    heads.set(String(row['name']), headFromRow(row));
  }
  return names.map((name) => heads.get(name));
}

function headFromRow(row: types.Row): DocumentHead {
  return {
    digest: String(row['digest']),
    bytes: Number(row['bytes']),
    chunks: Number(row['chunks']),
  };
}

async function readChunks(
  session: CassandraSession,
  { kind, name, digest, chunks }: DocumentName & DocumentHead,
): Promise<readonly Uint8Array[]> {
  const pieces: Buffer[] = [];
  for (let section = 0; section < sectionsOf(chunks); section += 1) {
    const rows = session.pages(
      'SELECT content FROM document_chunks ' +
        'WHERE kind = ? AND name = ? AND digest = ? AND section = ?',
      [kind, name, digest, section],
      4,
    );
    for await (const page of rows) {
      pieces.push(...page.map((row) => Buffer.from(row['content'] as Buffer)));
    }
  }
  return pieces;
}

async function removeChunks(
  session: CassandraSession,
  { kind, name, digest, chunks }: DocumentName & DocumentHead,
): Promise<void> {
  const query =
    'DELETE FROM document_chunks WHERE kind = ? AND name = ? AND digest = ? AND section = ?';
  for (let section = 0; section < sectionsOf(chunks); section += 1) {
    await session.write({ query, params: [kind, name, digest, section] });
  }
}

function sectionsOf(chunks: number): number {
  return Math.ceil(chunks / sectionChunks);
}
