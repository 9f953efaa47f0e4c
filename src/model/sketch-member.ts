/** Whether a sketch holds a value: certain where it is explicit, or where its registers say no. */
import { explicitMark, headerBytes } from './sketch-format.ts';
import { addHash, addSketch, emptyRegisters, wordAt } from './sketch-registers.ts';

/** A 64-bit hash as two words. */
export type HashWords = { readonly low: number; readonly high: number };

export type Membership = 'holds' | 'may_hold' | 'free';

/** The sketch must be sound (`checkSketch`). */
export function membershipOf(sketch: Uint8Array, { low, high }: HashWords): Membership {
  if (sketch[0] === explicitMark) {
    for (let at = headerBytes; at < sketch.length; at += 8) {
      if (wordAt(sketch, at) >>> 0 !== high >>> 0) continue;
      if (wordAt(sketch, at + 4) >>> 0 === low >>> 0) return 'holds';
    }
    return 'free';
  }
  const [stored, own] = [emptyRegisters(), emptyRegisters()];
  addSketch(stored, sketch);
  addHash(own, low, high);
  // A value leaves its register at least as high as it alone would.
  return own.every((value, index) => value <= stored[index]!) ? 'may_hold' : 'free';
}
