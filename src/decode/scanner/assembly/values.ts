/**
 * Distinct values numbered from 1: the JSON text of a value, as it stands in the line, is kept
 * once, so that whatever follows from it is worked out once. Number 0 = absent. Two spellings of
 * one value (`"\u0061"` and `"a"`) get two numbers, of which the same follows.
 */
import {
  arenaBase,
  arenaBytes,
  otherSitesBase,
  recentValues,
  recentValuesBase,
  valueEndsBase,
  valueHashesBase,
  valueSlots,
  valueSlotsBase,
  valuesMax,
} from './layout';
import { lowBytes } from '../../../base/assembly/murmur3';

/** Numbers given so far; 0 is never given. */
export let valueCount: u32 = 0;

/** Forgets all values: whoever keeps numbers must forget them too. */
export function clearValues(): void {
  memory.fill(recentValuesBase, 0, recentValues * 4);
  memory.fill(valueSlotsBase, 0, valueSlots * 4);
  memory.fill(otherSitesBase, 0, valuesMax);
  store<u32>(valueEndsBase, 0);
  valueCount = 0;
}

/** Whether one more line, with any values, might not find room. */
export function areValuesFull(): bool {
  return valueCount > valuesMax - 128 || endOf(valueCount) > arenaBytes;
}

/** Marks a value, as the name of a site in lines of that format, as one that nobody asked for. */
export function markOtherSite(value: u32, table: u32): void {
  const at = otherSitesBase + value;
  store<u8>(at, load<u8>(at) | (<u8>((<u32>1) << table)));
}

export function isOtherSite(value: u32, table: u32): bool {
  return (load<u8>(otherSitesBase + value) & (<u8>((<u32>1) << table))) != 0;
}

function endOf(value: u32): u32 {
  return load<u32>(valueEndsBase + (value << 2));
}

/** The number of the `bytes` bytes from `start` on; a new one where they were not seen before. */
export function valueOf(start: usize, bytes: u32): u32 {
  const recent = recentSlotOf(start, bytes);
  const guess = load<u32>(recent);
  if (guess != 0 && isValue(guess, start, bytes)) return guess;
  const value = foundValue(start, bytes);
  store<u32>(recent, value);
  return value;
}

function foundValue(start: usize, bytes: u32): u32 {
  const hash = hashOf(start, bytes);
  let slot = hash & (valueSlots - 1);
  while (true) {
    const held = load<u32>(valueSlotsBase + (slot << 2));
    if (held == 0) break;
    if (load<u32>(valueHashesBase + (held << 2)) == hash && isValue(held, start, bytes)) {
      return held;
    }
    slot = (slot + 1) & (valueSlots - 1);
  }
  const from = endOf(valueCount);
  valueCount += 1;
  store<u32>(valueSlotsBase + (slot << 2), valueCount);
  store<u32>(valueHashesBase + (valueCount << 2), hash);
  store<u32>(valueEndsBase + (valueCount << 2), from + bytes);
  memory.copy(arenaBase + from, start, bytes);
  return valueCount;
}

/**
 * By the length, the last bytes and those in the middle: most values come again soon, and need not
 * be hashed to be found (a twentieth of scanning lean events, measured).
 */
function recentSlotOf(start: usize, bytes: u32): usize {
  let part: u64 = bytes;
  if (bytes >= 8) {
    part ^= load<u64>(start + bytes - 8) ^ rotl<u64>(load<u64>(start + ((bytes - 8) >> 1)), 21);
  } else part ^= load<u64>(start) & lowBytes(bytes);
  const slot = (part * firstMultiplier) >> 52;
  return recentValuesBase + ((<usize>slot) << 2);
}

function isValue(value: u32, start: usize, bytes: u32): bool {
  const from = endOf(value - 1);
  if (endOf(value) - from != bytes) return false;
  const held = arenaBase + from;
  let at: u32 = 0;
  for (; at + 16 <= bytes; at += 16) {
    const equal = v128.eq<u8>(v128.load(held + at), v128.load(start + at));
    if (v128.bitmask<u8>(equal) != 0xffff) return false;
  }
  const mask = ((<u32>1) << (bytes - at)) - 1;
  const equal = v128.eq<u8>(v128.load(held + at), v128.load(start + at));
  return ((<u32>v128.bitmask<u8>(equal)) & mask) == mask;
}

const firstMultiplier: u64 = 0x9e3779b97f4a7c15;
const secondMultiplier: u64 = 0xd6e8feb86659fd93;

/**
 * For tables, not for keeping: two lanes of eight bytes, each multiplied and turned, so that one
 * need not wait for the other.
 */
function hashOf(start: usize, bytes: u32): u32 {
  let first: u64 = bytes;
  let second: u64 = 0;
  const end = start + bytes;
  for (let at = start; at + 16 < end; at += 16) {
    first = rotl<u64>((first ^ load<u64>(at)) * firstMultiplier, 32);
    second = rotl<u64>((second ^ load<u64>(at, 8)) * secondMultiplier, 32);
  }
  // The last 16 bytes, of which some may have been looked at.
  if (bytes >= 16) {
    first ^= load<u64>(end - 16);
    second ^= load<u64>(end - 8);
  } else if (bytes >= 8) {
    first ^= load<u64>(start);
    second ^= load<u64>(end - 8);
  } else first ^= load<u64>(start) & lowBytes(bytes);
  const mixed = (first * firstMultiplier) ^ rotl<u64>(second * secondMultiplier, 32);
  return <u32>((mixed * firstMultiplier) >> 32);
}
