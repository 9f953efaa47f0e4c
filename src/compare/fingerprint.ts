/**
 * Fingerprints of sums of cells: what shows that two large sums of rows are equal, cell by cell,
 * without holding either.
 *
 * The fingerprint of some cells is the sum of value × coefficient(key), a whole number. The
 * coefficient is 56 bits of the key's hash. It is linear, so that fingerprints of equal sums are
 * equal however the cells were split into rows. It takes no modulus: the numbers are exact.
 *
 * How sure that is. Two sums that differ, by whatever amounts, have equal fingerprints only where
 * the coefficients happen to solve one linear equation. With all coefficients but one given, at
 * most one of 2^56 values of that one does: the chance is at most 2^-56. Where cells differ by url
 * as well, fingerprints are weighted by 56 bits of the url's hash; the same argument, made twice,
 * gives 2^-55. This takes the hash for random, which it is to everything but intent: it protects
 * from faults, not from forgery.
 */
import { bytesFromText } from '../base/bytes.ts';
import { murmur3, murmur3Words } from '../base/murmur3.ts';

/** A coefficient is kept in two halves of so many bits. */
const halfBits = 28;
const halfMask = 2 ** halfBits - 1;

/** Values that may be added up before products with a half coefficient leave 2^53. */
export const weightMax = 2 ** (53 - halfBits);

/** What a fault found by fingerprints follows from. */
export const fingerprintBasis = 'fingerprint of all additive cells';

/** The half coefficients of the key that was hashed last. */
export function lowCoefficient(): number {
  return murmur3Words[0]! & halfMask;
}

export function highCoefficient(): number {
  return murmur3Words[1]! & halfMask;
}

/** The weight of a url: other words of the hash, so that a key with the same text is no match. */
export function urlCoefficient(url: string): bigint {
  murmur3(bytesFromText(url));
  return coefficient(murmur3Words[2]! & halfMask, murmur3Words[3]! & halfMask);
}

function coefficient(low: number, high: number): bigint {
  return (BigInt(high) << BigInt(halfBits)) + BigInt(low);
}

export class Fingerprint {
  /** Sums of value × half coefficient, exact as long as `#weight` is at most `weightMax`. */
  #low = 0;
  #high = 0;
  /** Sum of all values since the last fold, whatever their sign. */
  #weight = 0;
  /** What was folded: big numbers are slow and seldom needed. */
  #folded = 0n;

  clear(): void {
    this.#low = 0;
    this.#high = 0;
    this.#weight = 0;
    this.#folded = 0n;
  }

  /** Adds cells whose values sum up to `weight`, at most `weightMax`. */
  addHalves(low: number, high: number, weight: number): void {
    if (this.#weight + weight > weightMax) this.#fold();
    this.#low += low;
    this.#high += high;
    this.#weight += weight;
  }

  /** Adds one cell of any value. */
  addLarge(value: number, low: number, high: number): void {
    this.#folded += BigInt(value) * coefficient(low, high);
  }

  add(other: Fingerprint): void {
    this.addHalves(other.#low, other.#high, other.#weight);
    if (other.#folded !== 0n) this.#folded += other.#folded;
  }

  subtract(other: Fingerprint): void {
    this.addHalves(-other.#low, -other.#high, other.#weight);
    if (other.#folded !== 0n) this.#folded -= other.#folded;
  }

  value(): bigint {
    return this.#folded + (BigInt(this.#high) << BigInt(halfBits)) + BigInt(this.#low);
  }

  #fold(): void {
    this.#folded = this.value();
    this.#low = 0;
    this.#high = 0;
    this.#weight = 0;
  }
}
