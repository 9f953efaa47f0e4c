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

  /** `sketch` is copied; undefined = the cell has none. */
  add(key: number, value: number, sketch: Uint8Array | undefined): void {
    const index = this.#count;
    if (index === this.#cells.length) this.#grow();
    this.#cells[index] = key;
    this.#values[index] = value;
    if (sketch !== undefined) this.#sketches.append(sketch);
    this.#sketchEnds[index] = this.#sketches.length;
    this.#count = index + 1;
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
