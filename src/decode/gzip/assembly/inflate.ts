/**
 * Deflate data (RFC 1951) inflated piece by piece, in memory of a fixed size. A step of which not
 * all is there is done again when there is more, so that no state lies within one.
 */
import { beginInput, inputAt, inputEnd, takeBytes, unloadBits } from './bits';
import { isLastBlock, isStored, readHead, storedBytes } from './block-head';
import { listMeanings } from './code-entries';
import { readCoded } from './coded-block';
import { listPatterns } from './copy-match';
import { addOutput, beginOutput, beginPiece, isPieceFull, outputEnd, pieceEnd } from './output';
import { goesOn, hasPiece, isDone, needsData } from './statuses';

/** What comes next: a block's head, its data, or nothing. */
const head: u32 = 0;
const coded: u32 = 1;
const stored: u32 = 2;
const nothing: u32 = 3;
let next: u32 = head;

/** Bytes of a stored block that were not copied yet. */
let storedLeft: usize = 0;

listMeanings();
listPatterns();

/** Begins with other data. */
export function begin(): void {
  beginInput();
  beginOutput();
  next = head;
}

/**
 * Inflates until there is a piece for the caller, which takes it before the next call; or no more
 * data; or the data's end. @returns which of these.
 */
export function inflate(): i32 {
  if (isPieceFull()) beginPiece();
  let status = goesOn;
  while (status == goesOn) {
    if (next == head) status = beginBlock();
    else if (next == coded) status = goOnWithCoded();
    else if (next == stored) status = copyStored();
    else status = isDone;
  }
  // A full piece is taken before there is anything else to do.
  return status == needsData && isPieceFull() ? hasPiece : status;
}

function beginBlock(): i32 {
  const status = readHead();
  if (status != goesOn) return status;
  next = isStored ? stored : coded;
  storedLeft = storedBytes;
  return goesOn;
}

function endBlock(): i32 {
  next = isLastBlock ? nothing : head;
  return goesOn;
}

function goOnWithCoded(): i32 {
  const status = readCoded();
  if (status == isDone) return endBlock();
  return status == goesOn ? hasPiece : status;
}

function copyStored(): i32 {
  unloadBits();
  const bytes = min<usize>(storedLeft, min<usize>(inputEnd - inputAt, pieceEnd - outputEnd));
  memory.copy(outputEnd, inputAt, bytes);
  addOutput(bytes);
  takeBytes(bytes);
  storedLeft -= bytes;
  if (storedLeft == 0) return endBlock();
  return inputAt == inputEnd ? needsData : hasPiece;
}
