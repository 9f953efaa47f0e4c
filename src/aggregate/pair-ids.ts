/** Distinct pairs of 32-bit numbers, numbered from 0 in order of first sight. */

export class PairIds {
  count = 0;
  #pairs: Uint32Array;
  /** Open addressing, at most half full: id + 1, or 0 for a free slot. */
  #slots: Uint32Array;

  constructor(expected: number) {
    const capacity = Math.max(expected, 16);
    this.#pairs = new Uint32Array(capacity * 2);
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(capacity * 2)));
  }

  idOf(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    const pairs = this.#pairs;
    let slot = mix(low, high) & mask;
    for (let held = this.#slots[slot] as number; held !== 0; held = this.#slots[slot] as number) {
      const at = (held - 1) * 2;
      if (pairs[at] === low && pairs[at + 1] === high) return held - 1;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.count + 1;
    return this.#append(low, high);
  }

  /** A view of all pairs by id: low, high. */
  pairs(): Uint32Array {
    return this.#pairs.subarray(0, this.count * 2);
  }

  #append(low: number, high: number): number {
    const id = this.count;
    if (id * 2 === this.#pairs.length) {
      const grown = new Uint32Array(this.#pairs.length * 2);
      grown.set(this.#pairs);
      this.#pairs = grown;
    }
    this.#pairs[id * 2] = low;
    this.#pairs[id * 2 + 1] = high;
    this.count = id + 1;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id += 1) {
      let slot = mix(this.#pairs[id * 2] as number, this.#pairs[id * 2 + 1] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** Spreads neighbouring small numbers as well as hashes: golden ratio and a Murmur constant. */
function mix(low: number, high: number): number {
  const product = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return product ^ (product >>> 15);
}
