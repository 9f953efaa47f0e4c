/** Collects the cells of one stored row part, of as many as there are. */
import { GrowingBytes } from '../../base/bytes.ts';
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import { partCellsMax } from '../../model/row.ts';
import type { Grain, RowPart } from '../../model/row.ts';

export type PartName = {
  readonly url: string | null;
  readonly bucket: number;
  readonly part: number;
};

/** Up to this many bytes a loop is faster than a copy call (measured roughly). */
const shortBytesMax = 32;

export class RowPartBuilder {
  readonly #grain: Grain;
  #cells = new Uint32Array(partCellsMax);
  #values = new Float64Array(partCellsMax);
  #sketchEnds = new Uint32Array(partCellsMax);
  #sketches = new GrowingBytes(64 * 1024);
  #count = 0;

  constructor(grain: Grain) {
    this.#grain = grain;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** The cell's sketch is what `addSketch` was given since the last cell: nothing = none. */
  add(key: number, value: number): void {
    const index = this.#count;
    if (index === this.#cells.length) this.#grow();
    this.#cells[index] = key;
    this.#values[index] = value;
    this.#sketchEnds[index] = this.#sketches.length;
    this.#count = index + 1;
  }

  /** Copies source[from, until). */
  addSketch(source: Uint8Array, from: number, until: number): void {
    const length = until - from;
    let to = this.#sketches.reserve(length);
    const { bytes } = this.#sketches;
    if (length > shortBytesMax) bytes.set(source.subarray(from, until), to);
    // Most sketches hold one visitor (11 bytes): a view and a copy call cost more than the loop.
    else for (let at = from; at < until; at += 1, to += 1) bytes[to] = source[at] as number;
    this.#sketches.length += length;
  }

  /** The part, in arrays of its own; the builder is empty again. */
  build({ url, bucket, part }: PartName, keys: ByteDictionary): RowPart {
    const count = this.#count;
    const built = {
      grain: this.#grain,
      url,
      bucket,
      part,
      keys,
      cells: this.#cells.slice(0, count),
      values: this.#values.slice(0, count),
      sketches: this.#sketches.slice(),
      sketchEnds: this.#sketchEnds.slice(0, count),
    };
    this.#count = 0;
    this.#sketches.length = 0;
    return built;
  }

  /** Only a damaged store has parts that are larger; they are passed on as they are. */
  #grow(): void {
    const length = this.#cells.length * 2;
    const cells = new Uint32Array(length);
    cells.set(this.#cells);
    this.#cells = cells;
    const values = new Float64Array(length);
    values.set(this.#values);
    this.#values = values;
    const sketchEnds = new Uint32Array(length);
    sketchEnds.set(this.#sketchEnds);
    this.#sketchEnds = sketchEnds;
  }
}
