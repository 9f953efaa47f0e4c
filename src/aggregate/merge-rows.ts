/**
 * Merges sorted runs of row parts into one: counts and sums add, sketches unite. Associative and
 * commutative, so runs may be cut from the events in any way.
 */
import { GrowingBytes } from '../base/bytes.ts';
import { ByteDictionary } from '../model/byte-dictionary.ts';
import { compareCellKeys, isBreakdownKey } from '../model/cell-key.ts';
import {
  compareRows,
  partCellsMax,
  sketchOfCell,
  type RowName,
  type RowPart,
} from '../model/row.ts';
import { sketchEstimate, unionSketches } from '../model/sketch.ts';

/** The merged stream starts a new dictionary of keys when the old one holds this much. */
const keysBytesMax = 4 * 1024 * 1024;

/**
 * @param runs each ascending by row and part; a row's parts are complete in a run.
 * @returns the same order; rows that stand in one run only are passed on as they are.
 */
export function* mergeRows(
  runs: readonly Iterable<RowPart, unknown, undefined>[],
): Generator<RowPart, void, undefined> {
  let heads = runs.map((run) => new RunHead(run)).filter(({ part }) => part !== undefined);
  let keys = new ByteDictionary();
  while (heads.length > 1) {
    const row = leastRow(heads);
    const sources = heads.filter(({ part }) => part !== undefined && compareRows(part, row) === 0);
    if (sources.length === 1) yield* (sources[0] as RunHead).takeRow(row);
    else {
      if (keys.memoryBytes > keysBytesMax) keys = new ByteDictionary();
      yield* mergedRow(row, sources, keys);
    }
    heads = heads.filter(({ part }) => part !== undefined);
  }
  for (const head of heads) yield* head.takeRest();
}

/** One run and the part it stands at. */
class RunHead {
  part: RowPart | undefined;
  readonly #iterator: Iterator<RowPart, unknown, undefined>;

  constructor(run: Iterable<RowPart, unknown, undefined>) {
    this.#iterator = run[Symbol.iterator]();
    this.advance();
  }

  advance(): void {
    const next = this.#iterator.next();
    this.part = next.done === true ? undefined : next.value;
  }

  *takeRest(): Generator<RowPart, void, undefined> {
    for (; this.part !== undefined; this.advance()) yield this.part;
  }

  /** The parts of a row, which are then passed. */
  *takeRow(row: RowName): Generator<RowPart, void, undefined> {
    while (this.part !== undefined && compareRows(this.part, row) === 0) {
      yield this.part;
      this.advance();
    }
  }
}

/** Walks over the cells of one row in one run. */
class CellHead {
  part: RowPart | undefined;
  index = -1;
  key: Uint8Array = new Uint8Array(0);
  isBreakdown = false;
  readonly #parts: Iterator<RowPart, unknown, undefined>;

  constructor(parts: Iterator<RowPart, unknown, undefined>) {
    this.#parts = parts;
    this.advance();
  }

  advance(): void {
    this.index += 1;
    while (this.part === undefined || this.index >= this.part.cells.length) {
      const next = this.#parts.next();
      if (next.done === true) {
        this.part = undefined;
        return;
      }
      this.part = next.value;
      this.index = 0;
    }
    this.key = this.part.keys.bytes(this.part.cells[this.index] as number);
    this.isBreakdown ||= isBreakdownKey(this.key);
  }
}

function leastRow(heads: readonly RunHead[]): RowName {
  let least = heads[0]?.part as RowPart;
  for (const { part } of heads) {
    if (part !== undefined && compareRows(part, least) < 0) least = part;
  }
  return { grain: least.grain, url: least.url, bucket: least.bucket };
}

function* mergedRow(
  row: RowName,
  sources: readonly RunHead[],
  keys: ByteDictionary,
): Generator<RowPart, void, undefined> {
  const collector = new PartCollector(row, keys);
  let cells = sources.map((source) => new CellHead(source.takeRow(row)));
  while (cells.length > 0) {
    const least = cells.reduce((a, b) => (compareCellKeys(b, a) < 0 ? b : a));
    const same = cells.filter((cell) => compareCellKeys(cell, least) === 0);
    collector.add(same);
    if (collector.isFull) yield collector.take();
    for (const cell of same) cell.advance();
    cells = cells.filter(({ part }) => part !== undefined);
  }
  if (!collector.isEmpty) yield collector.take();
}

/** Gathers merged cells into parts. */
class PartCollector {
  readonly #row: RowName;
  readonly #keys: ByteDictionary;
  #part = 0;
  #cells: number[] = [];
  #values: number[] = [];
  #ends: number[] = [];
  readonly #sketches = new GrowingBytes();

  constructor(row: RowName, keys: ByteDictionary) {
    this.#row = row;
    this.#keys = keys;
  }

  get isFull(): boolean {
    return this.#cells.length === partCellsMax;
  }

  get isEmpty(): boolean {
    return this.#cells.length === 0;
  }

  /** Adds one cell as the sum, or the union, of the same cell in several runs. */
  add(same: readonly CellHead[]): void {
    const parts = same.map(({ part, index }) => ({ part: part as RowPart, index }));
    const { part: first, index: cell } = parts[0]!;
    this.#cells.push(this.#keys.internEntry(first.keys, first.cells[cell]!));
    const sketches = parts.map(({ part, index }) => sketchOfCell(part, index));
    if ((sketches[0] as Uint8Array).length > 0) {
      const union = unionSketches(sketches);
      this.#sketches.append(union);
      this.#values.push(sketchEstimate(union));
    } else {
      this.#values.push(parts.reduce((sum, { part, index }) => sum + (part.values[index] ?? 0), 0));
    }
    this.#ends.push(this.#sketches.length);
  }

  take(): RowPart {
    const part = {
      ...this.#row,
      part: this.#part,
      keys: this.#keys,
      cells: Uint32Array.from(this.#cells),
      values: Float64Array.from(this.#values),
      sketches: this.#sketches.slice(),
      sketchEnds: Uint32Array.from(this.#ends),
    };
    this.#part += 1;
    this.#cells = [];
    this.#values = [];
    this.#ends = [];
    this.#sketches.length = 0;
    return part;
  }
}
