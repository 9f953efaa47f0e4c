/** Compares one row, cell by cell, with the rows that it is the sum and the union of. */
import type { InvariantName } from '../model/invariant.ts';
import type { RowName, RowPart } from '../model/row.ts';
import type { FaultList } from './fault-list.ts';
import type { KeyTable } from './key-table.ts';
import { SumOfRows } from './sum-of-rows.ts';
import { UnionOfRows } from './union-of-rows.ts';

/** A part with what `RowCheck` found out about it. */
export type CheckedPart = {
  readonly part: RowPart;
  readonly table: KeyTable;
  /** Cells whose sketch must not be read. */
  readonly unsound: ReadonlySet<number>;
};

/** The invariants that are broken where cells differ. */
export type WholeInvariants = {
  readonly sum: InvariantName;
  readonly union: InvariantName;
  /** Exact distinct counts lie between the greatest share and the sum of all. */
  readonly bounds?: InvariantName;
};

/** Memory: one row twice. */
export class WholeOfRows {
  readonly #sums = new SumOfRows();
  readonly #unions = new UnionOfRows();

  addWhole({ part, table, unsound }: CheckedPart): void {
    this.#sums.addWhole(part, table);
    this.#unions.addWhole(part, table, unsound);
  }

  addShare({ part, table, unsound }: CheckedPart): void {
    this.#sums.addShare(part, table);
    this.#unions.addShare(part, table, unsound);
  }

  /** @param claim the row that is the whole, and what the shares are: `its 5m rows`. */
  report(
    { sum, union, bounds }: WholeInvariants,
    claim: { readonly row: RowName; readonly shares: string },
    faults: FaultList,
  ): void {
    this.#sums.report({ ...claim, invariant: sum }, faults);
    this.#unions.reportUnions({ ...claim, invariant: union }, faults);
    if (bounds !== undefined) this.#unions.reportBounds({ ...claim, invariant: bounds }, faults);
  }
}
