/** What the checks know of each key, found once per dictionary instead of once per cell. */
import { murmur3 } from '../base/murmur3.ts';
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import { highCoefficient, lowCoefficient } from './fingerprint.ts';
import { grownWords, KeyOrder } from './key-order.ts';
import type { RecordedNames } from './recorded-names.ts';

/** By entry of the dictionary. `extend` may replace the arrays. Memory: 21 bytes an entry. */
export class KeyTable {
  readonly order: KeyOrder;
  /** See `RecordedNames`. */
  slots = new Int32Array(0);
  /** Halves of the fingerprint's coefficient. */
  low = new Uint32Array(0);
  high = new Uint32Array(0);
  readonly #names: RecordedNames;
  readonly #texts: string[] = [];

  constructor(keys: ByteDictionary, names: RecordedNames) {
    this.order = new KeyOrder(keys);
    this.#names = names;
  }

  /** Takes in what the dictionary has got since. */
  extend(): void {
    this.order.extend((entry, key) => {
      this.#reserve(this.order.runs.length);
      this.slots[entry] = this.#names.slotOfKey(key);
      // Behind the slot, whose search hashes too.
      murmur3(key.key);
      this.low[entry] = lowCoefficient();
      this.high[entry] = highCoefficient();
    });
  }

  /** The key as a text, which is kept: for segments' cells, whose keys are few. */
  text(entry: number): string {
    return (this.#texts[entry] ??= this.order.keys.text(entry));
  }

  #reserve(capacity: number): void {
    if (capacity === this.slots.length) return;
    const { slots } = this;
    this.slots = new Int32Array(capacity);
    this.slots.set(slots);
    this.low = grownWords(this.low, capacity);
    this.high = grownWords(this.high, capacity);
  }
}
