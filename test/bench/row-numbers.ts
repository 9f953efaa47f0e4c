/** What is compared with SQL, collected from rows as they flow past. */
import type { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import type { RowPart } from '../../src/model/row.ts';
import type { FoundNumbers } from './task.ts';

const countedKeys = ['$all/page_views', '$all/engaged_seconds', '$all/visitors'] as const;
type CountedKey = (typeof countedKeys)[number];

export class RowNumbers {
  #rows = { '1d': 0, '5m': 0 };
  #cells = { '1d': 0, '5m': 0 };
  /** Of the rows of urls in five minutes: all values, and the visitors among them. */
  #urlBuckets = { values: 0, visitors: 0 };
  /** Of the days of sites. */
  #siteDays = { pageViews: 0, engagedSeconds: 0 };
  #keys: ByteDictionary | undefined;
  /** By entry of #keys, so that few keys are read as texts. */
  readonly #countedByEntry = new Map<number, CountedKey | undefined>();

  add(part: RowPart): void {
    const { grain, url, cells } = part;
    if (part.part === 0) this.#rows[grain] += 1;
    this.#cells[grain] += cells.length;
    if (grain === '5m' && url !== null) this.#addUrlBucket(part);
    else if (grain === '1d' && url === null) this.#addSiteDay(part);
  }

  found(): FoundNumbers {
    return {
      ...this.#siteDays,
      rows5m: this.#rows['5m'],
      rows1d: this.#rows['1d'],
      cells5m: this.#cells['5m'],
      cells1d: this.#cells['1d'],
      visitorsOfUrlBuckets: this.#urlBuckets.visitors,
      valuesOfUrlBuckets: this.#urlBuckets.values,
    };
  }

  #addUrlBucket({ part, keys, cells, values }: RowPart): void {
    const sums = this.#urlBuckets;
    for (let index = 0; index < values.length; index += 1) sums.values += values[index]!;
    // The cells of all events are the first of a row.
    for (let index = 0; part === 0 && index < cells.length; index += 1) {
      if (this.#countedKey(keys, cells[index]!) !== '$all/visitors') continue;
      sums.visitors += values[index]!;
      return;
    }
  }

  #addSiteDay({ part, keys, cells, values }: RowPart): void {
    // All other cells stand behind that of visitors.
    for (let index = 0; part === 0 && index < cells.length; index += 1) {
      const key = this.#countedKey(keys, cells[index]!);
      if (key === '$all/page_views') this.#siteDays.pageViews += values[index]!;
      if (key === '$all/engaged_seconds') this.#siteDays.engagedSeconds += values[index]!;
      if (key === '$all/visitors') return;
    }
  }

  #countedKey(keys: ByteDictionary, entry: number): CountedKey | undefined {
    if (keys !== this.#keys) this.#countedByEntry.clear();
    this.#keys = keys;
    if (!this.#countedByEntry.has(entry)) {
      const text = keys.text(entry);
      this.#countedByEntry.set(
        entry,
        countedKeys.find((key) => key === text),
      );
    }
    return this.#countedByEntry.get(entry);
  }
}
