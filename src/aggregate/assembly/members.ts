/**
 * The members of one distinct count in one row: each distinct hash once, with the segment slots
 * that it was seen in as bits. Every segment's set is a subset of `$all`'s, so one sorted list
 * stands for all of them.
 */
import { maskWords, slotsBase } from './layout';
import { addNumber, takeNumbers } from './number-set';
import { raiseRegister } from './registers';

/** The block of a distinct metric, in words. */
export const metricBytes: usize = 32;
/** Byte in a record where the rank of its hash stands. */
const rankAt: usize = 0;
/** Set of the ranks of the row under way, then their list and its length. */
const setAt: usize = 4;
const listAt: usize = 8;
const countAt: usize = 12;
/** Masks by rank; zeros between rows. */
const masksOfRankAt: usize = 16;
/** Hashes by rank: 8 bytes each, as they stand in a sketch. */
const hashesAt: usize = 20;
/** The metric's cell for every segment slot. */
const cellsOfSlotAt: usize = 24;

/** @param slots the segment slots of the record's kind. */
export function addMember(metric: usize, record: usize, slots: usize): void {
  const rank = load<u32>(record + load<u32>(metric, rankAt));
  const masks = maskOf(metric, rank);
  // Bit 0 is `$all` and set in every mask, so a zero first word means "not seen yet".
  if (load<u32>(masks) == 0) addNumber(load<u32>(metric, setAt), rank);
  for (let word: usize = 0; word < (<usize>maskWords) << 2; word += 4) {
    store<u32>(masks + word, load<u32>(masks + word) | load<u32>(slots + word));
  }
}

/** Puts the members in order and adds the cells in which there is anyone to a set. */
export function listMembers(metric: usize, cellSet: usize): void {
  const list: usize = load<u32>(metric, listAt);
  const count = takeNumbers(load<u32>(metric, setAt), list);
  store<u32>(metric, count, countAt);
  const maskBytes = (<usize>maskWords) << 2;
  memory.fill(slotsBase, 0, maskBytes);
  for (let at = list; at < list + ((<usize>count) << 2); at += 4) {
    const masks = maskOf(metric, load<u32>(at));
    for (let word: usize = 0; word < maskBytes; word += 4) {
      store<u32>(slotsBase + word, load<u32>(slotsBase + word) | load<u32>(masks + word));
    }
  }
  const cells: usize = load<u32>(metric, cellsOfSlotAt);
  for (let word: usize = 0; word < maskBytes; word += 4) {
    for (let bits = load<u32>(slotsBase + word); bits != 0; bits &= bits - 1) {
      const slot = (word << 3) + <usize>ctz(bits);
      addNumber(cellSet, load<u32>(cells + (slot << 2)));
    }
  }
}

/**
 * Writes the hashes of the members seen in a slot, in order, and perhaps another one behind them;
 * returns the end.
 */
export function writeHashes(metric: usize, slot: u32, target: usize): usize {
  const list: usize = load<u32>(metric, listAt);
  const until = list + ((<usize>load<u32>(metric, countAt)) << 2);
  const hashes: usize = load<u32>(metric, hashesAt);
  const masks = <usize>load<u32>(metric, masksOfRankAt) + ((<usize>(slot >> 5)) << 2);
  const maskBytes = (<usize>maskWords) << 2;
  const shift = slot & 31;
  let to = target;
  for (let at = list; at < until; at += 4) {
    const rank: usize = load<u32>(at);
    // Every hash is written, and stays if it is of the slot: quicker than a branch that is a guess.
    store<u64>(to, load<u64>(hashes + (rank << 3)));
    to += (<usize>((load<u32>(masks + rank * maskBytes) >> shift) & 1)) << 3;
  }
  return to;
}

export function membersOfSlot(metric: usize, slot: u32): u32 {
  const list: usize = load<u32>(metric, listAt);
  const until = list + ((<usize>load<u32>(metric, countAt)) << 2);
  const word = (<usize>(slot >> 5)) << 2;
  const shift = slot & 31;
  let count: u32 = 0;
  for (let at = list; at < until; at += 4) {
    count += (load<u32>(maskOf(metric, load<u32>(at)) + word) >> shift) & 1;
  }
  return count;
}

export function memberCount(metric: usize): u32 {
  return load<u32>(metric, countAt);
}

/** Raises the registers of the members seen in a slot. */
export function raiseMembers(metric: usize, slot: u32): void {
  const list: usize = load<u32>(metric, listAt);
  const until = list + ((<usize>load<u32>(metric, countAt)) << 2);
  const hashes: usize = load<u32>(metric, hashesAt);
  const masks = <usize>load<u32>(metric, masksOfRankAt) + ((<usize>(slot >> 5)) << 2);
  const maskBytes = (<usize>maskWords) << 2;
  const shift = slot & 31;
  for (let at = list; at < until; at += 4) {
    const rank: usize = load<u32>(at);
    if (((load<u32>(masks + rank * maskBytes) >> shift) & 1) == 0) continue;
    raiseRegister(bswap<u64>(load<u64>(hashes + (rank << 3))));
  }
}

export function forgetMembers(metric: usize): void {
  const list: usize = load<u32>(metric, listAt);
  const until = list + ((<usize>load<u32>(metric, countAt)) << 2);
  for (let at = list; at < until; at += 4) {
    memory.fill(maskOf(metric, load<u32>(at)), 0, (<usize>maskWords) << 2);
  }
  store<u32>(metric, 0, countAt);
}

function maskOf(metric: usize, rank: u32): usize {
  const masks: usize = load<u32>(metric, masksOfRankAt);
  return masks + ((<usize>rank * <usize>maskWords) << 2);
}
