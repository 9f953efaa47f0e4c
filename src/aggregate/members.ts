/**
 * The members of one distinct count in one row: each distinct hash once, with the segment slots
 * that it was seen in as bits. Every segment's set is a subset of `$all`'s, so one sorted list
 * stands for all of them.
 */
import type { GrowingBytes } from '../base/bytes.ts';
import { appendSketch } from '../model/sketch.ts';
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
  /** Hashes of one slot on their way into its sketch. */
  #scratch = new Uint32Array(2 * insertionMax);
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

  /** Appends the sketch of all members seen in a slot; returns its estimate. */
  appendSketch(slot: number, target: GrowingBytes): number {
    const { hashes } = this.#source.hashes;
    const words = this.#source.maskWords;
    const bit = 1 << (slot & 31);
    const scratch = this.#scratch;
    let count = 0;
    for (let index = 0, word = slot >>> 5; index < this.#count; index += 1, word += words) {
      if (((this.#masks[word] as number) & bit) === 0) continue;
      const from = (this.#ranks[index] as number) * 2;
      scratch[count] = hashes[from] as number;
      scratch[count + 1] = hashes[from + 1] as number;
      count += 2;
    }
    return appendSketch(target, scratch, count / 2);
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
    this.#openPlace(at);
    ranks[at] = rank;
    this.#count += 1;
    return at;
  }

  /** Moves the members from `at` on one place up; their loop beats copyWithin at this size. */
  #openPlace(at: number): void {
    const words = this.#source.maskWords;
    const ranks = this.#ranks;
    const masks = this.#masks;
    for (let to = this.#count; to > at; to -= 1) ranks[to] = ranks[to - 1] as number;
    for (let to = (this.#count + 1) * words - 1; to >= (at + 1) * words; to -= 1) {
      masks[to] = masks[to - words] as number;
    }
    for (let to = at * words; to < (at + 1) * words; to += 1) masks[to] = 0;
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
      this.#scratch = new Uint32Array(ranks.length * 2);
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
