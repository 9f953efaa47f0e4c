/** Adds up the totals of many days, url by url (see url-totals.ts). */
import { ByteDictionary } from '../../model/byte-dictionary.ts';
import { allSegment } from '../../model/segments.ts';
import type { SelectedCell } from '../selection.ts';
import { Leb128Reader } from './leb128.ts';
import { blocksOfTotals, type TotalsIndex } from './url-totals-reader.ts';

/** Urls there is room for at first. */
const capacityMin = 1024;

/** Cells handed out at once. */
const batchCells = 4096;

const noSketch = new Uint8Array(0);
const notWanted = -1;

/**
 * Urls come in order every day, so that after one of them mostly the same one follows as on a day
 * before: then the bytes in which the two differ tell that it is, and the url is neither put
 * together nor looked up.
 *
 * Memory: the urls, and some 24 bytes and 8 for each metric besides.
 */
export class UrlSums {
  readonly #metrics: readonly string[];
  readonly #urls = new ByteDictionary();
  /** By entry: the one that followed, and how many bytes the two share from their beginning. */
  #next = new Uint32Array(capacityMin);
  #sharedWithNext = new Uint32Array(capacityMin);
  readonly #sums: Float64Array[];
  /** The url that is read, in a piece of memory that is longer. */
  #text = new Uint8Array(256);
  #textLength = 0;

  constructor(metrics: readonly string[]) {
    this.#metrics = metrics;
    this.#sums = metrics.map(() => new Float64Array(capacityMin));
  }

  get memoryBytes(): number {
    return this.#urls.memoryBytes + this.#next.length * 8 * (1 + this.#metrics.length);
  }

  /** @throws UnfitTotals where blocks are damaged: then nothing was added. */
  add(index: TotalsIndex): void {
    const blocks = [...blocksOfTotals(index)];
    const wanted = index.metrics.map((metric) => this.#metrics.indexOf(metric));
    this.#textLength = 0;
    let before = 0;
    for (const block of blocks) before = this.#addBlock(new Leb128Reader(block), wanted, before);
  }

  *cells(): Generator<readonly SelectedCell[], void, undefined> {
    const grain = '1d';
    let cells: SelectedCell[] = [];
    for (let entry = 1; entry < this.#urls.count; entry += 1) {
      const url = this.#urls.text(entry);
      for (let index = 0; index < this.#metrics.length; index += 1) {
        const metric = this.#metrics[index] as string;
        const value = this.#sums[index]?.[entry] ?? 0;
        // A cell that is there is 1 at least.
        if (value === 0) continue;
        // Written out: copying an object into each took most of the time of a query (measured).
        cells.push({
          grain,
          url,
          bucket: null,
          segment: allSegment,
          metric,
          value,
          sketch: noSketch,
        });
      }
      if (cells.length < batchCells) continue;
      yield cells;
      cells = [];
    }
    if (cells.length > 0) yield cells;
  }

  /** @returns the entry of the last url. */
  #addBlock(reader: Leb128Reader, wanted: readonly number[], last: number): number {
    const sums = this.#sums;
    let entry = last;
    // The first url of a block is whole, whatever it shares with the last of the block before.
    for (let isWhole = true; !reader.isAtEnd; isWhole = false) {
      const sharedBytes = reader.number();
      const length = reader.number();
      const shared = isWhole ? this.#sharedBytes(reader, length) : sharedBytes;
      const skipped = shared - sharedBytes;
      this.#putText(reader, shared, { from: reader.at + skipped, length: length - skipped });
      reader.at += length;
      entry = this.#entryAfter(entry, shared);
      for (let left = reader.number(); left > 0; left -= 1) {
        const column = wanted[reader.number()] ?? notWanted;
        const value = reader.number();
        if (column !== notWanted) {
          const own = sums[column] as Float64Array;
          own[entry] = (own[entry] as number) + value;
        }
      }
    }
    return entry;
  }

  /** What a whole url has in common with the one before. */
  #sharedBytes({ bytes, at }: Leb128Reader, length: number): number {
    const most = Math.min(length, this.#textLength);
    let shared = 0;
    while (shared < most && bytes[at + shared] === this.#text[shared]) shared += 1;
    return shared;
  }

  #putText(
    { bytes }: Leb128Reader,
    shared: number,
    { from, length }: { readonly from: number; readonly length: number },
  ): void {
    const until = shared + length;
    if (until > this.#text.length) {
      const longer = new Uint8Array(until * 2);
      longer.set(this.#text);
      this.#text = longer;
    }
    const text = this.#text;
    // Mostly few bytes; a copy call costs more than the loop.
    for (let to = shared, at = from; to < until; to += 1, at += 1) text[to] = bytes[at] as number;
    this.#textLength = until;
  }

  /** The entry of the present text, which shares so much with the one before. */
  #entryAfter(before: number, shared: number): number {
    const guess = this.#next[before] as number;
    const isGuess =
      guess !== 0 &&
      this.#sharedWithNext[before] === shared &&
      this.#urls.endsAs(guess, this.#text, shared, this.#textLength);
    if (isGuess) return guess;
    const entry = this.#urls.internBytes(this.#text, 0, this.#textLength);
    if (entry >= this.#next.length) this.#grow();
    this.#next[before] = entry;
    this.#sharedWithNext[before] = shared;
    return entry;
  }

  #grow(): void {
    const length = this.#next.length * 2;
    const [next, shared] = [new Uint32Array(length), new Uint32Array(length)];
    next.set(this.#next);
    shared.set(this.#sharedWithNext);
    [this.#next, this.#sharedWithNext] = [next, shared];
    this.#sums.forEach((old, index) => {
      const sums = new Float64Array(length);
      sums.set(old);
      this.#sums[index] = sums;
    });
  }
}
