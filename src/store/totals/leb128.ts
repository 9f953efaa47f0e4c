/** Whole numbers in few bytes (unsigned LEB128), and texts that share a beginning. */
import type { GrowingBytes } from '../../base/bytes.ts';

/** @param number from 0 to 2^53 - 1. */
export function appendNumber(to: GrowingBytes, number: number): void {
  let at = to.reserve(8);
  let rest = number;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80), at += 1) {
    to.bytes[at] = (rest % 0x80) | 0x80;
  }
  to.bytes[at] = rest;
  to.length = at + 1;
}

/** How much is shared with the text before, the length of the rest, and the rest. */
export function appendSharing(to: GrowingBytes, before: Uint8Array, text: Uint8Array): void {
  const most = Math.min(before.length, text.length);
  let shared = 0;
  while (shared < most && before[shared] === text[shared]) shared += 1;
  appendNumber(to, shared);
  appendNumber(to, text.length - shared);
  to.append(text.subarray(shared));
}

/** Reads what `appendNumber` wrote. What follows may be looked at in `bytes`, from `at` on. */
export class Leb128Reader {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  number(): number {
    // Past the end there are zeros: whoever reads has compared a checksum before.
    const first = this.bytes[this.at] ?? 0;
    this.at += 1;
    return first < 0x80 ? first : this.#longNumber(first & 0x7f);
  }

  #longNumber(begun: number): number {
    let [number, unit] = [begun, 0x80];
    for (;;) {
      const byte = this.bytes[this.at] ?? 0;
      this.at += 1;
      number += (byte & 0x7f) * unit;
      if (byte < 0x80) return number;
      unit *= 0x80;
    }
  }
}

/**
 * Looks for a text among ascending ones that were written by `appendSharing`, without putting them
 * together: what the target has in common with the text before tells most comparisons.
 */
export class SharingSearch {
  readonly #target: Uint8Array;
  /** Bytes that the target has in common with the text that was passed last. */
  #common = 0;

  constructor(target: Uint8Array) {
    this.#target = target;
  }

  /** Passes the next text; where it stands to the target. */
  next(reader: Leb128Reader): 'before' | 'equal' | 'after' {
    const shared = reader.number();
    const length = reader.number();
    const from = reader.at;
    reader.at = from + length;
    // Where two texts in a row part, the second is the greater.
    if (shared > this.#common) return 'before';
    if (shared < this.#common) return 'after';
    const { bytes } = reader;
    const target = this.#target;
    const most = Math.min(length, target.length - shared);
    let same = 0;
    while (same < most && bytes[from + same] === target[shared + same]) same += 1;
    this.#common = shared + same;
    if (same < most) {
      return (bytes[from + same] as number) < (target[shared + same] as number)
        ? 'before'
        : 'after';
    }
    if (length === target.length - shared) return 'equal';
    return length < target.length - shared ? 'before' : 'after';
  }
}
