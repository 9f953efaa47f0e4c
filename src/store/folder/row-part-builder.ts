/** Collects the cells of one stored row part, of as many as there are. */
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import { partCellsMax, type Grain, type RowPart } from '../../model/row.ts';
import type { CellRange } from './cell-chunk.ts';
import type { NearContents } from './near-contents.ts';
import type { StoredKeys } from './stored-keys.ts';
import { isValid, numberOfRow } from './vector-words.ts';

export type PartName = {
  readonly url: string | null;
  readonly bucket: number;
  readonly part: number;
};

/** Up to this many bytes a loop is faster than a copy call (measured roughly). */
const shortBytesMax = 48;

/**
 * Parts are views of arrays of this size at least, so that one that is kept keeps some more: four
 * arrays for each of many small parts took the collector longer than filling them (measured).
 */
const cellsAtOnce = 4 * partCellsMax;
const sketchBytesAtOnce = 64 * 1024;

export class RowPartBuilder {
  readonly #grain: Grain;
  #cells = new Uint32Array(cellsAtOnce);
  #values = new Float64Array(cellsAtOnce);
  #sketchEnds = new Uint32Array(cellsAtOnce);
  #sketches = new Uint8Array(sketchBytesAtOnce);
  /** Where the part under way begins and ends. */
  #from = 0;
  #until = 0;
  #sketchFrom = 0;
  #sketchUntil = 0;

  constructor(grain: Grain) {
    this.#grain = grain;
  }

  get isEmpty(): boolean {
    return this.#until === this.#from;
  }

  add(range: CellRange, keys: StoredKeys): void {
    const { chunk, from, until } = range;
    this.#reserveCells(until - from);
    keys.find(range, this.#cells, this.#until);
    const values = this.#values;
    for (let row = from, to = this.#until; row < until; row += 1, to += 1) {
      values[to] = numberOfRow(chunk.values, row);
    }
    this.#addSketches(range);
    this.#until += until - from;
  }

  /** The part; the builder is empty again. */
  build({ url, bucket, part }: PartName, keys: ByteDictionary): RowPart {
    const [from, until] = [this.#from, this.#until];
    const built = {
      grain: this.#grain,
      url,
      bucket,
      part,
      keys,
      cells: this.#cells.subarray(from, until),
      values: this.#values.subarray(from, until),
      sketches: this.#sketches.subarray(this.#sketchFrom, this.#sketchUntil),
      sketchEnds: this.#sketchEnds.subarray(from, until),
    };
    this.#from = until;
    this.#sketchFrom = this.#sketchUntil;
    return built;
  }

  #addSketches({ chunk, from, until }: CellRange): void {
    const { sketches, sketchValidity } = chunk;
    const ends = this.#sketchEnds;
    for (let row = from, to = this.#until; row < until; row += 1, to += 1) {
      if (isValid(sketchValidity, row)) {
        sketches.find(row);
        this.#addSketch(sketches);
      }
      ends[to] = this.#sketchUntil - this.#sketchFrom;
    }
  }

  #addSketch({ bytes, from, until }: NearContents): void {
    const length = until - from;
    if (this.#sketchUntil + length > this.#sketches.length) this.#reserveSketches(length);
    const sketches = this.#sketches;
    let to = this.#sketchUntil;
    this.#sketchUntil = to + length;
    if (length > shortBytesMax) sketches.set(bytes.subarray(from, until), to);
    // Most sketches hold one visitor (11 bytes): a view and a copy call cost more than the loop.
    else for (let at = from; at < until; at += 1, to += 1) sketches[to] = bytes[at]!;
  }

  /** Only a damaged store has parts that are larger; they are passed on as they are. */
  #reserveCells(more: number): void {
    if (this.#until + more <= this.#cells.length) return;
    const held = this.#until - this.#from;
    const length = Math.max(cellsAtOnce, (held + more) * 2);
    const [cells, values] = [new Uint32Array(length), new Float64Array(length)];
    const sketchEnds = new Uint32Array(length);
    cells.set(this.#cells.subarray(this.#from, this.#until));
    values.set(this.#values.subarray(this.#from, this.#until));
    sketchEnds.set(this.#sketchEnds.subarray(this.#from, this.#until));
    this.#cells = cells;
    this.#values = values;
    this.#sketchEnds = sketchEnds;
    this.#from = 0;
    this.#until = held;
  }

  #reserveSketches(more: number): void {
    const held = this.#sketchUntil - this.#sketchFrom;
    const sketches = new Uint8Array(Math.max(sketchBytesAtOnce, (held + more) * 2));
    sketches.set(this.#sketches.subarray(this.#sketchFrom, this.#sketchUntil));
    this.#sketches = sketches;
    this.#sketchFrom = 0;
    this.#sketchUntil = held;
  }
}
