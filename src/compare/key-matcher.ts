/** Compares keys of two dictionaries, and remembers which entries are the same key. */
import { compareCellKeys } from '../model/cell-key.ts';
import type { KeyOrder } from './key-order.ts';

/** Memory: 4 bytes for each key of the right side. */
export class KeyMatcher {
  #left: KeyOrder | undefined;
  #right: KeyOrder | undefined;
  /** By right entry: the left entry of the same key, plus 1; 0 = not known. */
  #sameAs = new Uint32Array(0);

  /** Names the dictionaries that are compared from now on. */
  use(left: KeyOrder, right: KeyOrder): void {
    const isKnown = left === this.#left && right === this.#right;
    this.#left = left;
    this.#right = right;
    if (isKnown && right.count <= this.#sameAs.length) return;
    const sameAs = new Uint32Array(right.runs.length);
    if (isKnown) sameAs.set(this.#sameAs);
    this.#sameAs = sameAs;
  }

  /** Canonical order of a left and a right entry. */
  compare(left: number, right: number): number {
    if (this.#sameAs[right] === left + 1) return 0;
    const order = compareCellKeys(this.#left!.key(left), this.#right!.key(right));
    if (order === 0) this.#sameAs[right] = left + 1;
    return order;
  }
}
