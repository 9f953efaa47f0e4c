/** The union of any number of sketches: equal to the sketch of the union of their sets. */
import { GrowingBytes } from '../base/bytes.ts';
import { appendExplicit, mergeExplicit } from './sketch-explicit.ts';
import {
  emptyMark,
  emptySketch,
  explicitMark,
  explicitMax,
  explicitSketchBytes,
  headerBytes,
  sketchBytesMax,
} from './sketch-format.ts';
import { addHash, addSketch, appendRegisters, emptyRegisters, wordAt } from './sketch-registers.ts';

/** Hashes there is room for at first; most unions are small. A power of two. */
const capacityMin = 8;

/**
 * The union of sound sketches (`checkSketch`), in canonical bytes, as a new array. The order of
 * the sketches makes no difference; none give the empty sketch.
 */
export function unionSketches(sketches: readonly Uint8Array[]): Uint8Array {
  const [a, b] = sketches;
  if (a !== undefined && sketches.length === 1) return a.slice();
  if (a?.[0] === explicitMark && b?.[0] === explicitMark && sketches.length === 2) {
    const merged = mergeExplicit(a, b);
    if (merged !== undefined) return merged;
  }
  const union = new SketchUnion();
  for (const sketch of sketches) union.add(sketch);
  return union.sketch();
}

/**
 * A union that takes one sketch after another. Memory: some 30 bytes a distinct value up to
 * `explicitMax` values, 16 KiB above.
 */
export class SketchUnion {
  /** Distinct hashes (low, high) in order of arrival. */
  #hashes = new Uint32Array(capacityMin * 2);
  #count = 0;
  /** Open addressing: number of a hash in `#hashes`, from 1; 0 = free. At most half are taken. */
  #slots = new Uint16Array(capacityMin * 2);
  /** Takes the place of the hashes once there are too many of them. */
  #registers: Uint8Array | undefined;

  /** Adds what a sound sketch holds. */
  add(sketch: Uint8Array): void {
    if (sketch[0] === explicitMark) this.#addExplicit(sketch);
    else if (sketch[0] !== emptyMark) addSketch(this.#toRegisters(), sketch);
  }

  /** The union so far, in canonical bytes, as a new array. */
  sketch(): Uint8Array {
    if (this.#count === 0 && this.#registers === undefined) return emptySketch.slice();
    if (this.#registers === undefined) {
      const target = new GrowingBytes(explicitSketchBytes(this.#count));
      appendExplicit(target, sortedHashes(this.#hashes, this.#count), this.#count, 0);
      return target.bytes;
    }
    const target = new GrowingBytes(sketchBytesMax);
    appendRegisters(target, this.#registers);
    return target.slice();
  }

  #addExplicit(sketch: Uint8Array): void {
    for (let at = headerBytes; at < sketch.length; at += 8) {
      const high = wordAt(sketch, at);
      const low = wordAt(sketch, at + 4);
      if (this.#registers === undefined) this.#addHash(low >>> 0, high >>> 0);
      else addHash(this.#registers, low, high);
    }
  }

  #addHash(low: number, high: number): void {
    const slot = this.#slotOf(low, high);
    if (this.#slots[slot] !== 0) return;
    if (this.#count === explicitMax) {
      addHash(this.#toRegisters(), low, high);
      return;
    }
    this.#hashes[this.#count * 2] = low;
    this.#hashes[this.#count * 2 + 1] = high;
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (this.#count * 2 === this.#hashes.length) this.#grow();
  }

  /** The slot that holds the hash, or the free one where it belongs. */
  #slotOf(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    // A multiplicative hash (2^32 / golden ratio), since forged hashes may share any few bits.
    let slot = (Math.imul(low ^ high, 0x9e3779b1) >>> 16) & mask;
    for (let number = this.#slots[slot]!; number !== 0; number = this.#slots[slot]!) {
      if (this.#hashes[number * 2 - 2] === low && this.#hashes[number * 2 - 1] === high) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const hashes = new Uint32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#slots = new Uint16Array(hashes.length);
    for (let index = 0; index < this.#count; index += 1) {
      const slot = this.#slotOf(hashes[index * 2]!, hashes[index * 2 + 1]!);
      this.#slots[slot] = index + 1;
    }
  }

  /** Goes over to registers, if it has not yet. */
  #toRegisters(): Uint8Array {
    if (this.#registers !== undefined) return this.#registers;
    const registers = emptyRegisters();
    for (let index = 0; index < this.#count; index += 1) {
      addHash(registers, this.#hashes[index * 2]!, this.#hashes[index * 2 + 1]!);
    }
    this.#registers = registers;
    this.#count = 0;
    this.#hashes = new Uint32Array(0);
    this.#slots = new Uint16Array(0);
    return registers;
  }
}

/** A copy of the first `count` hashes, ascending as signed 64-bit integers. */
function sortedHashes(hashes: Uint32Array, count: number): Uint32Array {
  // A pair (low, high) is a little-endian 64-bit integer as it lies in memory.
  const sorted = hashes.slice(0, count * 2);
  new BigInt64Array(sorted.buffer).sort();
  return sorted;
}
