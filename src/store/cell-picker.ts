/** Picks the cells that a selection wants out of row parts. */
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import { sketchOfCell, type RowPart } from '../model/row.ts';
import type { CellSelection, SelectedCell, TextChoice } from './selection.ts';

export function urlTest(urls: CellSelection['urls']): (url: string | null) => boolean {
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
export class CellPicker {
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
