/** What follows from numbered values, kept by their numbers: worked out once, then looked up. */
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import type { BatchTexts } from '../batch-texts.ts';

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

/** In place of an entry: the value has no text, which is known. */
const noText = -1;

/** The batch that is being filled. */
export type EntryTarget = {
  /** No batch before had it; from 1. */
  readonly number: number;
  readonly texts: BatchTexts;
};

/**
 * The entry of each value's text in the dictionary of the batch that is being filled. Which text it
 * is, is kept from batch to batch: working it out for each took 7 % of reading (measured).
 */
export class ValueEntries {
  readonly #textOf: (value: number) => string | undefined;
  /** What all texts are kept in. */
  #source: ByteDictionary | undefined;
  /** Entry + 1 of each value's text in #source; 0 = not worked out yet. */
  #texts = new Uint32Array(roomAtFirst);
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
  known(valuesUntil: number, { number, texts }: EntryTarget): Int32Array {
    if (texts.source !== this.#source) {
      this.#source = texts.source;
      this.#texts.fill(0);
    }
    if (valuesUntil > this.#entries.length) {
      const grown = new Uint32Array(roomFor(valuesUntil));
      grown.set(this.#texts);
      this.#texts = grown;
      this.#entries = new Int32Array(grown.length);
    } else if (this.#batch !== number) this.#entries.fill(0, 0, valuesUntil);
    this.#batch = number;
    return this.#entries;
  }

  /** @returns the entry, or -1; in the batch of the last `known` it is known from now on. */
  enter(value: number, { texts }: EntryTarget): number {
    let text = this.#texts[value]! - 1;
    if (text === -1) {
      text = texts.source.internText(this.#textOf(value) ?? '');
      this.#texts[value] = text + 1;
    }
    const entry = text === 0 ? noText : texts.entryOf(text);
    this.#entries[value] = entry;
    return entry;
  }

  clear(): void {
    this.#texts = new Uint32Array(roomAtFirst);
    this.#entries = new Int32Array(roomAtFirst);
  }
}

function roomFor(valuesUntil: number): number {
  return 2 ** Math.ceil(Math.log2(valuesUntil));
}
