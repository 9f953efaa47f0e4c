/** What follows from numbered values, kept by their numbers: worked out once, then looked up. */
import type { ByteDictionary } from '../../model/byte-dictionary.ts';
import type { Lookup, Scanner } from './scanner.ts';

/** A small whole number from 0 on for each value, where the scanner looks it up. */
export class ValueFacts implements Lookup {
  readonly address: number;
  readonly #scanner: Scanner;
  readonly #workOut: (value: number) => number;

  constructor(scanner: Scanner, workOut: (value: number) => number) {
    this.#scanner = scanner;
    this.#workOut = workOut;
    this.address = scanner.allocateLookup(this);
  }

  learn(value: number): void {
    this.#scanner.words[this.address / 4 + value] = this.#workOut(value) + 1;
  }

  /** The fact, learned where it is not known. */
  of(value: number): number {
    const at = this.address / 4 + value;
    if (this.#scanner.words[at] === 0) this.learn(value);
    return this.#scanner.words[at]! - 1;
  }

  /** The scanner numbers its values anew. */
  clear(): void {
    const from = this.address / 4;
    this.#scanner.words.fill(0, from, from + this.#scanner.valuesUntil);
  }
}

/**
 * The text that follows from each value, by its number in the dictionary that batches are made
 * from; 0 = the value has no text. Which one it is, is kept from batch to batch: working it out for
 * each took 7 % of reading (measured).
 */
export class ValueTexts {
  readonly #facts: ValueFacts;
  #source: ByteDictionary | undefined;

  /** @param textOf undefined = absent. */
  constructor(scanner: Scanner, textOf: (value: number) => string | undefined) {
    this.#facts = new ValueFacts(
      scanner,
      (value) => this.#source?.internText(textOf(value) ?? '') ?? 0,
    );
  }

  get address(): number {
    return this.#facts.address;
  }

  /** The dictionary that texts are in from now on. */
  use(source: ByteDictionary): void {
    if (source === this.#source) return;
    this.#source = source;
    this.#facts.clear();
  }

  clear(): void {
    this.#facts.clear();
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
