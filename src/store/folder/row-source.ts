/** Row parts as the rows of a table: one cell each, in the order in which they come. */
import { bytesFromText } from '../../base/bytes.ts';
import { DataError } from '../../base/errors.ts';
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import { textFromBucket } from '../../model/row.ts';
import type { RowPart } from '../../model/row.ts';
import { NumberColumn, SketchColumn, TextColumn } from './chunk-columns.ts';
import type { ChunkSource } from './chunk-source.ts';
import { chunkRowsMax } from './vector-words.ts';

const slash = 0x2f;

export class RowSource implements ChunkSource {
  readonly #urls = new TextColumn();
  readonly #buckets = new NumberColumn();
  readonly #parts = new NumberColumn();
  readonly #segments = new TextColumn();
  readonly #metrics = new TextColumn();
  readonly #values = new NumberColumn();
  readonly #sketches = new SketchColumn();
  readonly columns: ChunkSource['columns'] = [
    { name: 'url', kind: 'text', data: this.#urls },
    { name: 'bucket', kind: 'integer', data: this.#buckets },
    { name: 'part', kind: 'integer', data: this.#parts },
    { name: 'segment', kind: 'text', data: this.#segments },
    { name: 'metric', kind: 'text', data: this.#metrics },
    { name: 'value', kind: 'integer', data: this.#values },
    { name: 'sketch', kind: 'bytes', data: this.#sketches },
  ];
  readonly #rowParts: Iterator<RowPart>;
  readonly #keySlots = new KeySlots();
  #current: RowPart | undefined;
  /** First cell of the current part that is still to be written. */
  #cell = 0;

  constructor(rowParts: Iterable<RowPart>) {
    this.#rowParts = rowParts[Symbol.iterator]();
  }

  fill(): number {
    this.#keySlots.beginChunk();
    let rows = 0;
    while (rows < chunkRowsMax) {
      const part = this.#partWithCells();
      if (part === undefined) break;
      rows = this.#fillFrom(part, rows);
    }
    return rows;
  }

  stop(): void {
    this.#rowParts.return?.();
  }

  #partWithCells(): RowPart | undefined {
    if (this.#current !== undefined && this.#cell < this.#current.cells.length) {
      return this.#current;
    }
    const next = this.#rowParts.next();
    this.#cell = 0;
    this.#current = next.done === true ? undefined : next.value;
    if (this.#current?.cells.length === 0) throw withoutCells(this.#current);
    return this.#current;
  }

  /** Writes what fits of a part from row `from` on; returns the row after. */
  #fillFrom(part: RowPart, from: number): number {
    const { url, bucket, part: number, keys, cells, values, sketches, sketchEnds } = part;
    const urlSlot = url === null ? undefined : this.#urls.assign(bytesFromText(url));
    const until = Math.min(chunkRowsMax, from + cells.length - this.#cell);
    let sketchFrom = this.#cell === 0 ? 0 : (sketchEnds[this.#cell - 1] as number);
    for (let row = from; row < until; row += 1) {
      const cell = this.#cell;
      if (urlSlot === undefined) this.#urls.putNull(row);
      else this.#urls.put(row, urlSlot);
      this.#buckets.put(row, bucket);
      this.#parts.put(row, number);
      this.#putKey(row, keys, cells[cell] as number);
      this.#values.put(row, values[cell] as number);
      const sketchUntil = sketchEnds[cell] as number;
      this.#sketches.put(row, sketches, { from: sketchFrom, until: sketchUntil });
      sketchFrom = sketchUntil;
      this.#cell = cell + 1;
    }
    return until;
  }

  #putKey(row: number, keys: ByteDictionary, key: number): void {
    const slots = this.#keySlots;
    if (!slots.has(keys, key)) {
      const bytes = keys.bytes(key);
      const at = bytes.lastIndexOf(slash);
      if (at === -1) throw new DataError(`the cell key "${keys.text(key)}" has no "/"`);
      const segment = this.#segments.assign(bytes.subarray(0, at));
      slots.set(key, segment, this.#metrics.assign(bytes.subarray(at + 1)));
    }
    this.#segments.put(row, slots.segment(key));
    this.#metrics.put(row, slots.metric(key));
  }
}

/** Which keys have slots in the present chunk. Forgets all of them when the dictionary changes. */
class KeySlots {
  #keys: ByteDictionary | undefined;
  /** The chunk in which the slots of a key were assigned. */
  #chunks = new Uint32Array(1024);
  #segments = new Uint32Array(1024);
  #metrics = new Uint32Array(1024);
  #chunk = 0;

  beginChunk(): void {
    this.#chunk += 1;
  }

  has(keys: ByteDictionary, key: number): boolean {
    if (keys !== this.#keys) {
      this.#keys = keys;
      this.#chunks.fill(0);
    }
    if (key >= this.#chunks.length) this.#grow(Math.max(keys.count, key + 1) * 2);
    return this.#chunks[key] === this.#chunk;
  }

  set(key: number, segment: number, metric: number): void {
    this.#chunks[key] = this.#chunk;
    this.#segments[key] = segment;
    this.#metrics[key] = metric;
  }

  segment(key: number): number {
    return this.#segments[key] as number;
  }

  metric(key: number): number {
    return this.#metrics[key] as number;
  }

  #grow(length: number): void {
    this.#chunks = grown(this.#chunks, length);
    this.#segments = grown(this.#segments, length);
    this.#metrics = grown(this.#metrics, length);
  }
}

function grown(old: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const array = new Uint32Array(length);
  array.set(old);
  return array;
}

function withoutCells({ grain, url, bucket, part }: RowPart): DataError {
  const place = `${url ?? 'the site row'}, ${textFromBucket(grain, bucket)}, part ${part}`;
  return new DataError(`a row part without cells cannot be stored: ${place}`);
}
