/** Compares the distinct cells of one row with those of the rows that it is the union of. */
import { compareBytes } from '../base/bytes.ts';
import type { InvariantName } from '../model/invariant.ts';
import { sketchOfCell, type RowName, type RowPart } from '../model/row.ts';
import { sketchEstimate, SketchUnion } from '../model/sketch.ts';
import { emptyMark, emptySketch, explicitMark } from '../model/sketch-format.ts';
import type { FaultList } from './fault-list.ts';
import type { KeyTable } from './key-table.ts';
import { distinctSlot } from './recorded-names.ts';

/** What is known of one cell. */
type Cell = {
  /** Of the whole row; undefined where it has no such cell. */
  whole: { readonly value: number; readonly sketch: Uint8Array } | undefined;
  /** Most cells have one share, which needs no union. */
  shares: Uint8Array | SketchUnion | undefined;
  greatestShare: number;
  sumOfShares: number;
  /** No sketch so far was an estimate. */
  isExact: boolean;
};

export type Claim = {
  readonly invariant: InvariantName;
  /** The row that is the whole. */
  readonly row: RowName;
  /** What the shares are: `its 5m rows`. */
  readonly shares: string;
};

/** Memory: the sketches of one row twice. */
export class UnionOfRows {
  readonly #cells = new Map<string, Cell>();
  /** The same by entry of the last dictionary: rows repeat each other's keys. */
  #ofTable: { readonly table: KeyTable; readonly cells: (Cell | undefined)[] } | undefined;

  /** @param unsound cells whose sketch must not be read. */
  addWhole(part: RowPart, table: KeyTable, unsound: ReadonlySet<number>): void {
    for (const index of distinctCells(part, table, unsound)) {
      // A copy, for a view would keep the whole part.
      const sketch = sketchOfCell(part, index).slice();
      const cell = this.#cellOf(table, part.cells[index]!);
      cell.whole = { value: part.values[index]!, sketch };
      cell.isExact &&= isExact(sketch);
    }
  }

  addShare(part: RowPart, table: KeyTable, unsound: ReadonlySet<number>): void {
    for (const index of distinctCells(part, table, unsound)) {
      const sketch = sketchOfCell(part, index);
      const value = part.values[index]!;
      const cell = this.#cellOf(table, part.cells[index]!);
      addShare(cell, sketch);
      cell.greatestShare = Math.max(cell.greatestShare, value);
      cell.sumOfShares += value;
      cell.isExact &&= isExact(sketch);
    }
  }

  /** Reports each cell that is not the union of its shares. */
  reportUnions({ invariant, row, shares }: Claim, faults: FaultList): void {
    for (const [key, cell] of this.#cells) {
      const union = sketchOfShares(cell);
      const sketch = cell.whole?.sketch ?? emptySketch;
      if (compareBytes(union, sketch) === 0) continue;
      const expected = sketchEstimate(union);
      const estimate = sketchEstimate(sketch);
      const found = estimate === expected ? `${estimate}, but not of the same members` : estimate;
      faults.add({ invariant, row, key, expected, found, basis: `union of ${shares}` });
    }
  }

  /** Reports exact counts that are below their greatest share or above the sum of all. */
  reportBounds({ invariant, row, shares }: Claim, faults: FaultList): void {
    for (const [key, { isExact, whole, greatestShare, sumOfShares }] of this.#cells) {
      const found = whole?.value ?? 0;
      if (!isExact || (greatestShare <= found && found <= sumOfShares)) continue;
      const expected = `${greatestShare} to ${sumOfShares}`;
      faults.add({ invariant, row, key, expected, found, basis: `greatest and sum of ${shares}` });
    }
  }

  #cellOf(table: KeyTable, entry: number): Cell {
    if (this.#ofTable?.table !== table) this.#ofTable = { table, cells: [] };
    return (this.#ofTable.cells[entry] ??= this.#cell(table.text(entry)));
  }

  #cell(key: string): Cell {
    const known = this.#cells.get(key);
    if (known !== undefined) return known;
    const cell = {
      whole: undefined,
      shares: undefined,
      greatestShare: 0,
      sumOfShares: 0,
      isExact: true,
    };
    this.#cells.set(key, cell);
    return cell;
  }
}

function addShare(cell: Cell, sketch: Uint8Array): void {
  if (cell.shares === undefined) {
    cell.shares = sketch.slice();
    return;
  }
  const union = cell.shares instanceof SketchUnion ? cell.shares : new SketchUnion();
  if (cell.shares instanceof Uint8Array) union.add(cell.shares);
  union.add(sketch);
  cell.shares = union;
}

function sketchOfShares({ shares = emptySketch }: Cell): Uint8Array {
  return shares instanceof SketchUnion ? shares.sketch() : shares;
}

function* distinctCells(
  part: RowPart,
  table: KeyTable,
  unsound: ReadonlySet<number>,
): Generator<number, void, undefined> {
  for (let index = 0; index < part.cells.length; index += 1) {
    if (table.slots[part.cells[index]!] === distinctSlot && !unsound.has(index)) yield index;
  }
}

function isExact(sketch: Uint8Array): boolean {
  return sketch[0] === explicitMark || sketch[0] === emptyMark;
}
