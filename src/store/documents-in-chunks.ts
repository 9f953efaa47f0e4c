/**
 * Input sets, rules, runs and manifests in stores that take no value of any size: canonical JSON,
 * in chunks under a digest, found through a head that is written last. A reader therefore sees a
 * document as it was or as it is, never a mixture.
 */
import { textFromDay } from '../base/calendar.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { DataError } from '../base/errors.ts';
import { sha256FromText } from '../base/sha256.ts';
import { inputSetFromObjects, type InputSet } from '../model/input-set.ts';
import type { GenerationKey } from '../model/period.ts';
import type { SiteRules } from '../model/rules.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { StoreDocuments } from './store.ts';

export type DocumentKind = 'input' | 'rules' | 'run' | 'manifest';

export type DocumentName = { readonly kind: DocumentKind; readonly name: string };

/** A manifest is found under all that names its generation. */
export function manifestDocument({ site, day, generation }: GenerationKey): DocumentName {
  return { kind: 'manifest', name: JSON.stringify([site, textFromDay(day), generation]) };
}

export type DocumentHead = {
  readonly digest: string;
  readonly bytes: number;
  readonly chunks: number;
};

/** What a store keeps heads and chunks in. Everything may be repeated. */
export type DocumentTable = {
  /** What to do where chunks are missing. */
  readonly remedy: string;
  readHead(document: DocumentName): Promise<DocumentHead | undefined>;
  writeHead(document: DocumentName, head: DocumentHead): Promise<void>;
  removeHead(document: DocumentName): Promise<void>;
  writeChunk(document: DocumentName & DocumentHead, chunk: number, content: Buffer): Promise<void>;
  /** In their order; fewer where some are missing. */
  readChunks(document: DocumentName & DocumentHead): Promise<readonly Uint8Array[]>;
  removeChunks(document: DocumentName & DocumentHead): Promise<void>;
  /** Called before the run itself is written. */
  nameRun(run: string): Promise<void>;
  listRuns(): AsyncIterable<string>;
};

/** Far below what one request may hold (16 MB), large enough that most have one. */
const chunkBytes = 512 * 1024;

/** A document that is replaced again and again while it is read is not worth waiting for. */
const triesMax = 5;

export function documentsInChunks(table: DocumentTable): StoreDocuments {
  return {
    writeInputSet: (set) => writeDocument(table, { kind: 'input', name: set.digest }, set),
    readInputSet: (digest) => readInputSet(table, digest),
    writeRules: (digest, rules) => writeDocument(table, { kind: 'rules', name: digest }, rules),
    readRules: (digest) => readDocument<SiteRules>(table, { kind: 'rules', name: digest }),
    async writeRun(record) {
      await table.nameRun(record.run);
      await writeDocument(table, { kind: 'run', name: record.run }, record);
    },
    async readRun(run) {
      const record = await readDocument<RunRecord>(table, { kind: 'run', name: run });
      const schema: unknown = record?.schema;
      if (record === undefined || schema === 1) return record;
      throw new DataError(`the run ${run}: schema 1 is expected, found ${JSON.stringify(schema)}`, {
        hint: 'it was written by another version of recount: use that one',
      });
    },
    listRuns: () => table.listRuns(),
  };
}

async function readInputSet(table: DocumentTable, digest: string): Promise<InputSet | undefined> {
  const set = await readDocument<InputSet>(table, { kind: 'input', name: digest });
  if (set === undefined || inputSetFromObjects(set.objects).digest === digest) return set;
  throw new DataError(`the input set ${digest} is damaged: its content has another digest`, {
    hint: 'remove it and rebuild the periods whose manifests name it',
  });
}

/** What is there already under the same digest is left as it is. */
export async function writeDocument(
  table: DocumentTable,
  document: DocumentName,
  value: unknown,
): Promise<void> {
  const text = canonicalJson(value);
  const digest = sha256FromText(text);
  const before = await table.readHead(document);
  if (before?.digest === digest) return;
  const bytes = Buffer.from(text);
  const chunks = Math.ceil(bytes.length / chunkBytes);
  const head = { digest, bytes: bytes.length, chunks };
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const content = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
    await table.writeChunk({ ...document, ...head }, chunk, content);
  }
  await table.writeHead(document, head);
  if (before !== undefined) await table.removeChunks({ ...document, ...before });
}

/** @throws DataError where chunks are missing or changed. */
export async function readDocument<Value>(
  table: DocumentTable,
  document: DocumentName,
): Promise<Value | undefined> {
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const head = await table.readHead(document);
    if (head === undefined) return undefined;
    const chunks = await table.readChunks({ ...document, ...head });
    const text = Buffer.concat(chunks).toString('utf8');
    if (sha256FromText(text) === head.digest) return JSON.parse(text) as Value;
    // Replaced between the two reads: its head then names another digest by now.
  }
  const { kind, name } = document;
  throw new DataError(`the ${kind} ${name} is damaged: chunks of it are missing or changed`, {
    hint: table.remedy,
  });
}

/** The head goes last, so that a removal that was killed is finished by the next. */
export async function removeDocument(table: DocumentTable, document: DocumentName): Promise<void> {
  const head = await table.readHead(document);
  if (head === undefined) return;
  await table.removeChunks({ ...document, ...head });
  await table.removeHead(document);
}
