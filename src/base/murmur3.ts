/**
 * MurmurHash3 x64-128 (Austin Appleby, public domain), seed 0, on 32-bit words: JavaScript has no
 * fast 64-bit integer, so each is a pair (high, low) of signed 32-bit numbers.
 *
 * The result is left in `murmur3Words` instead of being returned, because the hot path hashes some
 * millions of short strings a second and an array each would cost more than the hash.
 */

/** Last result: [low of h1, high of h1, low of h2, high of h2]. h1 is the "low 64 bits". */
export const murmur3Words = new Uint32Array(4);

const c1 = [0x87c37b91, 0x114253d5] as const;
const c2 = [0x4cf5ad43, 0x2745937f] as const;

let productHigh = 0;
let productLow = 0;

/** 64-bit product modulo 2^64 by 16-bit limbs of the low words. */
function multiply(aHigh: number, aLow: number, bHigh: number, bLow: number): void {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  const p00 = a0 * b0;
  const p01 = a0 * b1;
  const p10 = a1 * b0;
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
  productLow = ((middle & 0xffff) << 16) | (p00 & 0xffff);
  const carry = a1 * b1 + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16);
  productHigh = (carry + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0;
}

/** k1 *= c1; k1 = rotl(k1, 31); k1 *= c2. Result in productHigh and productLow. */
function mixFirst(high: number, low: number): void {
  multiply(high, low, c1[0], c1[1]);
  const rotatedHigh = (productHigh << 31) | (productLow >>> 1);
  const rotatedLow = (productLow << 31) | (productHigh >>> 1);
  multiply(rotatedHigh, rotatedLow, c2[0], c2[1]);
}

/** k2 *= c2; k2 = rotl(k2, 33); k2 *= c1. Result in productHigh and productLow. */
function mixSecond(high: number, low: number): void {
  multiply(high, low, c2[0], c2[1]);
  const rotatedHigh = (productLow << 1) | (productHigh >>> 31);
  const rotatedLow = (productHigh << 1) | (productLow >>> 31);
  multiply(rotatedHigh, rotatedLow, c1[0], c1[1]);
}

/** The 64-bit finaliser. Result in productHigh and productLow. */
function finalise(high: number, low: number): void {
  multiply(high, low ^ (high >>> 1), 0xff51afd7, 0xed558ccd);
  multiply(productHigh, productLow ^ (productHigh >>> 1), 0xc4ceb9fe, 0x1a85ec53);
  productLow ^= productHigh >>> 1;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** Up to four little-endian bytes of the tail; nothing beyond `until`. */
function partialWord(bytes: Uint8Array, from: number, until: number): number {
  let word = 0;
  for (let at = from, shift = 0; at < until && shift < 32; at += 1, shift += 8) {
    word |= (bytes[at] as number) << shift;
  }
  return word;
}

/** Hashes bytes[from, until) and leaves the 128 bits in `murmur3Words`. */
export function murmur3(bytes: Uint8Array, from = 0, until = bytes.length): void {
  const length = until - from;
  let h1High = 0;
  let h1Low = 0;
  let h2High = 0;
  let h2Low = 0;
  let at = from;
  let sum = 0;
  for (const blocksEnd = from + (length & ~15); at < blocksEnd; at += 16) {
    mixFirst(wordAt(bytes, at + 4), wordAt(bytes, at));
    h1High ^= productHigh;
    h1Low ^= productLow;
    // h1 = rotl(h1, 27) + h2
    sum = (((h1Low << 27) | (h1High >>> 5)) >>> 0) + (h2Low >>> 0);
    h1High = (((h1High << 27) | (h1Low >>> 5)) + h2High + (sum > 0xffffffff ? 1 : 0)) | 0;
    h1Low = sum | 0;
    // h1 = h1 * 5 + 0x52dce729
    multiply(h1High, h1Low, 0, 5);
    sum = (productLow >>> 0) + 0x52dce729;
    h1High = (productHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
    h1Low = sum | 0;
    mixSecond(wordAt(bytes, at + 12), wordAt(bytes, at + 8));
    h2High ^= productHigh;
    h2Low ^= productLow;
    // h2 = rotl(h2, 31) + h1
    sum = (((h2Low << 31) | (h2High >>> 1)) >>> 0) + (h1Low >>> 0);
    h2High = (((h2High << 31) | (h2Low >>> 1)) + h1High + (sum > 0xffffffff ? 1 : 0)) | 0;
    h2Low = sum | 0;
    // h2 = h2 * 5 + 0x38495ab5
    multiply(h2High, h2Low, 0, 5);
    sum = (productLow >>> 0) + 0x38495ab5;
    h2High = (productHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
    h2Low = sum | 0;
  }
  if (until - at > 8) {
    mixSecond(partialWord(bytes, at + 12, until), partialWord(bytes, at + 8, until));
    h2High ^= productHigh;
    h2Low ^= productLow;
  }
  if (until > at) {
    mixFirst(partialWord(bytes, at + 4, until), partialWord(bytes, at, until));
    h1High ^= productHigh;
    h1Low ^= productLow;
  }
  finish(h1High, h1Low ^ length, h2High, h2Low ^ length);
}

/** h1 += h2; h2 += h1; finalise both; h1 += h2; h2 += h1. */
function finish(high1: number, low1: number, high2: number, low2: number): void {
  let sum = (low1 >>> 0) + (low2 >>> 0);
  const sumHigh1 = (high1 + high2 + (sum > 0xffffffff ? 1 : 0)) | 0;
  const sumLow1 = sum | 0;
  sum = (low2 >>> 0) + (sumLow1 >>> 0);
  const sumHigh2 = (high2 + sumHigh1 + (sum > 0xffffffff ? 1 : 0)) | 0;
  const sumLow2 = sum | 0;
  finalise(sumHigh1, sumLow1);
  const finalHigh1 = productHigh;
  const finalLow1 = productLow;
  finalise(sumHigh2, sumLow2);
  sum = (finalLow1 >>> 0) + (productLow >>> 0);
  const h1High = (finalHigh1 + productHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
  const h1Low = sum | 0;
  sum = (productLow >>> 0) + (h1Low >>> 0);
  murmur3Words[0] = h1Low;
  murmur3Words[1] = h1High;
  murmur3Words[2] = sum | 0;
  murmur3Words[3] = (productHigh + h1High + (sum > 0xffffffff ? 1 : 0)) | 0;
}
