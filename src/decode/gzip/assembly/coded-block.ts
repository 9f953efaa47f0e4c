/** The data of a block that is written in codes: literals, and matches of what was before. */
import {
  bitCount,
  bits,
  goBackToMark,
  inputAt,
  inputEnd,
  isBehindInput,
  loadBits,
  markBits,
  setBits,
  takeBits,
  unloadBits,
} from './bits';
import { amountOf, areLiterals, furtherEntry, isFurther, isSpecial } from './code-entries';
import { copyMatch } from './copy-match';
import { distanceBits, distanceTable, literalBits, literalTable, lowBits } from './layout';
import { addOutput, isPieceFull, oldest, outputEnd, pieceEnd } from './output';
import { badCodeword, badDistance, damaged, goesOn, isDone, needsData } from './statuses';

/** Bytes that a quick step may load at once. */
const quickBytes: usize = 16;

/** Below a distance and what follows it, the bits that the next look-up takes. */
const distanceBitsMax: u64 = 28;
const distanceNeeds: u64 = distanceBitsMax + literalBits + lowBits;

/**
 * Reads on until the data is all read or the piece is full, or longer: by at most a match of 258
 * bytes, and what copying it writes behind it.
 * @returns `isDone` at the block's end.
 */
export function readCoded(): i32 {
  let status = goesOn;
  while (status == goesOn && !isPieceFull()) {
    status = readQuickly();
    if (status == goesOn && !isPieceFull()) status = readStep();
  }
  return status;
}

/**
 * Goes on while no step can come to the data's end, up to what is not common. Everything is in
 * locals, for the compiler keeps no others in registers: a third of the time (measured); what is
 * wrong is therefore told behind the loop (a seventh). The next entry is looked up before anything
 * is written, for then it does not wait for that.
 *
 * The data's next bit is that above `lowBits`, so that what is looked up is masked and is an
 * address, without a shift; of `count` the lowest six bits hold.
 */
function readQuickly(): i32 {
  unloadBits();
  let word = bits << lowBits;
  let count = bitCount + lowBits;
  let from = inputAt;
  let to = outputEnd;
  let found: u32 = 0;
  const fromUntil = inputEnd - quickBytes;
  const toOldest = oldest;
  word = withLoaded(word, count, from);
  from += loadedBytes(count);
  count |= 56;
  let entry = literalEntry(word);
  while (from < fromUntil) {
    if (to >= pieceEnd) break;
    if ((entry & areLiterals) != 0) {
      word >>= entry;
      count -= entry;
      store<u32>(to, entry >> 8);
      to += (entry >> 6) & 3;
      entry = literalEntry(word);
      word = withLoaded(word, count, from);
      from += loadedBytes(count);
      count |= 56;
      continue;
    }
    if ((entry & (isFurther | isSpecial)) != 0) {
      if ((entry & isSpecial) != 0) break;
      entry = furtherEntry(literalTable, literalBits, entry, word >> lowBits);
      continue;
    }
    const length = amountOf(entry, word);
    word >>= entry;
    count -= entry;
    entry = distanceEntry(word);
    if ((count & 63) < distanceNeeds) {
      word = withLoaded(word, count, from);
      from += loadedBytes(count);
      count |= 56;
    }
    if ((entry & isFurther) != 0) {
      entry = furtherEntry(distanceTable, distanceBits, entry, word >> lowBits);
    }
    const distance = <usize>amountOf(entry, word);
    word >>= entry;
    count -= entry;
    found = faultOfMatch(entry, distance, to - toOldest);
    if (found != 0) break;
    entry = literalEntry(word);
    word = withLoaded(word, count, from);
    from += loadedBytes(count);
    count |= 56;
    copyMatch(to, distance, length);
    to += length;
  }
  setBits(word >> lowBits, (count & 63) - lowBits, from);
  addOutput(to - outputEnd);
  return found == 0 ? goesOn : damaged(found);
}

function withLoaded(word: u64, count: u64, from: usize): u64 {
  return word | (load<u64>(from) << count);
}

function loadedBytes(count: u64): usize {
  return 7 - <usize>((count >> 3) & 7);
}

function literalEntry(word: u64): u32 {
  return load<u32>((<usize>word) & (((1 << literalBits) - 1) << lowBits), literalTable);
}

function distanceEntry(word: u64): u32 {
  return load<u32>((<usize>word) & (((1 << distanceBits) - 1) << lowBits), distanceTable);
}

/** @param known bytes that may be pointed to. */
function faultOfMatch(entry: u32, distance: usize, known: usize): u32 {
  if ((entry & isSpecial) != 0) return badCodeword;
  return known < distance ? badDistance : 0;
}

/** One look-up's literals, a match or the block's end, or nothing where it is not all there. */
function readStep(): i32 {
  markBits();
  loadBits();
  let entry = literalEntry(bits << lowBits);
  if ((entry & areLiterals) == 0 && (entry & isFurther) != 0) {
    entry = furtherEntry(literalTable, literalBits, entry, bits);
  }
  const length = amountOf(entry, bits << lowBits);
  takeBits(entry & 63);
  const literals = (entry & areLiterals) >> 6;
  const isMatch = literals == 0 && (entry & isSpecial) == 0;
  let distance: usize = 0;
  if (isMatch) {
    loadBits();
    entry = distanceEntry(bits << lowBits);
    if ((entry & isFurther) != 0) entry = furtherEntry(distanceTable, distanceBits, entry, bits);
    distance = <usize>amountOf(entry, bits << lowBits);
    takeBits(entry & 63);
  }
  if (isBehindInput()) {
    goBackToMark();
    return needsData;
  }
  if (isMatch) return repeatBytes(entry, distance, length);
  if (literals == 0) return entry >> 16 == 0 ? isDone : damaged(badCodeword);
  store<u32>(outputEnd, entry >> 8);
  addOutput(literals);
  return goesOn;
}

/** A match, byte by byte. */
function repeatBytes(entry: u32, distance: usize, length: u32): i32 {
  const found = faultOfMatch(entry, distance, outputEnd - oldest);
  if (found != 0) return damaged(found);
  for (let left = length; left > 0; left -= 1) {
    store<u8>(outputEnd, load<u8>(outputEnd - distance));
    addOutput(1);
  }
  return goesOn;
}
