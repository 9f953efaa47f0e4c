/** Builds the parts of one row after another from the events that belong to it. */
import { GrowingBytes } from '../base/bytes.ts';
import { partCellsMax, type RowName, type RowPart } from '../model/row.ts';
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
  /** Of a distinct cell: the number of its metric and its slot; metric -1 for additive cells. */
  readonly #metricOfCell: Int8Array;
  readonly #slotOfCell: Uint16Array;
  readonly #slotWords: Uint32Array;
  readonly #sketches = new GrowingBytes(4096);

  constructor(facts: PeriodFacts) {
    this.#facts = facts;
    this.#sums = new Float64Array(facts.keys.count);
    this.#slotWords = new Uint32Array(facts.maskWords);
    this.#metricOfCell = new Int8Array(facts.keys.count).fill(-1);
    this.#slotOfCell = new Uint16Array(facts.keys.count);
    facts.distinctCells.forEach((cells, metric) => {
      cells.forEach((cell, slot) => {
        this.#metricOfCell[cell] = metric;
        this.#slotOfCell[cell] = slot;
      });
    });
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
    this.#sortCells();
    const parts: RowPart[] = [];
    for (let from = 0; from < this.#count; from += partCellsMax) {
      parts.push(this.#part(name, parts.length, from));
    }
    return parts;
  }

  #sortCells(): void {
    if (this.#count > insertionMax) {
      this.#cells.subarray(0, this.#count).sort();
      return;
    }
    const cells = this.#cells;
    for (let index = 1; index < this.#count; index += 1) {
      const cell = cells[index] as number;
      let at = index;
      while (at > 0 && (cells[at - 1] as number) > cell) {
        cells[at] = cells[at - 1] as number;
        at -= 1;
      }
      cells[at] = cell;
    }
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

  /** The part that begins at cell `from` of the row; leaves the sums of its cells at zero. */
  #part(name: RowName, part: number, from: number): RowPart {
    const count = Math.min(partCellsMax, this.#count - from);
    const cells = new Uint32Array(count);
    const values = new Float64Array(count);
    const sketchEnds = new Uint32Array(count);
    const sums = this.#sums;
    this.#sketches.length = 0;
    for (let index = 0; index < count; index += 1) {
      const cell = this.#cells[from + index] as number;
      const metric = this.#metricOfCell[cell] as number;
      cells[index] = cell;
      if (metric === -1) {
        values[index] = sums[cell] as number;
        sums[cell] = 0;
      } else {
        const members = this.#members[metric] as Members;
        values[index] = members.appendSketch(this.#slotOfCell[cell] as number, this.#sketches);
      }
      sketchEnds[index] = this.#sketches.length;
    }
    const { grain, url, bucket } = name;
    const sketches = this.#sketches.slice();
    return {
      grain,
      url,
      bucket,
      part,
      keys: this.#facts.keys,
      cells,
      values,
      sketches,
      sketchEnds,
    };
  }
}
