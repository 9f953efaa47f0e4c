/**
 * Selections that totals answer without the rows: sums of whole days, of some urls or of each. The
 * same for every store that keeps totals (see totals/url-totals.ts).
 */
import { bytesFromText } from '../base/bytes.ts';
import type { GenerationKey } from '../model/period.ts';
import type { RowPart } from '../model/row.ts';
import { allSegment } from '../model/segments.ts';
import type { CellSelection, RowSource, SelectedCell, StoreTotals } from './selection.ts';
import { UrlSums } from './totals/url-sums.ts';
import { UrlTotalsWriter } from './totals/url-totals-writer.ts';
import {
  readTotalsIndex,
  totalsOfUrl,
  UnfitTotals,
  type TotalsBytes,
  type TotalsIndex,
  type UrlTotals,
} from './totals/url-totals-reader.ts';

/** Totals, and how large the file of rows was that they must have been made with; 0 for none. */
export type StoredTotals = { readonly totals: TotalsBytes; readonly rowsFileBytes: number };

/**
 * Where a store keeps totals. In the order of the keys; undefined where there are none: whoever
 * reads the rows instead learns what is wrong, if anything is.
 */
export type TotalsTable = {
  /** All of them, in memory. */
  readTotals(keys: readonly GenerationKey[]): AsyncIterable<StoredTotals | undefined>;
  /** For looking up a few urls: undefined also where rows are quicker to find. */
  openTotals(keys: readonly GenerationKey[]): AsyncIterable<StoredTotals | undefined>;
};

/** More urls than this are read faster by the column (chosen). */
const urlsMax = 50;

/** Sums are handed out and begun again when they hold this much. */
const sumsBytesMax = 96 * 1024 * 1024;

const noSketch = new Uint8Array(0);

export function totalsSelection(table: TotalsTable): StoreTotals {
  return {
    selectCells: (selection) => selectFromTotals(table, selection),
    async compare(key, parts) {
      for await (const stored of table.readTotals([key])) {
        if (stored !== undefined) return compareTotals(stored, key, parts);
      }
      return 'absent';
    },
  };
}

/** Makes them anew, and compares byte for byte. */
async function compareTotals(
  { totals, rowsFileBytes }: StoredTotals,
  { day }: GenerationKey,
  parts: AsyncIterable<RowPart>,
): Promise<'same' | 'other'> {
  let [offset, isSame] = [0, true];
  const writer = new UrlTotalsWriter(day, (bytes) => {
    const end = offset + bytes.length;
    isSame &&= end <= totals.length && totals.read(offset, bytes.length).equals(bytes);
    offset = end;
  });
  for await (const part of parts) if (part.url !== null) writer.take(part);
  const isUsable = writer.finish(rowsFileBytes);
  return isUsable && isSame && offset === totals.length ? 'same' : 'other';
}

async function* selectFromTotals(
  table: TotalsTable,
  selection: CellSelection,
): AsyncGenerator<readonly SelectedCell[], readonly RowSource[], undefined> {
  const { sources } = selection;
  const wanted = wantedOf(selection);
  if (wanted === undefined) return sources;
  const whole = sources.filter(isWholeDay);
  const rest = sources.filter((source) => !isWholeDay(source));
  if (whole.length === 0) return rest;
  const left =
    wanted.urls === 'each'
      ? yield* sumOfEach(table, whole, selection)
      : yield* cellsOfUrls(table, whole, { urls: wanted.urls, selection });
  return [...left, ...rest];
}

type Urls = readonly { readonly text: string; readonly bytes: Uint8Array }[];

/** undefined where totals do not have what is asked for. */
function wantedOf(selection: CellSelection): { readonly urls: 'each' | Urls } | undefined {
  const { urls, segments, metrics, keeps } = selection;
  const isOfAll =
    segments.begins.length === 0 && segments.values.every((value) => value === allSegment);
  if (!isOfAll || segments.values.length === 0) return undefined;
  if (metrics.some(({ isDistinct }) => isDistinct) || urls === 'site') return undefined;
  // Days that are told apart are not added up.
  if (urls === 'each') return keeps.has('bucket') ? undefined : { urls };
  const texts = [...new Set(urls.values)];
  if (urls.begins.length > 0 || texts.length > urlsMax) return undefined;
  return { urls: texts.map((text) => ({ text, bytes: bytesFromText(text) })) };
}

function isWholeDay({ grain, fromBucket, untilBucket }: RowSource): boolean {
  return grain === '1d' && fromBucket === undefined && untilBucket === undefined;
}

async function* sumOfEach(
  table: TotalsTable,
  sources: readonly RowSource[],
  { metrics }: CellSelection,
): AsyncGenerator<readonly SelectedCell[], readonly RowSource[], undefined> {
  const names = metrics.map(({ name }) => name);
  const left: RowSource[] = [];
  let sums = new UrlSums(names);
  let place = 0;
  for await (const stored of table.readTotals(sources.map(({ key }) => key))) {
    const isAdded = whereFit(stored, (index) => {
      sums.add(index);
      return true;
    });
    if (isAdded === undefined) left.push(sources[place] as RowSource);
    place += 1;
    if (sums.memoryBytes < sumsBytesMax) continue;
    yield* sums.cells();
    sums = new UrlSums(names);
  }
  yield* sums.cells();
  return left;
}

async function* cellsOfUrls(
  table: TotalsTable,
  sources: readonly RowSource[],
  { urls, selection }: { readonly urls: Urls; readonly selection: CellSelection },
): AsyncGenerator<readonly SelectedCell[], readonly RowSource[], undefined> {
  const left: RowSource[] = [];
  let place = 0;
  for await (const stored of table.openTotals(sources.map(({ key }) => key))) {
    const source = sources[place] as RowSource;
    place += 1;
    const found = whereFit(stored, (index) => urls.map(({ bytes }) => totalsOfUrl(index, bytes)));
    if (found === undefined) left.push(source);
    else yield cellsFrom(source, found, { urls, selection });
  }
  return left;
}

function cellsFrom(
  { grain, key }: RowSource,
  found: readonly UrlTotals[],
  { urls, selection }: { readonly urls: Urls; readonly selection: CellSelection },
): readonly SelectedCell[] {
  return found.flatMap((values, index) =>
    selection.metrics.flatMap(({ name }): readonly SelectedCell[] => {
      const value = values.get(name);
      if (value === undefined) return [];
      const row = { grain, url: urls[index]?.text ?? null, bucket: key.day };
      return [{ ...row, segment: allSegment, metric: name, value, sketch: noSketch }];
    }),
  );
}

function whereFit<Result>(
  stored: StoredTotals | undefined,
  work: (index: TotalsIndex) => Result,
): Result | undefined {
  if (stored === undefined) return undefined;
  try {
    return work(readTotalsIndex(stored.totals, stored.rowsFileBytes));
  } catch (error) {
    if (error instanceof UnfitTotals) return undefined;
    throw error;
  }
}
