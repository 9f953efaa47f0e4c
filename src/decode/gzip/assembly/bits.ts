/**
 * The deflate data that is there, read bit by bit. It may end anywhere for now: bits may be taken
 * that are not there yet, which whoever reads finds out at the end, and goes back to its mark.
 */
import { inputBase } from './layout';

/** Bits that were loaded and not taken, the next one lowest, and where the next ones are. */
export let bits: u64 = 0;
export let bitCount: u64 = 0;
export let inputAt: usize = 0;
export let inputEnd: usize = 0;

let markedBits: u64 = 0;
let markedCount: u64 = 0;
let markedAt: usize = 0;

export function beginInput(): void {
  setBits(0, 0, inputBase);
  inputEnd = inputBase;
}

/** For whoever read with variables of its own. */
export function setBits(word: u64, count: u64, at: usize): void {
  bits = word;
  bitCount = count;
  inputAt = at;
}

/** Moves what was not read to the front. @returns where further data belongs. */
export function makeRoom(): usize {
  const left = unreadInput();
  memory.copy(inputBase, inputAt, left);
  inputAt = inputBase;
  return inputBase + left;
}

/** Says where the data ends that is there. */
export function endInput(end: usize): void {
  inputEnd = end;
}

/** Bytes of the data that were not read. */
export function unreadInput(): usize {
  unloadBits();
  return inputEnd - inputAt;
}

/** Puts whole bytes back that were loaded and not taken. */
export function unloadBits(): void {
  inputAt -= <usize>(bitCount >> 3);
  bitCount &= 7;
  bits &= ((<u64>1) << bitCount) - 1;
}

/** At least 56 bits are loaded afterwards; those behind the data's end are anything. */
export function loadBits(): void {
  bits |= load<u64>(inputAt) << bitCount;
  inputAt += <usize>((63 - bitCount) >> 3);
  bitCount |= 56;
}

export function takeBits(count: u32): u32 {
  const taken = <u32>(bits & (((<u64>1) << count) - 1));
  bits >>= count;
  bitCount -= count;
  return taken;
}

/** The rest of the byte under way is passed over. */
export function takeByteRest(): void {
  takeBits(<u32>(bitCount & 7));
}

/** Takes bytes that were copied, where no bits are loaded. */
export function takeBytes(count: usize): void {
  inputAt += count;
}

/** Whether bits were taken that are not there yet. */
export function isBehindInput(): bool {
  return inputAt - <usize>(bitCount >> 3) > inputEnd;
}

export function markBits(): void {
  markedBits = bits;
  markedCount = bitCount;
  markedAt = inputAt;
}

export function goBackToMark(): void {
  setBits(markedBits, markedCount, markedAt);
}
