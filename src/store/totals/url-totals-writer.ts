/** Makes totals (see url-totals.ts) while the rows of urls pass by. */
import { crc32 } from 'node:zlib';
import { bytesFromText, compareBytes, GrowingBytes } from '../../base/bytes.ts';
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import type { RowPart } from '../../model/row.ts';
import { allSegment } from '../../model/segments.ts';
import { appendNumber, appendSharing } from './leb128.ts';
import { blockBytesMax, blockUrlsMax, trailerBytes, trailerMark } from './url-totals.ts';

const allPrefix = `${allSegment}/`;
const noBytes = new Uint8Array(0);
const notWanted = -1;

/** Takes bytes at once; they change after that. */
export type TotalsSink = (bytes: Uint8Array) => void;

/**
 * Memory: one block, the index (some 20 bytes for every 128 urls) and the names of metrics. Hands
 * out synchronously: in a folder the parts pass by in a callback of the engine, which cannot wait.
 */
export class UrlTotalsWriter {
  readonly #day: number;
  readonly #sink: TotalsSink;
  readonly #block = new GrowingBytes(2 * blockBytesMax);
  readonly #index = new GrowingBytes();
  readonly #cells = new GrowingBytes();
  readonly #metrics = new Map<string, number>();
  /** Metric numbers by key of the present dictionary. */
  #keys: ByteDictionary | undefined;
  #metricOfKey = new Map<number, number>();
  #text: string | undefined;
  #url: Uint8Array = noBytes;
  #urlBefore: Uint8Array = noBytes;
  #firstBefore: Uint8Array = noBytes;
  #first: Uint8Array = noBytes;
  #cellCount = 0;
  #urlsInBlock = 0;
  #blocks = 0;
  #offset = 0;
  #isUsable = true;

  /** @param day of all rows: the only bucket of their grain. */
  constructor(day: number, sink: TotalsSink) {
    this.#day = day;
    this.#sink = sink;
  }

  /** Passes the parts on, and takes what it needs of each. */
  *taking(parts: Iterable<RowPart>): Generator<RowPart, void, undefined> {
    for (const part of parts) {
      this.take(part);
      yield part;
    }
  }

  /**
   * @param rowsFileBytes 0 where there is no such file.
   * @returns false where the rows were such that the totals must not be used.
   */
  finish(rowsFileBytes: number): boolean {
    this.#endUrl();
    this.#endBlock();
    const head = new GrowingBytes();
    appendNumber(head, this.#metrics.size);
    for (const metric of this.#metrics.keys()) appendSharing(head, noBytes, bytesFromText(metric));
    appendNumber(head, this.#blocks);
    head.append(this.#index.slice());
    const index = head.slice();
    const trailer = Buffer.alloc(trailerBytes);
    trailer.writeDoubleLE(this.#offset, 0);
    trailer.writeDoubleLE(rowsFileBytes, 8);
    trailer.writeUInt32LE(index.length, 16);
    trailer.writeUInt32LE(crc32(index), 20);
    trailer.write(trailerMark, 24, 'latin1');
    this.#write(index);
    this.#write(trailer);
    return this.#isUsable;
  }

  /** @param part of a url. */
  take(part: RowPart): void {
    if (part.url === null || part.bucket !== this.#day) this.#isUsable = false;
    if (part.url !== this.#text) this.#beginUrl(part.url ?? '');
    const { keys, cells, values, sketchEnds } = part;
    let sketchFrom = 0;
    for (let index = 0; index < cells.length; index += 1) {
      const sketchUntil = sketchEnds[index] as number;
      const metric = sketchUntil === sketchFrom ? this.#metricOf(keys, cells[index] as number) : -1;
      sketchFrom = sketchUntil;
      if (metric === notWanted) continue;
      appendNumber(this.#cells, metric);
      appendNumber(this.#cells, values[index] as number);
      this.#cellCount += 1;
    }
  }

  #metricOf(keys: ByteDictionary, key: number): number {
    if (keys !== this.#keys) {
      this.#keys = keys;
      this.#metricOfKey = new Map();
    }
    const known = this.#metricOfKey.get(key);
    if (known !== undefined) return known;
    const text = keys.text(key);
    const metric = text.startsWith(allPrefix)
      ? this.#numberOf(text.slice(allPrefix.length))
      : notWanted;
    this.#metricOfKey.set(key, metric);
    return metric;
  }

  #numberOf(metric: string): number {
    const number = this.#metrics.get(metric) ?? this.#metrics.size;
    this.#metrics.set(metric, number);
    return number;
  }

  #beginUrl(text: string): void {
    this.#endUrl();
    const url = bytesFromText(text);
    // What is not ascending could not be searched.
    if (this.#text !== undefined && compareBytes(this.#url, url) >= 0) this.#isUsable = false;
    this.#text = text;
    this.#url = url;
  }

  #endUrl(): void {
    if (this.#text === undefined || this.#cellCount === 0) return;
    if (this.#urlsInBlock === 0) this.#first = this.#url;
    const before = this.#urlsInBlock === 0 ? noBytes : this.#urlBefore;
    appendSharing(this.#block, before, this.#url);
    appendNumber(this.#block, this.#cellCount);
    this.#block.append(this.#cells.bytes.subarray(0, this.#cells.length));
    this.#urlBefore = this.#url;
    this.#cells.length = 0;
    this.#cellCount = 0;
    this.#urlsInBlock += 1;
    if (this.#urlsInBlock === blockUrlsMax || this.#block.length >= blockBytesMax) this.#endBlock();
  }

  #endBlock(): void {
    if (this.#urlsInBlock === 0) return;
    const block = this.#block.bytes.subarray(0, this.#block.length);
    appendSharing(this.#index, this.#firstBefore, this.#first);
    appendNumber(this.#index, block.length);
    appendNumber(this.#index, crc32(block));
    this.#write(block);
    this.#firstBefore = this.#first;
    this.#block.length = 0;
    this.#urlsInBlock = 0;
    this.#blocks += 1;
  }

  #write(bytes: Uint8Array): void {
    this.#sink(bytes);
    this.#offset += bytes.length;
  }
}
