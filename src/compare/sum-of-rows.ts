/** Compares the additive cells of one row with those of the rows that it is the sum of. */
import type { RowPart } from '../model/row.ts';
import type { FaultList } from './fault-list.ts';
import type { KeyTable } from './key-table.ts';
import { additiveBreakdownSlot } from './recorded-names.ts';
import type { Claim } from './union-of-rows.ts';

/** Memory: the keys of one row, and two numbers for each. */
export class SumOfRows {
  readonly #cells = new Map<string, { whole: number; shares: number }>();

  addWhole(part: RowPart, table: KeyTable): void {
    part.cells.forEach((entry, index) => {
      const cell = this.#additiveCell(table, entry);
      if (cell !== undefined) cell.whole += part.values[index]!;
    });
  }

  /** A sum beyond 2^53 is inexact, but then above every lawful value. */
  addShare(part: RowPart, table: KeyTable): void {
    part.cells.forEach((entry, index) => {
      const cell = this.#additiveCell(table, entry);
      if (cell !== undefined) cell.shares += part.values[index]!;
    });
  }

  /** Reports each cell that is not the sum of its shares. */
  report({ invariant, row, shares }: Claim, faults: FaultList): void {
    for (const [key, { whole: found, shares: expected }] of this.#cells) {
      if (found === expected) continue;
      faults.add({ invariant, row, key, expected, found, basis: `sum of ${shares}` });
    }
  }

  #additiveCell(table: KeyTable, entry: number): { whole: number; shares: number } | undefined {
    if (table.slots[entry]! < additiveBreakdownSlot) return undefined;
    const key = table.text(entry);
    const known = this.#cells.get(key);
    if (known !== undefined) return known;
    const cell = { whole: 0, shares: 0 };
    this.#cells.set(key, cell);
    return cell;
  }
}
