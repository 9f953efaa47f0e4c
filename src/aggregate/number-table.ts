/** A table of 64-bit numbers in the row builder's memory: assembly/number-table.ts. */
import type { Place, RowMemory } from './row-memory.ts';

const blockBytes = 24;
const slotWords = 4;

/** Low and high word of what numbers are multiplied by. */
const multipliers = {
  /** Hashes are spread as they are, and so stay in their order. */
  hashes: [1, 0],
  /** The golden ratio: the uppermost bits follow from all below them. */
  pairs: [0x7f4a7c15, 0x9e3779b9],
} as const;

export class NumberTable {
  readonly #memory: RowMemory;
  readonly #place: Place;
  readonly #holds: keyof typeof multipliers;
  #block = 0;
  #slotCount = 0;

  /** @param place where the builder looks for the table. */
  constructor(memory: RowMemory, place: Place, holds: keyof typeof multipliers) {
    this.#memory = memory;
    this.#place = place;
    this.#holds = holds;
    this.#layOut(16);
  }

  get address(): number {
    return this.#block;
  }

  get slotCount(): number {
    return this.#slotCount;
  }

  get count(): number {
    return this.#memory.words[this.#block / 4 + 3]!;
  }

  /**
   * Makes room for so many numbers more. At half it grows; until then a chunk may fill more of it,
   * but never all.
   */
  reserve(numbers: number): void {
    const { count } = this;
    if (count * 2 <= this.#slotCount && count + numbers < this.#slotCount) return;
    const smaller = this.#block;
    this.#layOut(2 ** Math.ceil(Math.log2(Math.max(count * 4, count + numbers + 1))));
    this.#memory.exports.addTable(smaller, this.#block);
  }

  #layOut(slotCount: number): void {
    const memory = this.#memory;
    const block = memory.allocate(blockBytes);
    const slots = memory.allocateZeros((slotCount + 1) * slotWords * 4);
    const shift = 64 - Math.log2(slotCount);
    const multiplier = multipliers[this.#holds];
    memory.words.set([slots, shift, slotCount, 0, ...multiplier], block / 4);
    memory.set(this.#place, block);
    this.#block = block;
    this.#slotCount = slotCount;
  }
}
