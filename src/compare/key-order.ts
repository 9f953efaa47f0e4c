/** The canonical order of the keys of one dictionary, looked up instead of compared anew. */
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import { compareCellKeys, isBreakdownKey, type OrderedKey } from '../model/cell-key.ts';

/**
 * Most dictionaries are filled in canonical order, or by one row after another, and so hold long
 * ascending runs of keys. Within a run, entries compare as numbers.
 */
export class KeyOrder {
  readonly keys: ByteDictionary;
  /** Number of the ascending run that each entry lies in. May be replaced by `extend`. */
  runs = new Uint32Array(0);
  #breakdowns = new Uint8Array(0);
  /** The entry that was last seen to come after each, plus 1: rows repeat each other's order. */
  #followers = new Uint32Array(0);
  #count = 0;

  constructor(keys: ByteDictionary) {
    this.keys = keys;
  }

  /** Number of entries known so far. */
  get count(): number {
    return this.#count;
  }

  /** Takes in what the dictionary has got since, and hands over each new key. */
  extend(take?: (entry: number, key: OrderedKey) => void): void {
    const { keys } = this;
    if (this.#count === keys.count) return;
    this.#reserve(keys.count);
    let previous = this.#count === 0 ? undefined : this.key(this.#count - 1);
    for (let entry = this.#count; entry < keys.count; entry += 1) {
      const bytes = keys.bytes(entry);
      const next = { key: bytes, isBreakdown: isBreakdownKey(bytes) };
      const ascends = previous !== undefined && compareCellKeys(previous, next) < 0;
      this.runs[entry] = ascends ? this.runs[entry - 1]! : entry;
      this.#breakdowns[entry] = Number(next.isBreakdown);
      previous = next;
      take?.(entry, next);
    }
    this.#count = keys.count;
  }

  isBreakdown(entry: number): boolean {
    return this.#breakdowns[entry] === 1;
  }

  /** The key of an entry; a view, good until the dictionary grows. */
  key(entry: number): OrderedKey {
    return { key: this.keys.bytes(entry), isBreakdown: this.isBreakdown(entry) };
  }

  /** Whether the key of `b` comes after that of `a`. */
  isAscending(a: number, b: number): boolean {
    if (this.runs[a] === this.runs[b]) return a < b;
    if (this.#followers[a] === b + 1) return true;
    const isAscending = compareCellKeys(this.key(a), this.key(b)) < 0;
    if (isAscending) this.#followers[a] = b + 1;
    return isAscending;
  }

  /** Whether `entry` comes before an entry of any dictionary. */
  isBefore(entry: number, other: KeyOrder, otherEntry: number): boolean {
    if (other === this) return this.isAscending(entry, otherEntry);
    return compareCellKeys(this.key(entry), other.key(otherEntry)) < 0;
  }

  #reserve(count: number): void {
    if (count <= this.runs.length) return;
    const capacity = Math.max(count, this.runs.length * 2);
    this.runs = grownWords(this.runs, capacity);
    this.#followers = grownWords(this.#followers, capacity);
    const breakdowns = new Uint8Array(capacity);
    breakdowns.set(this.#breakdowns);
    this.#breakdowns = breakdowns;
  }
}

/** A longer copy. */
export function grownWords(words: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(capacity);
  grown.set(words);
  return grown;
}
