/** Checks within one row that `$all` counts as much as all values of each segment together. */
import { allSegment, keyFromCellName } from '../model/segments.ts';
import type { RowName } from '../model/row.ts';
import type { FaultList } from './fault-list.ts';
import type { RecordedNames } from './recorded-names.ts';

export class SegmentSums {
  readonly #names: RecordedNames;
  readonly #faults: FaultList;
  /** By slot; zeros between rows. */
  #sums = new Float64Array(64);
  /** Slots that are not zero. */
  readonly #touched: number[] = [];

  constructor(names: RecordedNames, faults: FaultList) {
    this.#names = names;
    this.#faults = faults;
  }

  /** @param value from 1. A sum beyond 2^53 is inexact, but then above every lawful value. */
  add(slot: number, value: number): void {
    if (slot >= this.#sums.length) this.#grow(slot);
    const sum = this.#sums[slot]!;
    if (sum === 0) this.#touched.push(slot);
    this.#sums[slot] = sum + value;
  }

  /** Compares the sums of the row that ends here, and begins anew. */
  finishRow(row: RowName): void {
    const sums = this.#sums;
    for (const slot of this.#touched) {
      const segment = this.#names.segmentOfSlot(slot);
      if (segment === 0) this.#compareAbsent(row, slot);
      else if (sums[slot] !== sums[slot - segment]) this.#report(row, slot);
    }
    for (const slot of this.#touched) sums[slot] = 0;
    this.#touched.length = 0;
  }

  /** Segments that have nothing of a metric which `$all` has. */
  #compareAbsent(row: RowName, all: number): void {
    for (let slot = all + 1; slot < all + this.#names.segments.length; slot += 1) {
      if (this.#sums[slot] === 0) this.#report(row, slot);
    }
  }

  #report(row: RowName, slot: number): void {
    const segment = this.#names.segmentOfSlot(slot);
    const metric = this.#names.metricOfSlot(slot).name;
    this.#faults.add({
      invariant: 'segment_sum',
      row,
      key: keyFromCellName({ dimension: allSegment, value: undefined, metric }),
      expected: this.#sums[slot]!,
      found: this.#sums[slot - segment]!,
      basis: `sum of ${this.#names.segments[segment]!}`,
    });
  }

  #grow(slot: number): void {
    // Whole metrics, so that a slot which is there has all segments of its metric beside it.
    const grown = new Float64Array(Math.max(slot + this.#names.segments.length, slot * 2));
    grown.set(this.#sums);
    this.#sums = grown;
  }
}
