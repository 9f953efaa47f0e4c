/**
 * Distinct 64-bit numbers by open addressing, each with a word. At most half full, and a slot
 * follows from the uppermost bits of number times multiplier: with multiplier 1, for numbers
 * that are hashes, slots are nearly in their order, so that they are put in order and into a larger
 * table at the cost of reading them.
 *
 * Block: address of slots, bits to shift, slots, numbers held (words), multiplier (8 bytes). A slot
 * is the number (0 = free) and its word, in 16 bytes. The number 0 has one of its own behind the
 * others, which holds 1.
 */
const slotsAt: usize = 0;
const shiftAt: usize = 4;
const slotCountAt: usize = 8;
const countAt: usize = 12;
const multiplierAt: usize = 16;

const slotBytes: usize = 16;
const wordAt: usize = 8;

/** The slot where a number is, or where it would be put. */
export function slotOf(table: usize, number: u64): u32 {
  return <u32>((slotAt(table, number) - <usize>load<u32>(table, slotsAt)) / slotBytes);
}

export function slotCountOf(table: usize): u32 {
  return load<u32>(table, slotCountAt);
}

/** By slot. */
export function numberAt(table: usize, slot: u32): u64 {
  return load<u64>(<usize>load<u32>(table, slotsAt) + <usize>slot * slotBytes);
}

export function addToTable(table: usize, number: u64): void {
  const at = slotAt(table, number);
  if (load<u64>(at) != 0) return;
  store<u64>(at, number == 0 ? 1 : number);
  store<u32>(table, load<u32>(table, countAt) + 1, countAt);
}

export function wordOf(table: usize, number: u64): u32 {
  return load<u32>(slotAt(table, number), wordAt);
}

function slotAt(table: usize, number: u64): usize {
  const slots: usize = load<u32>(table, slotsAt);
  const slotCount = load<u32>(table, slotCountAt);
  if (number == 0) return slots + <usize>slotCount * slotBytes;
  const home = (number * load<u64>(table, multiplierAt)) >> (<u64>load<u32>(table, shiftAt));
  const last = slots + <usize>(slotCount - 1) * slotBytes;
  let at = slots + <usize>home * slotBytes;
  let held = load<u64>(at);
  while (held != number && held != 0) {
    at = at == last ? slots : at + slotBytes;
    held = load<u64>(at);
  }
  return at;
}

/** Adds all numbers of one table to another. */
export function addTable(table: usize, target: usize): void {
  const slots: usize = load<u32>(table, slotsAt);
  const until = slots + <usize>load<u32>(table, slotCountAt) * slotBytes;
  for (let at = slots; at < until; at += slotBytes) {
    if (load<u64>(at) != 0) addToTable(target, load<u64>(at));
  }
  if (load<u64>(until) != 0) addToTable(target, 0);
}

/** Writes the numbers in ascending order and makes each one's word its rank. */
export function rankTable(table: usize, target: usize): void {
  const slots: usize = load<u32>(table, slotsAt);
  const until = slots + <usize>load<u32>(table, slotCountAt) * slotBytes;
  let end = target;
  if (load<u64>(until) != 0) {
    store<u64>(end, 0);
    end += 8;
  }
  for (let at = slots; at < until; at += slotBytes) {
    if (load<u64>(at) != 0) end = insertNumber(load<u64>(at), target, end);
  }
  for (let at = target; at < end; at += 8) {
    store<u32>(slotAt(table, load<u64>(at)), <u32>((at - target) >> 3), wordAt);
  }
}

/** Into the ascending numbers from `first` to `end`: nearly always the last of them. */
function insertNumber(number: u64, first: usize, end: usize): usize {
  let at = end;
  for (; at > first && load<u64>(at - 8) > number; at -= 8) store<u64>(at, load<u64>(at - 8));
  store<u64>(at, number);
  return end + 8;
}
