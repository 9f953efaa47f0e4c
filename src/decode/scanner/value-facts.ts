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

  /**
   * For loops: the fact + 1 by value, 0 where it must be worked out by `learn`.
   * @param valuesUntil above every value that will be looked up.
   */
  known(valuesUntil: number): Uint16Array {
    if (valuesUntil > this.#facts.length) {
      const grown = new Uint16Array(roomFor(valuesUntil));
      grown.set(this.#facts);
      this.#facts = grown;
    }
    return this.#facts;
  }

  /** @returns the fact + 1, which is known from now on. */
  learn(value: number): number {
    const known = this.#workOut(value) + 1;
    this.#facts[value] = known;
    return known;
  }

  clear(): void {
    this.#facts = new Uint16Array(roomAtFirst);
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

/** In place of an entry: the value has no text, which is known. */
const noText = -1;

/**
 * The entry of each value's text in the dictionary of the batch that is being filled. The text is
 * kept from batch to batch: working it out for each took 7 % of reading (measured).
 */
export class ValueEntries {
  readonly #textOf: (value: number) => string | undefined;
  #texts = new ByteDictionary();
  /** Entry + 1 of each value's text in #texts; 0 = not there. */
  #kept = new Uint32Array(roomAtFirst);
  /** Of the batch of that number; 0 = not looked up yet. */
  #entries = new Int32Array(roomAtFirst);
  #batch = 0;

  /** @param textOf undefined = absent, the entry 0. */
  constructor(textOf: (value: number) => string | undefined) {
    this.#textOf = textOf;
  }

  /**
   * For loops: the entry by value, -1 where it has no text, 0 where `enter` must be asked.
   * @param valuesUntil above every value that will be looked up.
   */
  known(valuesUntil: number, batch: TextTarget): Int32Array {
    if (valuesUntil > this.#entries.length) {
      const room = roomFor(valuesUntil);
      const kept = new Uint32Array(room);
      kept.set(this.#kept);
      this.#kept = kept;
      this.#entries = new Int32Array(room);
      this.#batch = batch.number;
    } else if (this.#batch !== batch.number) {
      this.#entries.fill(0, 0, valuesUntil);
      this.#batch = batch.number;
    }
    return this.#entries;
  }

  /** @returns the entry, or -1; in the batch of the last `known` it is known from now on. */
  enter(value: number, batch: TextTarget): number {
    const kept = this.#kept[value]! === 0 ? this.#keep(value) : this.#kept[value]! - 1;
    const entry = kept === 0 ? noText : batch.internEntry(this.#texts, kept);
    this.#entries[value] = entry;
    return entry;
  }

  clear(): void {
    this.#texts = new ByteDictionary();
    this.#kept = new Uint32Array(roomAtFirst);
    this.#entries = new Int32Array(roomAtFirst);
    this.#batch = 0;
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
}

function roomFor(valuesUntil: number): number {
  return 2 ** Math.ceil(Math.log2(valuesUntil));
}
