/**
 * Some cells of many generations, and the newest page records: the definition, by reading rows and
 * picking from them. A store with a faster way of its own is asked instead.
 */
import type { GenerationKey } from '../model/period.ts';
import type { PageRecord } from '../model/page-record.ts';
import type { RowPart } from '../model/row.ts';
import { CellPicker, urlTest } from '../store/cell-picker.ts';
import type { CellSelection, RowSource, SelectedCell } from '../store/selection.ts';
import type { RowRange, Store } from '../store/store.ts';

/** As StoreSelection.selectCells. Memory: one row part. */
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
  for (const source of sources) {
    for (const range of rangesOf(source, urls)) {
      yield* store.readRows(source.key, source.grain, range);
    }
  }
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
  { fromBucket, untilBucket }: RowSource,
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
