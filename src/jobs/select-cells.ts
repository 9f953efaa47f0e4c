/**
 * Some cells of many generations, and the newest page records: the definition, by reading rows and
 * picking from them. A store with a faster way of its own is asked instead.
 */
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import type { GenerationKey } from '../model/period.ts';
import type { PageRecord } from '../model/page-record.ts';
import { sketchOfCell, type RowPart } from '../model/row.ts';
import type { CellSelection, RowSource, SelectedCell, TextChoice } from '../store/selection.ts';
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

function urlTest(urls: CellSelection['urls']): (url: string | null) => boolean {
  if (urls === 'site') return (url) => url === null;
  if (urls === 'each') return (url) => url !== null;
  const isChosen = textTest(urls);
  return (url) => url !== null && isChosen(url);
}

function textTest({ values, begins }: TextChoice): (text: string) => boolean {
  const whole = new Set(values);
  return (text) => whole.has(text) || begins.some((begin) => text.startsWith(begin));
}

type WantedKey = { readonly segment: string; readonly metric: string } | undefined;

/** Tells the wanted cells of a part; of each key once: the same few stand in millions of rows. */
class CellPicker {
  readonly #metrics: ReadonlySet<string>;
  readonly #isSegment: (segment: string) => boolean;
  #keys: ByteDictionary | undefined;
  #wanted = new Map<number, WantedKey>();

  constructor({ metrics, segments }: CellSelection) {
    this.#metrics = new Set(metrics.map(({ name }) => name));
    this.#isSegment = textTest(segments);
  }

  cellsOf(part: RowPart): readonly SelectedCell[] {
    const { grain, url, bucket, keys, cells: entries, values } = part;
    if (keys !== this.#keys) {
      this.#keys = keys;
      this.#wanted = new Map();
    }
    const cells: SelectedCell[] = [];
    for (let index = 0; index < entries.length; index += 1) {
      const wanted = this.#wantedOf(keys, entries[index] as number);
      if (wanted === undefined) continue;
      const value = values[index] as number;
      cells.push({ grain, url, bucket, ...wanted, value, sketch: sketchOfCell(part, index) });
    }
    return cells;
  }

  #wantedOf(keys: ByteDictionary, entry: number): WantedKey {
    if (this.#wanted.has(entry)) return this.#wanted.get(entry);
    const key = keys.text(entry);
    const slash = key.lastIndexOf('/');
    const [segment, metric] = [key.slice(0, slash), key.slice(slash + 1)];
    const isWanted = this.#metrics.has(metric) && this.#isSegment(segment);
    const wanted = isWanted ? { segment, metric } : undefined;
    this.#wanted.set(entry, wanted);
    return wanted;
  }
}
