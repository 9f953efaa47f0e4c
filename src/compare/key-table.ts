/** What the checks know of each key, found once per dictionary instead of once per cell. */
import { murmur3 } from '../base/murmur3.ts';
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import { highCoefficient, lowCoefficient } from './fingerprint.ts';
import { KeyOrder } from './key-order.ts';
import type { RecordedNames } from './recorded-names.ts';

/** By entry of the dictionary. `extend` may replace the arrays. Memory: 17 bytes an entry. */
export class KeyTable {
  readonly order: KeyOrder;
  /** See `RecordedNames`. */
  slots = new Int32Array(0);
  /** Halves of the fingerprint's coefficient. */
  low = new Uint32Array(0);
  high = new Uint32Array(0);
  readonly #names: RecordedNames;
  readonly #texts: string[] = [];
  #count = 0;

  constructor(keys: ByteDictionary, names: RecordedNames) {
    this.order = new KeyOrder(keys);
    this.#names = names;
    this.extend();
  }

  /** Takes in what the dictionary has got since. */
  extend(): void {
    const { order } = this;
    order.extend();
    if (this.#count === order.count) return;
    this.#reserve(order.runs.length);
    for (let entry = this.#count; entry < order.count; entry += 1) {
      const { key, isBreakdown } = order.key(entry);
      this.slots[entry] = this.#names.slotOfKey(key, isBreakdown);
      // Behind the slot, whose search hashes too.
      murmur3(key);
      this.low[entry] = lowCoefficient();
      this.high[entry] = highCoefficient();
    }
    this.#count = order.count;
  }

  /** The key as a text, which is kept: for segments' cells, whose keys are few. */
  text(entry: number): string {
    return (this.#texts[entry] ??= this.order.keys.text(entry));
  }

  #reserve(capacity: number): void {
    if (capacity === this.slots.length) return;
    const { slots, low, high } = this;
    this.slots = new Int32Array(capacity);
    this.slots.set(slots);
    this.low = new Uint32Array(capacity);
    this.low.set(low);
    this.high = new Uint32Array(capacity);
    this.high.set(high);
  }
}
