/** Visitors as they are shown: the same visitor has the same mask, and no mask leads back. */
import { bytesFromText } from '../base/bytes.ts';
import { murmur3, murmur3Words } from '../base/murmur3.ts';

/** Two of ten thousand visitors share a mask with a chance of one in a hundred. */
const maskDigits = 8;

/**
 * `~3f9a1c02`. The digits are of the half of the hash that sketches do not hold, so that a mask
 * cannot be looked up in a store either.
 */
export function maskedVisitor(visitor: string): string {
  murmur3(bytesFromText(visitor));
  return `~${(murmur3Words[2] as number).toString(16).padStart(maskDigits, '0')}`;
}
