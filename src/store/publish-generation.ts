/**
 * How a derived period gets into a store: staged, read back and compared, and only then published.
 * The two steps are apart, so that a run over several stores can verify all of them first.
 */
import { compareTexts } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { textFromDay } from '../base/calendar.ts';
import { ConflictError, DataError, SystemError } from '../base/errors.ts';
import { ContentTally } from '../model/checksum.ts';
import type { Content } from '../model/checksum.ts';
import type { Manifest } from '../model/manifest.ts';
import type { PageRecord } from '../model/page-record.ts';
import { textFromPeriod } from '../model/period.ts';
import type { GenerationKey } from '../model/period.ts';
import { publishGeneration } from '../model/period-transitions.ts';
import type { Actor } from '../model/period-transitions.ts';
import { compareRowParts, grains, textFromBucket } from '../model/row.ts';
import type { Grain, RowPart } from '../model/row.ts';
import { changePeriod } from './change-period.ts';
import type { Pause, PeriodChange } from './change-period.ts';
import type { Store } from './store.ts';

/** What was derived. Rows and pages in their one order; asked for once per store. */
export type DerivedContent = {
  readonly grains: readonly Grain[];
  rows(grain: Grain): Iterable<RowPart>;
  pages(): Iterable<PageRecord>;
};

/** What is in a generation; the manifest is made from it. */
export type GenerationContent = Pick<Manifest, 'rows' | 'pages'>;

export type StagedGeneration = GenerationContent & { readonly key: GenerationKey };

/**
 * Writes a generation and reads all of it back. Its intent must stand in the period record.
 * Memory: that of the store's stage and read functions.
 * @throws DataError if what is read is not what was derived; ConflictError if the intent was
 * dropped meanwhile, and what was staged with it.
 */
export async function stageGeneration(
  store: Store,
  key: GenerationKey,
  derived: DerivedContent,
  manifestFrom: (content: GenerationContent) => Manifest,
): Promise<StagedGeneration> {
  try {
    return await stageAndVerify(store, key, derived, manifestFrom);
  } catch (error) {
    const isDamaged = error instanceof DataError || error instanceof SystemError;
    if (isDamaged && (await isDropped(store, key))) throw droppedWhileStaged(store, key, error);
    throw error;
  }
}

async function stageAndVerify(
  store: Store,
  key: GenerationKey,
  derived: DerivedContent,
  manifestFrom: (content: GenerationContent) => Manifest,
): Promise<StagedGeneration> {
  const rows: Partial<Record<Grain, Content>> = {};
  for (const grain of grains.filter((one) => derived.grains.includes(one))) {
    const tally = new ContentTally();
    await store.stageRows(key, grain, tallyRows(derived.rows(grain), tally));
    rows[grain] = tally.content();
  }
  const tally = new ContentTally();
  await store.stagePages(key, tallyPages(derived.pages(), tally));
  const content = { rows, pages: tally.content() };
  const manifest = manifestFrom(content);
  await store.stageManifest(key, manifest);
  await verifyGeneration(store, key, manifest);
  return { key, ...content };
}

/**
 * Reads a whole generation and compares it with its manifest: order, counts and checksums.
 * @throws DataError that names the period, what was written and what was read.
 */
export async function verifyGeneration(
  store: Store,
  key: GenerationKey,
  manifest: Manifest,
): Promise<void> {
  await verifyContent(store, key, manifest);
  const found = await store.readManifest(key);
  if (canonicalJson(found) === canonicalJson(manifest)) return;
  throw unequal(store, key, `manifest ${found === undefined ? 'missing' : 'differs'}`);
}

/**
 * The same for rows and pages alone; a grain that `content` does not name is not looked at.
 * @throws DataError that names the period, what was written and what was read.
 */
export async function verifyContent(
  store: Store,
  key: GenerationKey,
  content: GenerationContent,
): Promise<void> {
  for (const grain of grains) {
    const written = content.rows[grain];
    if (written === undefined) continue;
    const read = await readRowContent(store, key, grain);
    compareContent(store, key, { what: `${grain} rows`, written, read });
  }
  const read = await readPageContent(store, key);
  compareContent(store, key, { what: 'page records', written: content.pages, read });
}

/** Moves the pointer to a staged generation, if the epoch is still the one that was seen. */
export async function publishStaged(
  store: Store,
  staged: StagedGeneration,
  { epoch, actor }: { readonly epoch: number; readonly actor: Actor },
  pause: Pause,
): Promise<PeriodChange> {
  const { key, rows, pages } = staged;
  const publication = { generation: key.generation, epoch, rows, pages };
  return changePeriod(store, key, (record) => publishGeneration(record, publication, actor), pause);
}

function* tallyRows(parts: Iterable<RowPart>, tally: ContentTally): Iterable<RowPart> {
  for (const part of parts) {
    tally.addRowPart(part);
    yield part;
  }
}

function* tallyPages(pages: Iterable<PageRecord>, tally: ContentTally): Iterable<PageRecord> {
  for (const page of pages) {
    tally.addPageRecord(page);
    yield page;
  }
}

/** @throws DataError where rows are out of order, which the checksum does not see. */
export async function readRowContent(
  store: Store,
  key: GenerationKey,
  grain: Grain,
): Promise<Content> {
  const tally = new ContentTally();
  let before: RowPart | undefined;
  for await (const part of store.readRows(key, grain, {})) {
    // The checksum does not see the order, and everything that reads relies on it.
    if (before !== undefined && compareRowParts(before, part) >= 0) {
      const place = `${part.url ?? 'the site row'}, ${textFromBucket(grain, part.bucket)}`;
      throw unequal(store, key, `${grain} rows out of order at ${place}, part ${part.part}`);
    }
    before = part;
    tally.addRowPart(part);
  }
  return tally.content();
}

/** @throws DataError where records are out of order. */
export async function readPageContent(store: Store, key: GenerationKey): Promise<Content> {
  const tally = new ContentTally();
  let before: string | undefined;
  for await (const page of store.readPages(key)) {
    if (before !== undefined && compareTexts(before, page.url) >= 0) {
      throw unequal(store, key, `page records out of order at ${page.url}`);
    }
    before = page.url;
    tally.addPageRecord(page);
  }
  return tally.content();
}

function compareContent(
  store: Store,
  key: GenerationKey,
  { what, written, read }: { what: string; written: Content; read: Content },
): void {
  if (canonicalJson(written) === canonicalJson(read)) return;
  throw unequal(store, key, `${what}: written ${textOf(written)}, read ${textOf(read)}`);
}

async function isDropped(store: Store, key: GenerationKey): Promise<boolean> {
  const record = await store.readPeriod(key);
  return record?.dropped.includes(key.generation) === true;
}

function droppedWhileStaged(store: Store, key: GenerationKey, cause: unknown): ConflictError {
  const where = `${textFromPeriod(key)}, generation ${key.generation} in ${store.location}`;
  return new ConflictError(`${where} was removed as left behind while it was still written`, {
    hint: 'this run was held up for a day, or clocks differ that much; run the command again',
    cause,
  });
}

function textOf({ parts, cells, checksum }: Content): string {
  return `${parts} parts with ${cells} cells, checksum ${checksum}`;
}

function unequal(store: Store, key: GenerationKey, found: string): DataError {
  const where = `${textFromPeriod(key)}, generation ${key.generation} in ${store.location}`;
  const { site, day } = key;
  const period = `--site ${site} --from ${textFromDay(day)} --until ${textFromDay(day + 1)}`;
  return new DataError(`${where} does not read back as it was written: ${found}`, {
    hint: `look for errors of the disk or server, then run recount rebuild ${period} --apply`,
  });
}
