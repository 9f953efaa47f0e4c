/**
 * Input sets, rules, runs and manifests in stores that take no value of any size: canonical JSON,
 * in chunks under a digest, found through a head that is written last. A reader therefore sees a
 * document as it was or as it is, never a mixture.
 */
import { textFromDay } from '../base/calendar.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { DataError } from '../base/errors.ts';
import { sha256FromBytes } from '../base/sha256.ts';
import { inputSetFromObjects, type InputSet } from '../model/input-set.ts';
import type { Manifest } from '../model/manifest.ts';
import type { GenerationKey } from '../model/period.ts';
import type { SiteRules } from '../model/rules.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { StoreDocuments } from './store.ts';

export type DocumentKind = 'input' | 'rules' | 'run' | 'manifest' | 'totals';

export type DocumentName = { readonly kind: DocumentKind; readonly name: string };

/** Manifest and totals are found under all that names their generation. */
export function manifestDocument(key: GenerationKey): DocumentName {
  return { kind: 'manifest', name: nameOfGeneration(key) };
}

export function totalsDocument(key: GenerationKey): DocumentName {
  return { kind: 'totals', name: nameOfGeneration(key) };
}

function nameOfGeneration({ site, day, generation }: GenerationKey): string {
  return JSON.stringify([site, textFromDay(day), generation]);
}

export type DocumentHead = {
  readonly digest: string;
  readonly bytes: number;
  readonly chunks: number;
};

/** A head, and in some stores a copy of a small document, which is then read in one request. */
export type FoundHead = DocumentHead & { readonly copy?: Uint8Array };

/** What a store keeps heads and chunks in. Everything may be repeated. */
export type DocumentTable = {
  /** What to do where chunks are missing. */
  readonly remedy: string;
  readHead(document: DocumentName): Promise<FoundHead | undefined>;
  /** Of many, in their order and in few requests. */
  readHeads(documents: readonly DocumentName[]): Promise<readonly (FoundHead | undefined)[]>;
  /** @param copy of a small document, for a store that keeps it with the head. */
  writeHead(document: DocumentName, head: DocumentHead, copy?: Buffer): Promise<void>;
  removeHead(document: DocumentName): Promise<void>;
  writeChunk(document: DocumentName & DocumentHead, chunk: number, content: Buffer): Promise<void>;
  /** In their order; fewer where some are missing. */
  readChunks(document: DocumentName & DocumentHead): Promise<readonly Uint8Array[]>;
  /** Of many, in their order and in few requests, some of them ahead. */
  readManyChunks(
    documents: readonly (DocumentName & DocumentHead)[],
  ): AsyncIterable<readonly Uint8Array[]>;
  removeChunks(document: DocumentName & DocumentHead): Promise<void>;
  /** Called before the run itself is written. */
  nameRun(run: string): Promise<void>;
  listRuns(): AsyncIterable<string>;
};

/** Far below what one request may hold (16 MB), large enough that most have one. */
const chunkBytes = 512 * 1024;

/** A copy beside the head stays below this (chosen). */
const copyBytesMax = 16 * 1024;

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
  await writeBytes(table, document, Buffer.from(canonicalJson(value)));
}

export async function writeBytes(
  table: DocumentTable,
  document: DocumentName,
  bytes: Buffer,
): Promise<void> {
  const digest = sha256FromBytes(bytes);
  const before = await table.readHead(document);
  if (before?.digest === digest) return;
  const chunks = Math.ceil(bytes.length / chunkBytes);
  const head = { digest, bytes: bytes.length, chunks };
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const content = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
    await table.writeChunk({ ...document, ...head }, chunk, content);
  }
  const isSmall = bytes.length <= copyBytesMax;
  await (isSmall ? table.writeHead(document, head, bytes) : table.writeHead(document, head));
  if (before !== undefined) await table.removeChunks({ ...document, ...before });
}

/** @throws DataError where chunks are missing or changed. */
export async function readDocument<Value>(
  table: DocumentTable,
  document: DocumentName,
): Promise<Value | undefined> {
  return valueFromBytes<Value>(await readBytes(table, document));
}

async function readBytes(
  table: DocumentTable,
  document: DocumentName,
): Promise<Buffer | undefined> {
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const head = await table.readHead(document);
    if (head === undefined) return undefined;
    const copy = copyOf(head);
    if (copy !== undefined) return copy;
    const bytes = wholeOf(head, await table.readChunks({ ...document, ...head }));
    if (bytes !== undefined) return bytes;
    // Replaced between the two reads: its head then names another digest by now.
  }
  const { kind, name } = document;
  throw new DataError(`the ${kind} ${name} is damaged: chunks of it are missing or changed`, {
    hint: table.remedy,
  });
}

/** In the order of the keys; undefined where there is none, or a damaged one. */
export async function readManifests(
  table: DocumentTable,
  keys: readonly GenerationKey[],
): Promise<readonly (Manifest | undefined)[]> {
  const manifests: (Manifest | undefined)[] = [];
  const documents = readManyBytes(table, keys.map(manifestDocument));
  for await (const bytes of documents) manifests.push(valueFromBytes<Manifest>(bytes));
  return manifests;
}

/**
 * undefined where there is none, or a damaged one: reading it alone tells. Memory: some documents
 * ahead.
 */
export async function* readManyBytes(
  table: DocumentTable,
  documents: readonly DocumentName[],
): AsyncGenerator<Buffer | undefined, void, undefined> {
  const heads = await table.readHeads(documents);
  const copies = heads.map((head) => head && copyOf(head));
  const inChunks = documents.flatMap((document, place) => {
    const head = heads[place];
    return head === undefined || copies[place] !== undefined ? [] : [{ ...document, ...head }];
  });
  const chunks = table.readManyChunks(inChunks)[Symbol.asyncIterator]();
  for (const [place, document] of documents.entries()) {
    const head = heads[place];
    if (head === undefined || copies[place] !== undefined) yield copies[place];
    else {
      const own = await chunks.next();
      const bytes = own.done === true ? undefined : wholeOf(head, own.value);
      yield bytes ?? (await readBytes(table, document).catch(undefinedIfDamaged));
    }
  }
}

function undefinedIfDamaged(error: unknown): undefined {
  if (!(error instanceof DataError)) throw error;
}

/** undefined where there is none, or a damaged one: then the chunks are read. */
function copyOf({ copy, ...head }: FoundHead): Buffer | undefined {
  return copy && wholeOf(head, [copy]);
}

/** undefined where it is not what the head says. */
function wholeOf(head: DocumentHead, chunks: readonly Uint8Array[]): Buffer | undefined {
  const bytes = Buffer.concat(chunks);
  return sha256FromBytes(bytes) === head.digest ? bytes : undefined;
}

function valueFromBytes<Value>(bytes: Buffer | undefined): Value | undefined {
  return bytes && (JSON.parse(bytes.toString('utf8')) as Value);
}

/** The head goes last, so that a removal that was killed is finished by the next. */
export async function removeDocument(table: DocumentTable, document: DocumentName): Promise<void> {
  const head = await table.readHead(document);
  if (head === undefined) return;
  await table.removeChunks({ ...document, ...head });
  await table.removeHead(document);
}
