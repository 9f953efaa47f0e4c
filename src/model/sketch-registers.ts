/**
 * The registers of a set too large to be kept as it is: one byte each while they are worked on,
 * packed to bits in a sketch. A register holds the place of the lowest set bit among the upper 50
 * bits of its hashes, counted from 1, the greatest of all; 0 = no hash came.
 */
import { hexFromBytes, type GrowingBytes } from '../base/bytes.ts';
import { DataError } from '../base/errors.ts';
import {
  cutoffByte,
  emptyMark,
  explicitMark,
  fullMark,
  fullSketchBytes,
  headerBytes,
  indexBits,
  parameterByte,
  registerBits,
  registerCount,
  registerMax,
  sparseMark,
  sparseMax,
  sparseSketchBytes,
  sparseWordBits,
} from './sketch-format.ts';

/** Registers to which nothing was added. */
export function emptyRegisters(): Uint8Array {
  return new Uint8Array(registerCount);
}

/**
 * Adds one hash. One whose upper 50 bits are all zero leaves no trace, as in the extension: there
 * is no lowest set bit, and 0 means an empty register.
 */
export function addHash(registers: Uint8Array, low: number, high: number): void {
  const index = low & (registerCount - 1);
  raise(registers, index, registerValue(low, high));
}

function raise(registers: Uint8Array, index: number, value: number): void {
  if (value > registers[index]!) registers[index] = value;
}

function registerValue(low: number, high: number): number {
  const lowest = (low >>> indexBits) | (high << (32 - indexBits));
  // 32 - clz32 of the lowest set bit is its place counted from 1.
  if (lowest !== 0) return Math.min(32 - Math.clz32(lowest & -lowest), registerMax);
  return high >>> indexBits === 0 ? 0 : registerMax;
}

/**
 * Adds all that a sketch holds. The sketch must be sound (`checkSketch`).
 *
 * @throws DataError if the bytes are not even a sketch of this version.
 */
export function addSketch(registers: Uint8Array, sketch: Uint8Array): void {
  switch (sketch[0]!) {
    case emptyMark:
      return;
    case explicitMark:
      addExplicit(registers, sketch);
      return;
    case sparseMark:
      addSparse(registers, sketch);
      return;
    case fullMark:
      addFull(registers, sketch);
      return;
    default:
      throw new DataError(
        `no sketch begins with "${hexFromBytes(sketch.subarray(0, headerBytes))}": ` +
          'expected 11, 12, 13 or 14, then 8e 7f',
      );
  }
}

function addExplicit(registers: Uint8Array, sketch: Uint8Array): void {
  for (let at = headerBytes; at < sketch.length; at += 8) {
    const high = wordAt(sketch, at);
    addHash(registers, wordAt(sketch, at + 4), high);
  }
}

/** The four bytes at `at`, most significant first, as a signed number. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

function addSparse(registers: Uint8Array, sketch: Uint8Array): void {
  let bits = 0;
  let bitCount = 0;
  for (let at = headerBytes; at < sketch.length; at += 1) {
    bits = (bits << 8) | sketch[at]!;
    bitCount += 8;
    if (bitCount < sparseWordBits) continue;
    bitCount -= sparseWordBits;
    const word = bits >>> bitCount;
    bits &= (1 << bitCount) - 1;
    raise(registers, word >>> registerBits, word & registerMax);
  }
}

/** Eight registers lie in five bytes: aaaaabbb bbcccccd ddddeeee efffffgg ggghhhhh. */
function addFull(registers: Uint8Array, sketch: Uint8Array): void {
  for (let index = 0, at = headerBytes; index < registerCount; index += 8, at += 5) {
    const middle = sketch[at + 2]!;
    raiseFour(registers, index, (sketch[at]! << 12) | (sketch[at + 1]! << 4) | (middle >>> 4));
    raiseFour(registers, index + 4, (middle << 16) | (sketch[at + 3]! << 8) | sketch[at + 4]!);
  }
}

/** Raises four registers to the values in the low 20 bits of `bits`. */
function raiseFour(registers: Uint8Array, index: number, bits: number): void {
  raise(registers, index, (bits >>> 15) & registerMax);
  raise(registers, index + 1, (bits >>> 10) & registerMax);
  raise(registers, index + 2, (bits >>> 5) & registerMax);
  raise(registers, index + 3, bits & registerMax);
}

/** Appends the sparse or full sketch of the registers, whichever is shorter. */
export function appendRegisters(target: GrowingBytes, registers: Uint8Array): void {
  const filled = filledRegisters(registers);
  const length = filled <= sparseMax ? sparseSketchBytes(filled) : fullSketchBytes;
  const at = target.reserve(length);
  const { bytes } = target;
  bytes[at] = filled <= sparseMax ? sparseMark : fullMark;
  bytes[at + 1] = parameterByte;
  bytes[at + 2] = cutoffByte;
  if (filled <= sparseMax) writeSparse(bytes, at + headerBytes, registers);
  else writeFull(bytes, at + headerBytes, registers);
  target.length = at + length;
}

/** How many registers are not empty. */
export function filledRegisters(registers: Uint8Array): number {
  let filled = 0;
  for (let index = 0; index < registerCount; index += 1) filled += registers[index] === 0 ? 0 : 1;
  return filled;
}

function writeSparse(bytes: Uint8Array, from: number, registers: Uint8Array): void {
  let at = from;
  let bits = 0;
  let bitCount = 0;
  for (let index = 0; index < registerCount; index += 1) {
    const value = registers[index]!;
    if (value === 0) continue;
    bits = (bits << sparseWordBits) | (index << registerBits) | value;
    bitCount += sparseWordBits;
    while (bitCount >= 8) {
      bitCount -= 8;
      bytes[at] = bits >>> bitCount;
      at += 1;
    }
    bits &= (1 << bitCount) - 1;
  }
  if (bitCount > 0) bytes[at] = bits << (8 - bitCount);
}

function writeFull(bytes: Uint8Array, from: number, registers: Uint8Array): void {
  for (let index = 0, at = from; index < registerCount; index += 8, at += 5) {
    const first = packFour(registers, index);
    const second = packFour(registers, index + 4);
    bytes[at] = first >>> 12;
    bytes[at + 1] = first >>> 4;
    bytes[at + 2] = (first << 4) | (second >>> 16);
    bytes[at + 3] = second >>> 8;
    bytes[at + 4] = second;
  }
}

function packFour(registers: Uint8Array, index: number): number {
  return (
    (registers[index]! << 15) |
    (registers[index + 1]! << 10) |
    (registers[index + 2]! << 5) |
    registers[index + 3]!
  );
}
