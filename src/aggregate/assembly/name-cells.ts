/** The keys of cells as texts, and the numbers that follow from their order. */
import {
  actionBlockOf,
  actionSharesAt,
  pairCellsBase,
  pairTable,
  sharesListAt,
  sharesMax,
} from './event-layout';
import { internedCount, internedStartsBase } from './intern-texts';
import { numberAt, slotCountOf } from './number-table';
import { textStartsBase } from './sort-texts';

/** Where what stands before a value begins and ends, by breakdown; and behind it, by metric. */
export let beforesBase: usize = 0;
export let aftersBase: usize = 0;

/** Keys of pairs, and their bytes, since `measurePairs`. */
export let pairKeys: u32 = 0;
export let pairKeyBytes: usize = 0;

/** Counts the keys: one for each share of each pair. */
export function measurePairs(): void {
  pairKeys = 0;
  pairKeyBytes = 0;
  for (let slot: u32 = 0; slot < slotCountOf(pairTable); slot += 1) {
    const pair = numberAt(pairTable, slot);
    if (pair == 0) continue;
    const action = actionBlockOf(<u32>pair);
    for (let share: u32 = 0; share < load<u32>(action, actionSharesAt); share += 1) {
      pairKeys += 1;
      pairKeyBytes += keyOf(pair, share, 0);
    }
  }
}

/** Writes them as texts from number `first` on, whose start is known. */
export function writePairKeys(first: u32): void {
  let starts = textStartsBase + ((<usize>first) << 2);
  for (let slot: u32 = 0; slot < slotCountOf(pairTable); slot += 1) {
    const pair = numberAt(pairTable, slot);
    if (pair == 0) continue;
    const action = actionBlockOf(<u32>pair);
    for (let share: u32 = 0; share < load<u32>(action, actionSharesAt); share += 1) {
      const from = load<u32>(starts);
      store<u32>(starts, from + <u32>keyOf(pair, share, from), 4);
      starts += 4;
    }
  }
}

/** @param cells by number of the key, those of pairs in the order of `writePairKeys`. */
export function writePairCells(cells: usize): void {
  let from = cells;
  for (let slot: u32 = 0; slot < slotCountOf(pairTable); slot += 1) {
    const pair = numberAt(pairTable, slot);
    if (pair == 0) continue;
    const action = actionBlockOf(<u32>pair);
    const target = pairCellsBase + ((<usize>(slot * sharesMax)) << 2);
    for (let share: usize = 0; share < <usize>load<u32>(action, actionSharesAt); share += 1) {
      store<u32>(target + (share << 2), load<u32>(from));
      from += 4;
    }
  }
}

/** Where `joinTexts` writes texts, and where each one ends, counted from there: words. */
export let joinedBase: usize = 0;
export let joinedEndsBase: usize = 0;

/**
 * Joins listed texts, the same ones once.
 * @param cells by text its number from 1.
 * @returns how many there are.
 */
export function joinTexts(list: usize, count: u32, cells: usize): u32 {
  let joined: u32 = 0;
  let to = joinedBase;
  let last: usize = 0;
  let lastBytes: usize = 0;
  for (let at = list; at < list + ((<usize>count) << 2); at += 4) {
    const text = (<usize>load<u32>(at)) << 2;
    const start: usize = load<u32>(textStartsBase + text);
    const bytes = <usize>load<u32>(textStartsBase + text, 4) - start;
    if (joined == 0 || bytes != lastBytes || memory.compare(start, last, bytes) != 0) {
      memory.copy(to, start, bytes);
      last = start;
      lastBytes = bytes;
      to += bytes;
      store<u32>(joinedEndsBase + ((<usize>joined) << 2), <u32>(to - joinedBase));
      joined += 1;
    }
    store<u32>(cells + text, joined);
  }
  return joined;
}

/** Writes a key to `target` unless that is 0; returns its bytes. */
function keyOf(pair: u64, share: u32, target: usize): usize {
  const value = <u32>(pair >> 32);
  const breakdown = value / internedCount;
  const entry = (<usize>(value - breakdown * internedCount)) << 2;
  const shares = actionBlockOf(<u32>pair) + sharesListAt;
  const metric: usize = load<u32>(shares + ((<usize>share) << 3));
  const before = beforesBase + ((<usize>breakdown) << 3);
  const after = aftersBase + (metric << 3);
  const starts = internedStartsBase + entry;
  let to = append(target, target, load<u32>(before), load<u32>(before, 4));
  to = append(target, to, load<u32>(starts), load<u32>(starts, 4));
  return append(target, to, load<u32>(after), load<u32>(after, 4)) - target;
}

function append(isWritten: usize, target: usize, from: usize, until: usize): usize {
  if (isWritten != 0) memory.copy(target, from, until - from);
  return target + until - from;
}
