/**
 * Some cells of many generations, and the newest page records: the definition, by reading rows and
 * picking from them. A store with a faster way of its own is asked instead.
 */
import type { GenerationKey } from '../model/period.ts';
import type { PageRecord } from '../model/page-record.ts';
import type { RowPart } from '../model/row.ts';
import { CellPicker, urlTest } from '../store/cell-picker.ts';
import { readAhead } from '../store/read-ahead.ts';
import type { CellSelection, RowSource, SelectedCell } from '../store/selection.ts';
import type { RowRange, Store } from '../store/store.ts';

/** Days of one url that are asked for at once: each is little to read, and mostly waiting. */
const rangesAhead = 16;

/** The same by the quickest way that the store has: its totals, its own selection, its rows. */
export async function* selectQuickly(
  store: Store,
  selection: CellSelection,
): AsyncGenerator<readonly SelectedCell[], void, undefined> {
  const { totals } = store;
  const sources = totals === undefined ? selection.sources : yield* totals.selectCells(selection);
  if (sources.length === 0) return;
  const rest = { ...selection, sources };
  yield* store.selection?.selectCells(rest) ?? selectCells(store, rest);
}

/** As StoreSelection.selectCells. Memory: one row part; of single urls those of some days. */
export async function* selectCells(
  store: Store,
  selection: CellSelection,
): AsyncGenerator<readonly SelectedCell[], void, undefined> {
  const picker = new CellPicker(selection);
  const isWanted = urlTest(selection.urls);
  for await (const part of partsOf(store, selection)) {
    const cells = isWanted(part.url) ? picker.cellsOf(part) : [];
    if (cells.length > 0) yield cells;
  }
}

async function* partsOf(
  store: Store,
  { sources, urls }: CellSelection,
): AsyncGenerator<RowPart, void, undefined> {
  const reads = sources.flatMap(({ key, grain, ...buckets }) =>
    rangesOf(buckets, urls).map((range) => ({ key, grain, range })),
  );
  const isOfAll = reads.some(({ range }) => range.url === undefined);
  const asked = readAhead(reads, isOfAll ? 1 : rangesAhead, async ({ key, grain, range }) => {
    const rows = store.readRows(key, grain, range);
    return isOfAll ? rows : all(rows);
  });
  for await (const rows of asked) yield* rows;
}

async function all(rows: AsyncIterable<RowPart>): Promise<readonly RowPart[]> {
  const parts: RowPart[] = [];
  for await (const part of rows) parts.push(part);
  return parts;
}

/** As StoreSelection.newestPages, but each record, also those that are not the newest. */
export async function* readAllPages(
  store: Store,
  keys: readonly GenerationKey[],
): AsyncGenerator<readonly PageRecord[], void, undefined> {
  for (const key of keys) {
    for await (const page of store.readPages(key)) yield [page];
  }
}

function rangesOf(
  { fromBucket, untilBucket }: Pick<RowSource, 'fromBucket' | 'untilBucket'>,
  urls: CellSelection['urls'],
): readonly RowRange[] {
  const buckets = {
    ...(fromBucket === undefined ? {} : { fromBucket }),
    ...(untilBucket === undefined ? {} : { untilBucket }),
  };
  if (urls === 'site') return [{ ...buckets, url: null }];
  if (urls === 'each' || urls.begins.length > 0) return [buckets];
  return [...new Set(urls.values)].map((url) => ({ ...buckets, url }));
}
