/** MurmurHash3 x64-128 (Austin Appleby, public domain), seed 0: as base/murmur3.ts, on 64 bits. */

export let low: u64 = 0;
export let high: u64 = 0;

const c1: u64 = 0x87c37b91114253d5;
const c2: u64 = 0x4cf5ad432745937f;

/** Hashes `bytes` bytes from `start` on; the result is left in `low` and `high`. */
export function murmur3(start: usize, bytes: u32): void {
  let h1: u64 = 0;
  let h2: u64 = 0;
  const blocksEnd = start + (bytes & ~15);
  let at = start;
  for (; at < blocksEnd; at += 16) {
    h1 ^= mixFirst(load<u64>(at));
    h1 = (rotl<u64>(h1, 27) + h2) * 5 + 0x52dce729;
    h2 ^= mixSecond(load<u64>(at + 8));
    h2 = (rotl<u64>(h2, 31) + h1) * 5 + 0x38495ab5;
  }
  const tail = bytes & 15;
  if (tail > 8) h2 ^= mixSecond(load<u64>(at + 8) & lowBytes(tail - 8));
  if (tail > 0) h1 ^= mixFirst(tail >= 8 ? load<u64>(at) : load<u64>(at) & lowBytes(tail));
  h1 ^= bytes;
  h2 ^= bytes;
  h1 += h2;
  h2 += h1;
  h1 = finalise(h1);
  h2 = finalise(h2);
  h1 += h2;
  low = h1;
  high = h2 + h1;
}

/** A mask of the first `count` bytes, 1 to 7, of a little-endian word. */
export function lowBytes(count: u32): u64 {
  return ((<u64>1) << (count << 3)) - 1;
}

function mixFirst(word: u64): u64 {
  return rotl<u64>(word * c1, 31) * c2;
}

function mixSecond(word: u64): u64 {
  return rotl<u64>(word * c2, 33) * c1;
}

function finalise(word: u64): u64 {
  let mixed = word ^ (word >> 33);
  mixed *= 0xff51afd7ed558ccd;
  mixed ^= mixed >> 33;
  mixed *= 0xc4ceb9fe1a85ec53;
  return mixed ^ (mixed >> 33);
}
