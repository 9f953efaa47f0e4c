/**
 * Distinct values numbered from 1: the JSON text of a value, as it stands in the line, is kept
 * once, so that whatever follows from it is worked out once. Number 0 = absent. Two spellings of
 * one value (`"\u0061"` and `"a"`) get two numbers, of which the same follows.
 */
import {
  arenaBase,
  arenaBytes,
  otherSitesBase,
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

function isValue(value: u32, start: usize, bytes: u32): bool {
  const from = endOf(value - 1);
  if (endOf(value) - from != bytes) return false;
  const held = arenaBase + from;
  let at: u32 = 0;
  for (; at + 8 <= bytes; at += 8) {
    if (load<u64>(held + at) != load<u64>(start + at)) return false;
  }
  if (at == bytes) return true;
  const mask = lowBytes(bytes - at);
  return (load<u64>(held + at) & mask) == (load<u64>(start + at) & mask);
}

/** Eight bytes a step, multiplied by the golden ratio and folded: for tables, not for keeping. */
function hashOf(start: usize, bytes: u32): u32 {
  const multiplier: u64 = 0x9e3779b97f4a7c15;
  let hash: u64 = bytes;
  let at: u32 = 0;
  for (; at + 8 <= bytes; at += 8) {
    hash = (hash ^ load<u64>(start + at)) * multiplier;
    hash ^= hash >> 32;
  }
  if (at < bytes) {
    hash = (hash ^ (load<u64>(start + at) & lowBytes(bytes - at))) * multiplier;
    hash ^= hash >> 32;
  }
  hash *= multiplier;
  return <u32>(hash >> 32);
}
