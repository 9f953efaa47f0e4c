/** What follows from numbered values, kept by their numbers: worked out once, then looked up. */
import { ByteDictionary } from '../../model/byte-dictionary.ts';

const roomAtFirst = 1024;

/** A small whole number from 0 on for each value. */
export class ValueFacts {
  readonly #workOut: (value: number) => number;
  /** The fact + 1; 0 = not worked out yet. */
  #facts = new Uint16Array(roomAtFirst);

  constructor(workOut: (value: number) => number) {
    this.#workOut = workOut;
  }

  of(value: number): number {
    const known = value < this.#facts.length ? this.#facts[value]! : 0;
    return known !== 0 ? known - 1 : this.#learn(value);
  }

  clear(): void {
    this.#facts = new Uint16Array(roomAtFirst);
  }

  #learn(value: number): number {
    if (value >= this.#facts.length) {
      const grown = new Uint16Array(roomFor(value));
      grown.set(this.#facts);
      this.#facts = grown;
    }
    const fact = this.#workOut(value);
    this.#facts[value] = fact + 1;
    return fact;
  }
}

/** Whatever follows from a value, as it was found. */
export class KeptFindings<Finding> {
  readonly #find: (value: number) => Finding;
  #found: Finding[] = [];

  constructor(find: (value: number) => Finding) {
    this.#find = find;
  }

  of(value: number): Finding {
    const known = this.#found[value];
    if (known !== undefined) return known;
    const found = this.#find(value);
    if (value >= this.#found.length) this.#found.length = value + 1;
    this.#found[value] = found;
    return found;
  }

  clear(): void {
    this.#found = [];
  }
}

/** Texts are forgotten when they take this much: they are worked out again, once (chosen). */
const textBytesMax = 2 * 1024 * 1024;

/** The batch that is being filled. */
export type TextTarget = {
  /** No batch before had it; from 1. */
  readonly number: number;
  /** The entry in the batch's dictionary of what `source` holds as `entry`. */
  internEntry(source: ByteDictionary, entry: number): number;
};

/**
 * The entry of each value's text in the dictionary of the batch that is being filled. The text is
 * kept from batch to batch: working it out for each took 7 % of reading (measured).
 */
export class ValueEntries {
  readonly #textOf: (value: number) => string | undefined;
  #texts = new ByteDictionary();
  /** Entry + 1 of each value's text in #texts; 0 = not there. */
  #kept = new Uint32Array(roomAtFirst);
  #entries = new Uint32Array(roomAtFirst);
  /** The batch that an entry is of. */
  #batches = new Uint32Array(roomAtFirst);

  /** @param textOf undefined = absent, the entry 0. */
  constructor(textOf: (value: number) => string | undefined) {
    this.#textOf = textOf;
  }

  of(value: number, batch: TextTarget): number {
    if (value < this.#entries.length && this.#batches[value] === batch.number) {
      return this.#entries[value]!;
    }
    if (value >= this.#entries.length) this.#grow(value);
    const kept = this.#kept[value]! === 0 ? this.#keep(value) : this.#kept[value]! - 1;
    const entry = kept === 0 ? 0 : batch.internEntry(this.#texts, kept);
    this.#entries[value] = entry;
    this.#batches[value] = batch.number;
    return entry;
  }

  clear(): void {
    this.#texts = new ByteDictionary();
    this.#kept = new Uint32Array(roomAtFirst);
    this.#entries = new Uint32Array(roomAtFirst);
    this.#batches = new Uint32Array(roomAtFirst);
  }

  /** The entry in #texts; 0 = the value has no text. */
  #keep(value: number): number {
    if (this.#texts.memoryBytes > textBytesMax) {
      this.#texts = new ByteDictionary();
      this.#kept.fill(0);
    }
    const entry = this.#texts.internText(this.#textOf(value) ?? '');
    this.#kept[value] = entry + 1;
    return entry;
  }

  #grow(value: number): void {
    const room = roomFor(value);
    this.#kept = grown(this.#kept, room);
    this.#entries = grown(this.#entries, room);
    this.#batches = grown(this.#batches, room);
  }
}

function grown(words: Uint32Array, room: number): Uint32Array<ArrayBuffer> {
  const array = new Uint32Array(room);
  array.set(words);
  return array;
}

function roomFor(value: number): number {
  return 2 ** Math.ceil(Math.log2(value + 1));
}
