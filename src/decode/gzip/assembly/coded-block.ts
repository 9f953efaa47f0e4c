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
} from './bits';
import { isFurther, isLiteral, isSpecial } from './code-tables';
import { codeBitsMax, distanceBits, distanceTable, literalBits, literalTable } from './layout';
import { addOutput, isPieceFull, oldest, outputEnd, pieceEnd } from './output';
import { badCodeword, badDistance, damaged, goesOn, isDone, needsData } from './statuses';

/** Bytes that the quick steps may load at once. */
const quickBytes: usize = 16;

/**
 * Reads on until the data is all read or the piece is full, or longer: by at most a match of 258
 * bytes, which is copied in steps of 16.
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
 * locals, for the compiler keeps no others in registers: a third of the time (measured).
 */
function readQuickly(): i32 {
  let word = bits;
  let count = bitCount;
  let from = inputAt;
  let to = outputEnd;
  let status = goesOn;
  const fromUntil = inputEnd - quickBytes;
  const toOldest = oldest;
  while (from < fromUntil && to < pieceEnd) {
    word |= load<u64>(from) << count;
    from += <usize>((63 - count) >> 3);
    count |= 56;
    let entry = literalEntry(word);
    // Of the 56 bits two literals and a length take 50 at most.
    for (let literals = 0; literals < 2 && (entry & isLiteral) != 0; literals += 1) {
      store<u8>(to, <u8>(entry >> 16));
      to += 1;
      word >>= entry & 0xff;
      count -= entry & 0xff;
      entry = literalEntry(word);
    }
    if ((entry & isLiteral) != 0) {
      store<u8>(to, <u8>(entry >> 16));
      to += 1;
      word >>= entry & 0xff;
      count -= entry & 0xff;
      continue;
    }
    if ((entry & isSpecial) != 0) break;
    const length = amountOf(entry, word);
    word >>= entry & 0xff;
    count -= entry & 0xff;
    word |= load<u64>(from) << count;
    from += <usize>((63 - count) >> 3);
    count |= 56;
    entry = distanceEntry(word);
    const distance = <usize>amountOf(entry, word);
    word >>= entry & 0xff;
    count -= entry & 0xff;
    status = copyMatch(entry, to, to - toOldest, distance, length);
    if (status != goesOn) break;
    to += length;
  }
  setBits(word, count, from);
  addOutput(to - outputEnd);
  return status;
}

/** One literal, match or end of the block, or nothing where it is not all there. */
function readStep(): i32 {
  markBits();
  loadBits();
  let entry = literalEntry(bits);
  const length = amountOf(entry, bits);
  takeBits(entry & 0xff);
  const isMatch = (entry & (isLiteral | isSpecial)) == 0;
  let distance: usize = 0;
  if (isMatch) {
    loadBits();
    entry = distanceEntry(bits);
    distance = <usize>amountOf(entry, bits);
    takeBits(entry & 0xff);
  }
  if (isBehindInput()) {
    goBackToMark();
    return needsData;
  }
  if (isMatch) {
    const status = copyMatch(entry, outputEnd, outputEnd - oldest, distance, length);
    if (status == goesOn) addOutput(length);
    return status;
  }
  if ((entry & isSpecial) != 0) return entry >> 16 == 0 ? isDone : damaged(badCodeword);
  store<u8>(outputEnd, <u8>(entry >> 16));
  addOutput(1);
  return goesOn;
}

function literalEntry(word: u64): u32 {
  const index = <usize>(word & ((1 << literalBits) - 1));
  const entry = load<u32>(literalTable + (index << 2));
  if ((entry & isFurther) == 0) return entry;
  return furtherEntry(literalTable, entry, word >> literalBits, codeBitsMax - literalBits);
}

function distanceEntry(word: u64): u32 {
  const index = <usize>(word & ((1 << distanceBits) - 1));
  const entry = load<u32>(distanceTable + (index << 2));
  if ((entry & isFurther) == 0) return entry;
  return furtherEntry(distanceTable, entry, word >> distanceBits, codeBitsMax - distanceBits);
}

function furtherEntry(table: usize, entry: u32, word: u64, furtherBits: u32): u32 {
  const index = <usize>(entry >> 16) + <usize>(word & (((<u64>1) << furtherBits) - 1));
  return load<u32>(table + (index << 2));
}

/** A length or a distance: the least one, and what follows the codeword. */
function amountOf(entry: u32, word: u64): u32 {
  const both = <u32>(word & (((<u64>1) << (entry & 0xff)) - 1));
  return (entry >> 16) + (both >> ((entry >> 8) & 0x1f));
}

/** Copies up to 16 bytes too many, which are written again. @param entry of the distance. */
function copyMatch(entry: u32, to: usize, known: usize, distance: usize, length: u32): i32 {
  if ((entry & isSpecial) != 0) return damaged(badCodeword);
  if (known < distance) return damaged(badDistance);
  const until = to + length;
  let source = to - distance;
  if (distance < 16) {
    for (let target = to; target < until; target += 1, source += 1) {
      store<u8>(target, load<u8>(source));
    }
    return goesOn;
  }
  for (let target = to; target < until; target += 16, source += 16) {
    v128.store(target, v128.load(source));
  }
  return goesOn;
}
