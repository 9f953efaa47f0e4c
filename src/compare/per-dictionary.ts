/** What is known of each dictionary of keys in use; it goes when the dictionary goes. */
import type { ByteDictionary } from '../model/byte-dictionary.ts';

export class PerDictionary<T extends { extend(): void }> {
  readonly #make: (keys: ByteDictionary) => T;
  readonly #known = new WeakMap<ByteDictionary, T>();
  /** Most parts have the dictionary of the part before. */
  #lastKeys: ByteDictionary | undefined;
  #last: T | undefined;

  constructor(make: (keys: ByteDictionary) => T) {
    this.#make = make;
  }

  /** What is known of a dictionary, as it is now. */
  of(keys: ByteDictionary): T {
    const known = this.#lastKeys === keys ? this.#last : this.#known.get(keys);
    const found = known ?? this.#make(keys);
    if (known === undefined) this.#known.set(keys, found);
    this.#lastKeys = keys;
    this.#last = found;
    found.extend();
    return found;
  }
}
