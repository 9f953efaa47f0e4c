/**
 * The members of one distinct count in one row: each distinct hash once, with the segment slots
 * that it was seen in as bits. Every segment's set is a subset of `$all`'s, so one sorted list
 * stands for all of them.
 */
import type { HashRanks } from './hash-ranks.ts';

/** Groups up to this size are kept sorted by insertion; most rows have one or two events. */
const insertionMax = 16;

export type MemberSource = {
  readonly hashes: HashRanks;
  /** Per event: bits of the distinct metrics it counts in. */
  readonly bits: Uint8Array;
  /** Bit of this metric. */
  readonly bit: number;
  readonly masks: Uint32Array;
  readonly maskWords: number;
};

export class Members {
  readonly #source: MemberSource;
  /** Ranks of the members, ascending, and their masks. */
  #ranks = new Uint32Array(insertionMax);
  #masks: Uint32Array;
  #count = 0;
  /** Masks by rank while a large group is collected; zeros in between. */
  #dense: Uint32Array | undefined;

  constructor(source: MemberSource) {
    this.#source = source;
    this.#masks = new Uint32Array(insertionMax * source.maskWords);
  }

  /** Collects the events order[from, until) of one row. */
  collect(order: Uint32Array, from: number, until: number): void {
    this.#count = 0;
    if (until - from <= insertionMax) this.#collectFew(order, from, until);
    else this.#collectMany(order, from, until);
  }

  /** ORs the masks of all members into `target`: the slots in which there is anyone. */
  addSlots(target: Uint32Array): void {
    const words = this.#source.maskWords;
    for (let at = 0; at < this.#count * words; at += 1) {
      const word = at % words;
      target[word] = (target[word] as number) | (this.#masks[at] as number);
    }
  }

  /** Writes the hashes (low, high) seen in a slot to `target`, ascending; returns their number. */
  hashesOfSlot(slot: number, target: Uint32Array): number {
    const { hashes } = this.#source.hashes;
    const words = this.#source.maskWords;
    const bit = 1 << (slot & 31);
    let count = 0;
    for (let index = 0, word = slot >>> 5; index < this.#count; index += 1, word += words) {
      if (((this.#masks[word] as number) & bit) === 0) continue;
      const rank = this.#ranks[index] as number;
      target[count * 2] = hashes[rank * 2] as number;
      target[count * 2 + 1] = hashes[rank * 2 + 1] as number;
      count += 1;
    }
    return count;
  }

  #collectFew(order: Uint32Array, from: number, until: number): void {
    const { hashes, bits, bit, masks, maskWords } = this.#source;
    for (let index = from; index < until; index += 1) {
      const event = order[index] as number;
      if (((bits[event] as number) & bit) === 0) continue;
      const at = this.#placeOf(hashes.ranks[event] as number);
      for (let word = 0; word < maskWords; word += 1) {
        const to = at * maskWords + word;
        this.#masks[to] = (this.#masks[to] as number) | (masks[event * maskWords + word] as number);
      }
    }
  }

  /** Position of a rank in the sorted list; made with an empty mask where it is new. */
  #placeOf(rank: number): number {
    const ranks = this.#ranks;
    let at = this.#count;
    while (at > 0 && (ranks[at - 1] as number) > rank) at -= 1;
    if (at > 0 && ranks[at - 1] === rank) return at - 1;
    const words = this.#source.maskWords;
    ranks.copyWithin(at + 1, at, this.#count);
    this.#masks.copyWithin((at + 1) * words, at * words, this.#count * words);
    ranks[at] = rank;
    this.#masks.fill(0, at * words, (at + 1) * words);
    this.#count += 1;
    return at;
  }

  #collectMany(order: Uint32Array, from: number, until: number): void {
    const { hashes, bits, bit, masks, maskWords } = this.#source;
    const dense = (this.#dense ??= new Uint32Array(hashes.count * maskWords));
    const seen = new Uint32Array(Math.min(until - from, hashes.count));
    let count = 0;
    for (let index = from; index < until; index += 1) {
      const event = order[index] as number;
      if (((bits[event] as number) & bit) === 0) continue;
      const rank = hashes.ranks[event] as number;
      const at = rank * maskWords;
      // Bit 0 is `$all` and set in every mask, so a zero first word means "not seen yet".
      if (dense[at] === 0) {
        seen[count] = rank;
        count += 1;
      }
      for (let word = 0; word < maskWords; word += 1) {
        dense[at + word] =
          (dense[at + word] as number) | (masks[event * maskWords + word] as number);
      }
    }
    this.#takeDense(seen.subarray(0, count).sort(), dense);
  }

  #takeDense(ranks: Uint32Array, dense: Uint32Array): void {
    const words = this.#source.maskWords;
    this.#count = ranks.length;
    if (ranks.length > this.#ranks.length) {
      this.#ranks = new Uint32Array(ranks.length);
      this.#masks = new Uint32Array(ranks.length * words);
    }
    this.#ranks.set(ranks);
    for (let index = 0; index < ranks.length; index += 1) {
      const at = (ranks[index] as number) * words;
      for (let word = 0; word < words; word += 1) {
        this.#masks[index * words + word] = dense[at + word] as number;
        dense[at + word] = 0;
      }
    }
  }
}
