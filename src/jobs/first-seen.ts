/**
 * The members of a distinct count one by one, each with the 5-minute bucket in which it was first
 * seen: what sketches estimate above 1,280, counted. Memory: 12 bytes of a table that is at most
 * half full for each member.
 */
import { bytesFromText } from '../base/bytes.ts';
import { murmur3, murmur3Words } from '../base/murmur3.ts';

/** A slot of the table: a hash of two words, and the bucket + 1 (0 = free). */
const slotBytes = 12;
const slotsAtFirst = 1024;

export class FirstSeen {
  readonly #membersMax: number;
  #hashes = new Uint32Array(slotsAtFirst * 2);
  #buckets = new Uint32Array(slotsAtFirst);
  #count = 0;
  #isFull = false;

  /** @param bytesMax what the table may take. */
  constructor(bytesMax: number) {
    // Growing needs the old table beside the new one of twice the slots, half of them filled.
    this.#membersMax = Math.floor(bytesMax / slotBytes / 6);
  }

  /** `bucket` is any number from 0; the least of a member stays. */
  add(member: string, bucket: number): void {
    if (this.#isFull) return;
    murmur3(bytesFromText(member));
    const slot = this.#slotOf(murmur3Words[0] as number, murmur3Words[1] as number);
    const known = this.#buckets[slot] as number;
    if (known === 0) this.#count += 1;
    this.#buckets[slot] = known === 0 ? bucket + 1 : Math.min(known, bucket + 1);
    if (this.#count > this.#membersMax) this.#isFull = true;
    else if (this.#count * 2 > this.#buckets.length) this.#grow();
  }

  /** null where there were too many to be held. */
  get count(): number | null {
    return this.#isFull ? null : this.#count;
  }

  /** Members by the bucket in which each was first seen; undefined where there were too many. */
  byBucket(): ReadonlyMap<number, number> | undefined {
    if (this.#isFull) return undefined;
    const counts = new Map<number, number>();
    for (const bucket of this.#buckets) {
      if (bucket !== 0) counts.set(bucket - 1, (counts.get(bucket - 1) ?? 0) + 1);
    }
    return counts;
  }

  /** The slot of a hash; where it is new, a free one into which it is written. */
  #slotOf(low: number, high: number): number {
    const mask = this.#buckets.length - 1;
    let slot = low & mask;
    while (this.#buckets[slot] !== 0) {
      if (this.#hashes[slot * 2] === low && this.#hashes[slot * 2 + 1] === high) return slot;
      slot = (slot + 1) & mask;
    }
    this.#hashes[slot * 2] = low;
    this.#hashes[slot * 2 + 1] = high;
    return slot;
  }

  #grow(): void {
    const hashes = this.#hashes;
    const buckets = this.#buckets;
    this.#hashes = new Uint32Array(hashes.length * 2);
    this.#buckets = new Uint32Array(buckets.length * 2);
    buckets.forEach((bucket, slot) => {
      if (bucket === 0) return;
      const at = this.#slotOf(hashes[slot * 2] as number, hashes[slot * 2 + 1] as number);
      this.#buckets[at] = bucket;
    });
  }
}
