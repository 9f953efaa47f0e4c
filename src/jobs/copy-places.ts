/** The lines that were duplicates, ready to be asked for in archive order: 20 bytes each. */
import type { CopyPlace, LinePlace } from '../aggregate/derived-period.ts';

/** An object's ordinal and a line number as one number: exact up to two million objects. */
const linesMax = 2 ** 32;

export class CopyPlaces {
  readonly #places: Float64Array;
  readonly #firsts: Float64Array;
  readonly #order: Uint32Array;

  constructor(copies: Iterable<CopyPlace>) {
    const places = new GrowingNumbers();
    const firsts = new GrowingNumbers();
    for (const copy of copies) {
      places.push(numberFromPlace(copy));
      firsts.push(numberFromPlace(copy.first));
    }
    this.#places = places.numbers();
    this.#firsts = firsts.numbers();
    const at = this.#places;
    this.#order = Uint32Array.from(at.keys()).sort((a, b) => (at[a] as number) - (at[b] as number));
  }

  /** Where the line is that counts in place of the one at `place`; undefined where that is none. */
  firstOf(place: LinePlace): LinePlace | undefined {
    const wanted = numberFromPlace(place);
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[this.#order[middle] as number] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    const index = this.#order[low];
    if (index === undefined || this.#places[index] !== wanted) return undefined;
    const first = this.#firsts[index] as number;
    return { object: Math.floor(first / linesMax), line: first % linesMax };
  }
}

class GrowingNumbers {
  #numbers = new Float64Array(64);
  #count = 0;

  push(number: number): void {
    if (this.#count === this.#numbers.length) {
      const grown = new Float64Array(this.#count * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#count] = number;
    this.#count += 1;
  }

  numbers(): Float64Array {
    return this.#numbers.subarray(0, this.#count);
  }
}

function numberFromPlace({ object, line }: LinePlace): number {
  return object * linesMax + line;
}
