/**
 * Canonical bytes of row parts and their hash, as model/part-hasher.ts asks for them: it lays the
 * memory out and sets the addresses.
 */
import { high, low, murmur3 } from '../../base/assembly/murmur3';

/** Of each cell in turn: its value (f64), the address of its key, the end of its sketch. */
export let valuesBase: usize = 0;
export let keysBase: usize = 0;
export let sketchEndsBase: usize = 0;
/** The sketches, one after another, and the bytes of the url. */
export let sketchesBase: usize = 0;
export let urlBase: usize = 0;
/** Where canonical bytes are written: with 16 bytes more than they take. */
export let canonicalBase: usize = 0;
/** The four words of the hash. */
export const hashBase: usize = 512;

/**
 * Hashes url, bucket, part, then per cell key, value, sketch: lengths in 32 bits, numbers in 64. A
 * key is its length in 32 bits, then its bytes; it may be read 8 bytes at a time.
 */
export function hashPart(urlBytes: u32, bucket: f64, part: u32, cells: u32): void {
  let to = writeBytes(canonicalBase, urlBase, urlBytes);
  store<u64>(to, <u64>bucket);
  store<u64>(to + 8, part);
  to += 16;
  let sketchFrom: u32 = 0;
  for (let cell: usize = 0; cell < <usize>cells; cell += 1) {
    const key: usize = load<u32>(keysBase + (cell << 2));
    const sketchUntil = load<u32>(sketchEndsBase + (cell << 2));
    to = writeBytes(to, key + 4, load<u32>(key));
    store<u64>(to, <u64>load<f64>(valuesBase + (cell << 3)));
    to = writeBytes(to + 8, sketchesBase + <usize>sketchFrom, sketchUntil - sketchFrom);
    sketchFrom = sketchUntil;
  }
  murmur3(canonicalBase, <u32>(to - canonicalBase));
  store<u64>(hashBase, low);
  store<u64>(hashBase, high, 8);
}

/** Most are short, and a call to copy would cost more than the loop; it writes up to 7 too many. */
function writeBytes(target: usize, source: usize, bytes: u32): usize {
  store<u32>(target, bytes);
  const to = target + 4;
  for (let at: usize = 0; at < <usize>bytes; at += 8) {
    store<u64>(to + at, load<u64>(source + at));
  }
  return to + <usize>bytes;
}
