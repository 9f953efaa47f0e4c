/** Checks that rows ascend and that their parts are whole, in order, and at their place in time. */
import { daySeconds } from '../base/calendar.ts';
import {
  bucketSeconds,
  compareRows,
  partCellsMax,
  type Grain,
  type RowName,
  type RowPart,
} from '../model/row.ts';
import { rowNameOf, textFromRow } from '../model/row-text.ts';
import type { FaultList } from './fault-list.ts';

/** No zone was ever further from UTC: Manila was 15:56 behind, Alaska 15:02 ahead. */
const zoneOffsetMaxSeconds = 16 * 3600;

/** Whether a bucket may belong to a local day, whatever the zone. */
export function isBucketOfDay({ grain, bucket }: RowName, day: number): boolean {
  if (grain === '1d') return bucket === day;
  const from = day * daySeconds - zoneOffsetMaxSeconds;
  const until = (day + 1) * daySeconds + zoneOffsetMaxSeconds;
  return bucket % bucketSeconds === 0 && bucket >= from && bucket < until;
}

export class RowOrder {
  readonly #day: number;
  readonly #faults: FaultList;
  /** The last row of each grain. */
  readonly #last = new Map<Grain, RowName>();
  #current: RowPart | undefined;

  constructor(day: number, faults: FaultList) {
    this.#day = day;
    this.#faults = faults;
  }

  /** Takes the next part; true where it begins another row than the part before. */
  enter(part: RowPart): boolean {
    const before = this.#current;
    this.#current = part;
    const isSameRow = before !== undefined && compareRows(before, part) === 0;
    this.#checkNumber(part, isSameRow ? before.part + 1 : 0);
    this.#checkSize(part);
    // A part that another one follows is full.
    if (isSameRow) this.#checkFull(before);
    else this.#checkNewRow(part);
    return !isSameRow;
  }

  #checkNewRow(part: RowPart): void {
    const row = rowNameOf(part);
    const last = this.#last.get(part.grain);
    this.#last.set(part.grain, row);
    if (last !== undefined && compareRows(last, part) >= 0) {
      this.#report(part, `a row after ${textFromRow(last)}`, textFromRow(part), 'order of rows');
    }
    if (isBucketOfDay(row, this.#day)) return;
    const { grain, bucket: found } = row;
    const expected = grain === '1d' ? this.#day : `a multiple of ${bucketSeconds} within the day`;
    const basis = `day ${this.#day} of the period`;
    this.#faults.add({ invariant: 'bucket', row, key: null, expected, found, basis });
  }

  #checkNumber(part: RowPart, expected: number): void {
    if (part.part !== expected) this.#report(part, expected, part.part, 'number of the part');
  }

  #checkSize(part: RowPart): void {
    const { length } = part.cells;
    if (length >= 1 && length <= partCellsMax) return;
    this.#report(part, `1 to ${partCellsMax}`, length, `cells of part ${part.part}`);
  }

  #checkFull(part: RowPart): void {
    const { length } = part.cells;
    if (length === partCellsMax) return;
    this.#report(part, partCellsMax, length, `cells of part ${part.part}, which is not the last`);
  }

  #report(part: RowPart, expected: number | string, found: number | string, basis: string): void {
    const row = rowNameOf(part);
    this.#faults.add({ invariant: 'row_order', row, key: null, expected, found, basis });
  }
}
