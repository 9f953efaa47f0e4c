/** Matches: bytes that were inflated before, again. */
import { patternsBase } from './layout';

/** For each distance below 16, which of so many bytes each of 16 bytes repeats. */
export function listPatterns(): void {
  for (let distance: usize = 1; distance < 16; distance += 1) {
    for (let lane: usize = 0; lane < 16; lane += 1) {
      store<u8>(patternsBase + distance * 16 + lane, <u8>(lane % distance));
    }
  }
}

/**
 * Copies more than is asked for, which is written again: up to 128 bytes, or 63 behind a longer
 * match. Whether a match ends within some bytes is nothing that a processor could guess, so the
 * first ones are copied in any case: 128 take 0.9 of the time of 64 with short lines (measured).
 *
 * It is called in one place, for only then the compiler puts it there instead of a call.
 */
export function copyMatch(to: usize, distance: usize, length: u32): void {
  const until = to + length;
  if (distance < 16) {
    repeatPattern(to, distance, until);
    return;
  }
  copy64(to, distance);
  copy64(to + 64, distance);
  for (let target = to + 128; target < until; target += 64) copy64(target, distance);
}

/** In steps of 16, because what is copied may be what was just written. */
function copy64(to: usize, distance: usize): void {
  const from = to - distance;
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

/** Writes 16 bytes at a time of which whole repetitions count. */
function repeatPattern(to: usize, distance: usize, until: usize): void {
  const pattern = v128.swizzle(v128.load(to - distance), v128.load(patternsBase + distance * 16));
  const step: usize = 16 - (<usize>16 % distance);
  for (let target = to; target < until; target += step) v128.store(target, pattern);
}
