/**
 * The texts of all batches of a table, each once, in the row builder's memory: rows are built by
 * their numbers there (assembly/intern-texts.ts).
 */
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import type { TextStarts } from './sort-texts.ts';
import type { RowMemory } from './row-memory.ts';

/** Whoever compares texts reads eight bytes at a time. */
const readAhead = 8;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class PeriodTexts {
  readonly #memory: RowMemory;
  readonly #counts: readonly number[];
  /** By dictionary, where the numbers of its entries are. */
  readonly numbersAt: readonly number[];
  readonly starts: TextStarts;

  /** @param dictionaries at least one: its entry 0, the empty text, is number 0. */
  constructor(memory: RowMemory, dictionaries: readonly ByteDictionary[]) {
    this.#memory = memory;
    this.#counts = dictionaries.map(({ count }) => count);
    this.numbersAt = this.#counts.map((count) => memory.allocate(count * 4));
    const countMax = this.#counts.reduce((sum, count) => sum + count, 0);
    this.starts = { address: memory.allocate((countMax + 1) * 4) };
    layOutSlots(memory, countMax);
    memory.set('internedStartsBase', this.starts.address);
    const ends = memory.allocate(Math.max(...this.#counts) * 4);
    const hashes = memory.allocate(Math.max(...this.#counts) * 4);
    const first = memory.allocate(0);
    memory.words[this.starts.address / 4] = first;
    for (const [index, dictionary] of dictionaries.entries()) {
      const { count, ends: ownEnds, hashes: ownHashes } = dictionary.parts();
      const bytes = dictionary.allBytes();
      const at = memory.allocate(bytes.length);
      memory.bytes.set(bytes, at);
      memory.words.set(ownEnds.subarray(0, count), ends / 4);
      memory.words.set(ownHashes.subarray(0, count), hashes / 4);
      memory.exports.internTexts(at, ends, hashes, count, this.numbersAt[index]!);
      memory.freeFrom(memory.words[this.starts.address / 4 + this.count]!);
    }
    memory.allocate(readAhead);
  }

  get count(): number {
    return this.#memory.exports.internedCount.value;
  }

  text(number: number): string {
    const { words, bytes } = this.#memory;
    const at = this.starts.address / 4 + number;
    return decoder.decode(bytes.subarray(words[at], words[at + 1]));
  }

  /** The numbers of a dictionary's entries: a view, good until more memory is allocated. */
  numbersOf(dictionary: number): Uint32Array {
    const at = this.numbersAt[dictionary]! / 4;
    return this.#memory.words.subarray(at, at + this.#counts[dictionary]!);
  }
}

function layOutSlots(memory: RowMemory, countMax: number): void {
  const slots = 2 ** Math.ceil(Math.log2(countMax * 2));
  memory.set('internedSlotsBase', memory.allocateZeros(slots * 4));
  memory.set('internedSlotMask', slots - 1);
  memory.set('internedHashesBase', memory.allocate(countMax * 4));
  memory.set('internedCount', 0);
}
