/** A seeded source of chance: the same seed gives the same traffic, byte for byte. */

/** Texts of all 16-bit numbers, because formatting hex digits would be half of a line's cost. */
const hexTexts = Array.from({ length: 65_536 }, (_, index) => index.toString(16).padStart(4, '0'));

/** sfc32 (Chris Doty-Humphrey, public domain): 128 bits of state, no multiplication. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Different streams of one seed are independent of each other. */
  constructor(seed: number, stream = 0) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 4_294_967_296) | 0;
    this.#c = stream | 0;
    // The author's number of rounds until every bit of the seed has reached every bit of state.
    for (let round = 0; round < 12; round += 1) this.word();
  }

  /** A whole number from 0 to 2^32 - 1. */
  word(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** From 0 to below 1. */
  fraction(): number {
    return this.word() / 4_294_967_296;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  chance(share: number): boolean {
    return this.fraction() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** Eight hexadecimal digits. */
  hex(): string {
    return hexFromWord(this.word());
  }
}

export function hexFromWord(word: number): string {
  return `${hexTexts[word >>> 16] as string}${hexTexts[word & 0xffff] as string}`;
}

/** Spreads a number over 32 bits (the finaliser of MurmurHash3): a fixed property of a thing. */
export function scatter(number: number, salt: number): number {
  let word = (number ^ Math.imul(salt, 0x9e3779b1)) | 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

/**
 * A rank from 0 to below `count` by Zipf's law with exponent 1: rank k comes up in proportion to
 * 1 / (k + 1), by inverting the logarithm that its running sum follows.
 */
export function zipfRank(random: Random, count: number): number {
  return Math.min(count - 1, Math.floor((count + 1) ** random.fraction()) - 1);
}
