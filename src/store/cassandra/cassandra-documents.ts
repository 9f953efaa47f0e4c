/**
 * Input sets, rules, runs and manifests: canonical JSON in chunks under a digest, found through a
 * head that is written last. A reader therefore sees a document as it was or as it is, never a
 * mixture.
 */
import { compareTexts } from '../../base/bytes.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { DataError } from '../../base/errors.ts';
import { sha256FromText } from '../../base/sha256.ts';
import { inputSetFromObjects, type InputSet } from '../../model/input-set.ts';
import type { SiteRules } from '../../model/rules.ts';
import type { RunRecord } from '../../model/run-record.ts';
import type { Store } from '../store.ts';
import type { CassandraSession } from './cassandra-session.ts';

export type DocumentKind = 'input' | 'rules' | 'run' | 'manifest';

export type CassandraDocuments = Pick<
  Store,
  | 'writeInputSet'
  | 'readInputSet'
  | 'writeRules'
  | 'readRules'
  | 'writeRun'
  | 'readRun'
  | 'listRuns'
>;

/** Far below what one request may hold (16 MB), large enough that most have one. */
const chunkBytes = 512 * 1024;

/** 32 MB of chunks in one partition. */
const sectionChunks = 64;

/** A document that is replaced again and again while it is read is not worth waiting for. */
const triesMax = 5;

/** One list: a partition of names, of which a year of hourly runs has 9,000. */
const list = 'all';

export function cassandraDocuments(session: CassandraSession): CassandraDocuments {
  return {
    writeInputSet: (set) => writeDocument(session, 'input', set.digest, set),
    readInputSet: (digest) => readInputSet(session, digest),
    writeRules: (digest, rules) => writeDocument(session, 'rules', digest, rules),
    readRules: (digest) => readDocument<SiteRules>(session, 'rules', digest),
    async writeRun(record) {
      const query = 'INSERT INTO run_names (list, run) VALUES (?, ?)';
      await session.write({ query, params: [list, record.run] });
      await writeDocument(session, 'run', record.run, record);
    },
    async readRun(run) {
      const record = await readDocument<RunRecord>(session, 'run', run);
      const schema: unknown = record?.schema;
      if (record === undefined || schema === 1) return record;
      throw new DataError(`the run ${run}: schema 1 is expected, found ${JSON.stringify(schema)}`, {
        hint: 'it was written by another version of recount: use that one',
      });
    },
    async *listRuns() {
      const rows = await session.read('SELECT run FROM run_names WHERE list = ?', [list]);
      yield* rows.map((row) => String(row['run'])).sort((a, b) => compareTexts(b, a));
    },
  };
}

async function readInputSet(
  session: CassandraSession,
  digest: string,
): Promise<InputSet | undefined> {
  const set = await readDocument<InputSet>(session, 'input', digest);
  if (set === undefined || inputSetFromObjects(set.objects).digest === digest) return set;
  throw new DataError(`the input set ${digest} is damaged: its content has another digest`, {
    hint: 'remove it and rebuild the periods whose manifests name it',
  });
}

type Head = { readonly digest: string; readonly bytes: number; readonly chunks: number };

async function readHead(
  session: CassandraSession,
  kind: DocumentKind,
  name: string,
): Promise<Head | undefined> {
  const query = 'SELECT digest, bytes, chunks FROM document_heads WHERE kind = ? AND name = ?';
  const [row] = await session.read(query, [kind, name]);
  if (row === undefined) return undefined;
  return {
    digest: String(row['digest']),
    bytes: Number(row['bytes']),
    chunks: Number(row['chunks']),
  };
}

/** What is there already under the same digest is left as it is. */
export async function writeDocument(
  session: CassandraSession,
  kind: DocumentKind,
  name: string,
  value: unknown,
): Promise<void> {
  const text = canonicalJson(value);
  const digest = sha256FromText(text);
  const before = await readHead(session, kind, name);
  if (before?.digest === digest) return;
  const bytes = Buffer.from(text);
  const chunks = Math.ceil(bytes.length / chunkBytes);
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const content = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
    await session.write({
      query:
        'INSERT INTO document_chunks (kind, name, digest, section, chunk, content) ' +
        'VALUES (?, ?, ?, ?, ?, ?)',
      params: [kind, name, digest, sectionOf(chunk), chunk, content],
    });
  }
  await session.write({
    query: 'INSERT INTO document_heads (kind, name, digest, bytes, chunks) VALUES (?, ?, ?, ?, ?)',
    params: [kind, name, digest, bytes.length, chunks],
  });
  if (before !== undefined) await removeChunks(session, { kind, name, ...before });
}

/** @throws DataError where chunks are missing or changed. */
export async function readDocument<Value>(
  session: CassandraSession,
  kind: DocumentKind,
  name: string,
): Promise<Value | undefined> {
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const head = await readHead(session, kind, name);
    if (head === undefined) return undefined;
    const text = await readChunks(session, { kind, name, ...head });
    if (sha256FromText(text) === head.digest) return JSON.parse(text) as Value;
    // Replaced between the two reads: its head then names another digest by now.
  }
  throw new DataError(`the ${kind} ${name} is damaged: chunks of it are missing or changed`, {
    hint: 'repair the keyspace (nodetool repair), or restore it from a backup',
  });
}

type Chunks = Head & { readonly kind: DocumentKind; readonly name: string };

async function readChunks(session: CassandraSession, document: Chunks): Promise<string> {
  const { kind, name, digest, chunks } = document;
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
  return Buffer.concat(pieces).toString('utf8');
}

/** The head goes last, so that a removal that was killed is finished by the next. */
export async function removeDocument(
  session: CassandraSession,
  kind: DocumentKind,
  name: string,
): Promise<void> {
  const head = await readHead(session, kind, name);
  if (head === undefined) return;
  await removeChunks(session, { kind, name, ...head });
  const query = 'DELETE FROM document_heads WHERE kind = ? AND name = ?';
  await session.write({ query, params: [kind, name] });
}

async function removeChunks(session: CassandraSession, document: Chunks): Promise<void> {
  const { kind, name, digest, chunks } = document;
  const query =
    'DELETE FROM document_chunks WHERE kind = ? AND name = ? AND digest = ? AND section = ?';
  for (let section = 0; section < sectionsOf(chunks); section += 1) {
    await session.write({ query, params: [kind, name, digest, section] });
  }
}

function sectionOf(chunk: number): number {
  return Math.floor(chunk / sectionChunks);
}

function sectionsOf(chunks: number): number {
  return Math.ceil(chunks / sectionChunks);
}
