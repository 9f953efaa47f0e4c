/**
 * What must hold within one row: its place, the order of its cells, their keys, values and
 * sketches, and the sums of its segments. It runs over every cell of every rebuild, so the loop
 * works on numbers only; whatever is wrong leaves it for a slower method.
 */
import type { InvariantName } from '../model/invariant.ts';
import { sketchOfCell, type RowName, type RowPart } from '../model/row.ts';
import { checkSketch, isExplicitSketch, sketchEstimate } from '../model/sketch.ts';
import { headerBytes } from '../model/sketch-format.ts';
import { rowNameOf } from '../model/row-text.ts';
import type { FaultList } from './fault-list.ts';
import { Fingerprint, weightMax } from './fingerprint.ts';
import { KeyTable } from './key-table.ts';
import { PerDictionary } from './per-dictionary.ts';
import { additiveBreakdownSlot, distinctSlot, type RecordedNames } from './recorded-names.ts';
import { RowOrder } from './row-order.ts';
import { SegmentSums } from './segment-sums.ts';

export class RowCheck {
  readonly #tables: PerDictionary<KeyTable>;
  readonly #faults: FaultList;
  readonly #order: RowOrder;
  readonly #sums: SegmentSums;
  /** Of the additive cells of the last part. */
  readonly #print = new Fingerprint();
  /** Cells of the last part whose sketch is no sketch. */
  readonly #unsound = new Set<number>();
  /** The last part, with what is known of its keys. */
  #last: { readonly part: RowPart; readonly table: KeyTable } | undefined;

  constructor(day: number, names: RecordedNames, faults: FaultList) {
    this.#tables = new PerDictionary((keys) => new KeyTable(keys, names));
    this.#faults = faults;
    this.#order = new RowOrder(day, faults);
    this.#sums = new SegmentSums(names, faults);
  }

  /** Cells of the last part whose sketch must not be read. */
  get unsound(): ReadonlySet<number> {
    return this.#unsound;
  }

  /** What is known of the keys of a part. */
  tableOf({ keys }: RowPart): KeyTable {
    return this.#tables.of(keys);
  }

  /**
   * Checks the next part. The parts of a row come together; each grain comes in order.
   * @returns the fingerprint of the part's additive cells, good until the next call.
   */
  add(part: RowPart): Fingerprint {
    const table = this.tableOf(part);
    if (this.#order.enter(part)) this.finish();
    else this.#checkSeam(part, table);
    this.#unsound.clear();
    this.#scan(part, table);
    this.#last = { part, table };
    return this.#print;
  }

  /** Ends the last row. */
  finish(): void {
    if (this.#last !== undefined) this.#sums.finishRow(rowNameOf(this.#last.part));
    this.#last = undefined;
  }

  #scan(part: RowPart, table: KeyTable): void {
    const { cells, values, sketchEnds } = part;
    const { slots, low, high, order } = table;
    const { runs } = order;
    const print = this.#print;
    print.clear();
    let lowSum = 0;
    let highSum = 0;
    let weight = 0;
    let sketchUntil = 0;
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index]!;
      const previous = index === 0 ? cell : cells[index - 1]!;
      const isKnownOrder = cell > previous && runs[cell] === runs[previous];
      if (!isKnownOrder && index > 0) this.#checkOrder(part, index, table);
      const sketchFrom = sketchUntil;
      sketchUntil = sketchEnds[index]!;
      const value = values[index]!;
      if (!isLawful(value)) {
        this.#reportValue(part, index);
        continue;
      }
      const slot = slots[cell]!;
      const isAdditive = slot >= additiveBreakdownSlot;
      if (!isAdditive || sketchUntil !== sketchFrom) this.#checkSketch(part, index, slot);
      if (!isAdditive) continue;
      if (slot >= 0) this.#sums.add(slot, value);
      if (weight + value > weightMax) {
        print.addHalves(lowSum, highSum, weight);
        lowSum = highSum = weight = 0;
        if (value > weightMax) {
          print.addLarge(value, low[cell]!, high[cell]!);
          continue;
        }
      }
      weight += value;
      lowSum += value * low[cell]!;
      highSum += value * high[cell]!;
    }
    print.addHalves(lowSum, highSum, weight);
  }

  #checkOrder(part: RowPart, index: number, { order }: KeyTable): void {
    const cell = part.cells[index]!;
    const previous = part.cells[index - 1]!;
    if (!order.isAscending(previous, cell))
      this.#reportOrder(part, index, part.keys.text(previous));
  }

  /** The first cell of a part comes after the last one of the part before. */
  #checkSeam(part: RowPart, table: KeyTable): void {
    const before = this.#last!;
    const first = part.cells[0];
    const last = before.part.cells.at(-1);
    if (first === undefined || last === undefined) return;
    if (before.table.order.isBefore(last, table.order, first)) return;
    this.#reportOrder(part, 0, before.part.keys.text(last));
  }

  #reportOrder(part: RowPart, index: number, previous: string): void {
    this.#report('cell_order', part, index, {
      expected: `a key after ${previous}`,
      found: part.keys.text(part.cells[index]!),
      basis: 'order of cells',
    });
  }

  #reportValue(part: RowPart, index: number): void {
    const found = part.values[index]!;
    const expected = 'a whole number from 1 to 2^53 - 1';
    this.#report('value', part, index, { expected, found, basis: 'kind of the number' });
  }

  /** The sketch, or the lack of it, of a cell whose value is lawful. */
  #checkSketch(part: RowPart, index: number, slot: number): void {
    const from = index === 0 ? 0 : part.sketchEnds[index - 1]!;
    const bytes = part.sketchEnds[index]! - from;
    if (slot === distinctSlot) {
      if (isExactCount(part, index, from)) return;
      this.#checkDistinct(part, index);
    } else if (slot >= additiveBreakdownSlot) {
      const found = `a sketch of ${bytes} bytes`;
      this.#report('sketch', part, index, {
        expected: 'no sketch',
        found,
        basis: 'kind of metric',
      });
    } else {
      const expected = 'a recorded metric, segment or breakdown';
      const found = part.keys.text(part.cells[index]!);
      this.#report('key', part, index, { expected, found, basis: 'catalogue' });
    }
  }

  #checkDistinct(part: RowPart, index: number): void {
    const sketch = sketchOfCell(part, index);
    const wrong = checkSketch(sketch);
    if (wrong !== undefined) {
      this.#unsound.add(index);
      const found = sketch.length === 0 ? 'no sketch' : `a sketch that ${wrong}`;
      this.#report('sketch', part, index, { expected: 'a sketch', found, basis: 'kind of metric' });
      return;
    }
    const expected = sketchEstimate(sketch);
    const found = part.values[index]!;
    if (expected === found) return;
    this.#report('sketch', part, index, { expected, found, basis: 'estimate of the sketch' });
  }

  #report(invariant: InvariantName, part: RowPart, index: number, facts: Facts): void {
    const row: RowName = rowNameOf(part);
    this.#faults.add({ invariant, row, key: part.keys.text(part.cells[index]!), ...facts });
  }
}

type Facts = {
  readonly expected: number | string;
  readonly found: number | string;
  readonly basis: string;
};

function isLawful(value: number): boolean {
  return value >= 1 && value <= Number.MAX_SAFE_INTEGER && Math.floor(value) === value;
}

/** Whether the value is the number of what a sound sketch holds, as it mostly is. */
function isExactCount(
  { sketches, sketchEnds, values }: RowPart,
  index: number,
  from: number,
): boolean {
  const until = sketchEnds[index]!;
  const isOfSize = until - from === headerBytes + 8 * values[index]!;
  return isOfSize && isExplicitSketch(sketches, from, until);
}
