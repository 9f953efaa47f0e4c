/** Builds the parts of one row after another from the events that belong to it. */
import { GrowingBytes } from '../base/bytes.ts';
import { partCellsMax, type RowName, type RowPart } from '../model/row.ts';
import { explicitMax, sketchEstimate, sketchFromSortedHashes } from '../model/sketch.ts';
import { Members } from './members.ts';
import type { PeriodFacts } from './period-facts.ts';
import { distinctMetrics } from './row-shape.ts';

/** Cells up to this number are sorted by insertion: it beats the typed array's sort (measured). */
const insertionMax = 48;

/** The events of one row: order[from, until). */
export type EventGroup = {
  readonly order: Uint32Array;
  readonly from: number;
  readonly until: number;
};

export class RowBuilder {
  readonly #facts: PeriodFacts;
  /** Sum of each additive cell; zeros between rows. */
  readonly #sums: Float64Array;
  /** Cells of the row under way. */
  #cells = new Uint32Array(1024);
  #count = 0;
  readonly #members: readonly Members[];
  /** Of a distinct cell: metric number × slots + slot; -1 for additive cells. */
  readonly #distinctOfCell: Int32Array;
  readonly #slots: number;
  readonly #slotWords: Uint32Array;
  readonly #hashes: Uint32Array;
  readonly #sketches = new GrowingBytes(4096);

  constructor(facts: PeriodFacts) {
    this.#facts = facts;
    this.#sums = new Float64Array(facts.keys.count);
    this.#slotWords = new Uint32Array(facts.maskWords);
    this.#slots = facts.distinctCells[0]?.length ?? 0;
    this.#distinctOfCell = new Int32Array(facts.keys.count).fill(-1);
    facts.distinctCells.forEach((cells, metric) => {
      cells.forEach((cell, slot) => (this.#distinctOfCell[cell] = metric * this.#slots + slot));
    });
    this.#hashes = new Uint32Array(2 * Math.max(facts.visitors.count, facts.sessions.count));
    this.#members = distinctMetrics(facts.shape).map(({ value }, index) => {
      const bySession = value === 'session';
      const { masks, maskWords } = facts;
      return new Members({
        hashes: bySession ? facts.sessions : facts.visitors,
        bits: bySession ? facts.sessionBits : facts.visitorBits,
        bit: 1 << index,
        masks,
        maskWords,
      });
    });
  }

  /** The row's parts in order. A row of no cells has no part. */
  build(name: RowName, group: EventGroup): readonly RowPart[] {
    this.#count = 0;
    this.#addAmounts(group);
    this.#members.forEach((members, metric) => {
      members.collect(group.order, group.from, group.until);
      this.#addDistinctCells(members, this.#facts.distinctCells[metric] as Uint32Array);
    });
    const cells = this.#cells.subarray(0, this.#count);
    if (cells.length <= insertionMax) insertionSort(cells);
    else cells.sort();
    const parts: RowPart[] = [];
    for (let from = 0; from < cells.length; from += partCellsMax) {
      const share = cells.slice(from, from + partCellsMax);
      parts.push({ ...name, part: parts.length, keys: this.#facts.keys, ...this.#values(share) });
    }
    return parts;
  }

  #addAmounts({ order, from, until }: EventGroup): void {
    const { cellsPerEvent, amounts, amountsPerEvent } = this.#facts;
    const cellsPerAmount = cellsPerEvent / amountsPerEvent;
    for (let index = from; index < until; index += 1) {
      const first = (order[index] as number) * amountsPerEvent;
      for (let at = first; at < first + amountsPerEvent; at += 1) {
        const amount = amounts[at] as number;
        if (amount !== 0) this.#addAmount(amount, at * cellsPerAmount, cellsPerAmount);
      }
    }
  }

  /** Adds one amount to its cells, which stand at `first` in the facts. */
  #addAmount(amount: number, first: number, count: number): void {
    const { cells } = this.#facts;
    const sums = this.#sums;
    for (let at = first; at < first + count; at += 1) {
      const cell = cells[at] as number;
      if (cell === 0) continue;
      if (sums[cell] === 0) this.#addCell(cell);
      sums[cell] = (sums[cell] as number) + amount;
    }
  }

  #addDistinctCells(members: Members, cellOfSlot: Uint32Array): void {
    const words = this.#slotWords.fill(0);
    members.addSlots(words);
    for (let word = 0; word < words.length; word += 1) {
      for (let bits = words[word] as number; bits !== 0; bits &= bits - 1) {
        this.#addCell(cellOfSlot[word * 32 + 31 - Math.clz32(bits & -bits)] as number);
      }
    }
  }

  #addCell(cell: number): void {
    if (this.#count === this.#cells.length) {
      const grown = new Uint32Array(this.#cells.length * 2);
      grown.set(this.#cells);
      this.#cells = grown;
    }
    this.#cells[this.#count] = cell;
    this.#count += 1;
  }

  /** Values and sketches of some cells of the row; leaves their sums at zero. */
  #values(cells: Uint32Array): Pick<RowPart, 'cells' | 'values' | 'sketches' | 'sketchEnds'> {
    const values = new Float64Array(cells.length);
    const sketchEnds = new Uint32Array(cells.length);
    this.#sketches.length = 0;
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index] as number;
      const distinct = this.#distinctOfCell[cell] as number;
      if (distinct === -1) {
        values[index] = this.#sums[cell] as number;
        this.#sums[cell] = 0;
      } else values[index] = this.#addSketch(distinct);
      sketchEnds[index] = this.#sketches.length;
    }
    return { cells, values, sketches: this.#sketches.slice(), sketchEnds };
  }

  /** Appends the sketch of one distinct cell and returns its value. */
  #addSketch(distinct: number): number {
    const members = this.#members[Math.floor(distinct / this.#slots)] as Members;
    const count = members.hashesOfSlot(distinct % this.#slots, this.#hashes);
    const sketch = sketchFromSortedHashes(this.#hashes, count);
    this.#sketches.append(sketch);
    return count <= explicitMax ? count : sketchEstimate(sketch);
  }
}

function insertionSort(cells: Uint32Array): void {
  for (let index = 1; index < cells.length; index += 1) {
    const cell = cells[index] as number;
    let at = index;
    while (at > 0 && (cells[at - 1] as number) > cell) {
      cells[at] = cells[at - 1] as number;
      at -= 1;
    }
    cells[at] = cell;
  }
}
