/** What follows from numbered values, kept by their numbers: worked out once, then looked up. */

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

/** The entry of each value's text in the dictionary of the batch that is being filled. */
export class ValueEntries {
  readonly #textOf: (value: number) => string | undefined;
  #entries = new Uint32Array(roomAtFirst);
  /** The batch that an entry is of. */
  #batches = new Uint32Array(roomAtFirst);

  /** @param textOf undefined = absent, the entry 0. */
  constructor(textOf: (value: number) => string | undefined) {
    this.#textOf = textOf;
  }

  /** @param batch a number that no batch before had, from 1. */
  of(value: number, batch: number, intern: (text: string) => number): number {
    if (value < this.#entries.length && this.#batches[value] === batch) {
      return this.#entries[value]!;
    }
    if (value >= this.#entries.length) this.#grow(value);
    const text = this.#textOf(value);
    const entry = text === undefined ? 0 : intern(text);
    this.#entries[value] = entry;
    this.#batches[value] = batch;
    return entry;
  }

  clear(): void {
    this.#entries = new Uint32Array(roomAtFirst);
    this.#batches = new Uint32Array(roomAtFirst);
  }

  #grow(value: number): void {
    const room = roomFor(value);
    const entries = new Uint32Array(room);
    entries.set(this.#entries);
    this.#entries = entries;
    const batches = new Uint32Array(room);
    batches.set(this.#batches);
    this.#batches = batches;
  }
}

function roomFor(value: number): number {
  return 2 ** Math.ceil(Math.log2(value + 1));
}
