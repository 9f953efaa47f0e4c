/** Reads one period from the generation that is live, and proves that it was read whole. */
import { ConflictError, DataError } from '../base/errors.ts';
import { ContentTally, type Content } from '../model/checksum.ts';
import type { Catalogue, Manifest } from '../model/manifest.ts';
import type { PageRecord } from '../model/page-record.ts';
import { textFromPeriod, type GenerationKey, type PeriodKey } from '../model/period.ts';
import type { GenerationEntry } from '../model/period-record.ts';
import { grains, type Grain, type RowPart } from '../model/row.ts';
import type { RowRange, Store } from '../store/store.ts';

export type PeriodSelection = {
  /** Page records in place of rows. */
  readonly content: 'rows' | 'pages';
  /** A grain that is named must be there; `stored` takes those that are. */
  readonly grain: Grain | 'stored';
  /** undefined = all rows, null = the site rows, else the rows of one url. */
  readonly url: string | null | undefined;
};

export type ExportItem =
  | { readonly kind: 'part'; readonly period: PeriodKey; readonly part: RowPart }
  | { readonly kind: 'page'; readonly period: PeriodKey; readonly page: PageRecord }
  /** The period was read whole and is what its manifest says. */
  | {
      readonly kind: 'whole';
      readonly period: PeriodKey;
      readonly generation: string;
      /** What the day recorded: other names are not recorded, which is not zero. */
      readonly catalogue: Catalogue;
    }
  /** Something that was asked for is not there; `reason` is a phrase for a person. */
  | { readonly kind: 'absent'; readonly period: PeriodKey; readonly reason: string };

/** A generation can go only days after it ceased to be live, so twice in a row is no accident. */
const triesMax = 3;

export async function* readLivePeriod(
  store: Store,
  period: PeriodKey,
  selection: PeriodSelection,
  signal: AbortSignal,
): AsyncGenerator<ExportItem, void, undefined> {
  for (let tries = 1; ; tries += 1) {
    const record = await store.readPeriod(period);
    const live = record?.generations.find(({ generation }) => generation === record.live);
    if (live === undefined) {
      yield { kind: 'absent', period, reason: 'nothing is published for this day' };
      return;
    }
    const key = { ...period, generation: live.generation };
    let isYielded = false;
    try {
      for await (const item of readGeneration(store, key, live, selection)) {
        signal.throwIfAborted();
        isYielded = true;
        yield item;
      }
    } catch (error) {
      // The rows of a generation that is being removed may be missing in any way.
      if (await isStillThere(store, key, live)) throw error;
      if (isYielded || tries === triesMax) throw goneWhileRead(key, error);
      continue;
    }
    return;
  }
}

async function* readGeneration(
  store: Store,
  key: GenerationKey,
  live: GenerationEntry,
  selection: PeriodSelection,
): AsyncGenerator<ExportItem, void, undefined> {
  const manifest = await store.readManifest(key);
  if (manifest === undefined) throw damaged(key, 'its manifest is missing');
  if (selection.content === 'pages') {
    yield* readPages(store, key, manifest);
  } else {
    const wanted = grains.filter((one) => [one, 'stored'].includes(selection.grain));
    for (const grain of wanted) {
      const expected = manifest.rows[grain];
      if (expected !== undefined && live.grains.includes(grain)) {
        yield* readRows(store, key, { grain, expected, url: selection.url });
      } else if (selection.grain === grain) {
        yield { kind: 'absent', period: periodOf(key), reason: `${grain} rows are not kept` };
      }
    }
  }
  if (!(await isStillThere(store, key, live))) throw damaged(key, 'it was removed meanwhile');
  const { generation } = key;
  yield { kind: 'whole', period: periodOf(key), generation, catalogue: manifest.catalogue };
}

async function* readRows(
  store: Store,
  key: GenerationKey,
  { grain, expected, url }: { grain: Grain; expected: Content; url: PeriodSelection['url'] },
): AsyncGenerator<ExportItem, void, undefined> {
  const range: RowRange = url === undefined ? {} : { url };
  const period = periodOf(key);
  const tally = new ContentTally();
  for await (const part of store.readRows(key, grain, range)) {
    // The counts of a selection stand in no manifest.
    if (url === undefined) tally.addRowPart(part);
    yield { kind: 'part', period, part };
  }
  if (url === undefined) refuseOther(key, `${grain} rows`, { expected, found: tally.content() });
}

async function* readPages(
  store: Store,
  key: GenerationKey,
  { pages: expected }: Manifest,
): AsyncGenerator<ExportItem, void, undefined> {
  const period = periodOf(key);
  const tally = new ContentTally();
  for await (const page of store.readPages(key)) {
    tally.addPageRecord(page);
    yield { kind: 'page', period, page };
  }
  refuseOther(key, 'page records', { expected, found: tally.content() });
}

function refuseOther(
  key: GenerationKey,
  what: string,
  { expected, found }: { expected: Content; found: Content },
): void {
  const isSame =
    expected.parts === found.parts &&
    expected.cells === found.cells &&
    expected.checksum === found.checksum;
  if (!isSame) {
    const text = ({ parts, cells, checksum }: Content): string =>
      `${parts} parts, ${cells} cells, checksum ${checksum}`;
    throw damaged(key, `its ${what} are ${text(found)}; the manifest says ${text(expected)}`);
  }
}

async function isStillThere(
  store: Store,
  { site, day, generation }: GenerationKey,
  { grains: grainsBefore }: GenerationEntry,
): Promise<boolean> {
  const record = await store.readPeriod({ site, day });
  const entry = record?.generations.find((one) => one.generation === generation);
  return entry !== undefined && grainsBefore.every((grain) => entry.grains.includes(grain));
}

function periodOf({ site, day }: GenerationKey): PeriodKey {
  return { site, day };
}

function damaged(key: GenerationKey, what: string): DataError {
  return new DataError(`${textFromPeriod(key)}, generation ${key.generation}: ${what}`, {
    hint: 'do not use what was exported of this day; rebuild it with --force',
  });
}

function goneWhileRead(key: GenerationKey, cause: unknown): ConflictError {
  const name = `${textFromPeriod(key)}, generation ${key.generation}`;
  return new ConflictError(`${name}: it was removed while it was read`, {
    hint: 'do not use what was exported of this day; run the command again',
    cause,
  });
}
