/** What is wrong with the stored bytes of a sketch. */
import {
  cutoffByte,
  emptyMark,
  explicitMark,
  explicitMax,
  fullMark,
  fullSketchBytes,
  headerBytes,
  parameterByte,
  registerBits,
  registerMax,
  sparseMark,
  sparseMax,
  sparseSketchBytes,
  sparseWordBits,
} from './sketch-format.ts';
import { addSketch, emptyRegisters, filledRegisters, wordAt } from './sketch-registers.ts';

/**
 * Says what keeps the bytes from being the canonical ones of a set, or undefined where nothing
 * does. The text is the end of a sentence that begins with "the sketch".
 *
 * It is stricter than the extension, which also takes explicit sketches beyond the threshold,
 * sparse ones out of order and full ones with few registers.
 */
export function checkSketch(sketch: Uint8Array): string | undefined {
  if (sketch.length < headerBytes) return `has ${sketch.length} bytes, fewer than its header`;
  if (sketch[1] !== parameterByte || sketch[2] !== cutoffByte) {
    return `has parameters ${hexOf(sketch[1]!)} ${hexOf(sketch[2]!)} instead of 8e 7f`;
  }
  switch (sketch[0]!) {
    case emptyMark:
      return checkEmpty(sketch);
    case explicitMark:
      return checkExplicit(sketch);
    case sparseMark:
      return checkSparse(sketch);
    case fullMark:
      return checkFull(sketch);
    default:
      return `begins with ${hexOf(sketch[0]!)}, which is no version and kind known here`;
  }
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function checkEmpty(sketch: Uint8Array): string | undefined {
  return sketch.length === headerBytes ? undefined : `is empty but has ${sketch.length} bytes`;
}

/**
 * Whether bytes [from, until) are a sound explicit sketch, as `checkSketch` tells it: most sketches
 * are, and need no view of their bytes.
 */
export function isExplicitSketch(bytes: Uint8Array, from: number, until: number): boolean {
  const count = (until - from - headerBytes) / 8;
  if (!Number.isInteger(count) || count < 1 || count > explicitMax) return false;
  if (bytes[from] !== explicitMark) return false;
  if (bytes[from + 1] !== parameterByte || bytes[from + 2] !== cutoffByte) return false;
  for (let at = from + headerBytes + 8; at < until; at += 8) {
    if (!isAscending(bytes, at)) return false;
  }
  return true;
}

function checkExplicit(sketch: Uint8Array): string | undefined {
  const count = (sketch.length - headerBytes) / 8;
  if (!Number.isInteger(count))
    return `is explicit but ends within a value (${sketch.length} bytes)`;
  if (count === 0) return 'is explicit but holds no value';
  if (count > explicitMax) return `is explicit but holds ${count} values, over ${explicitMax}`;
  for (let at = headerBytes + 8; at < sketch.length; at += 8) {
    if (isAscending(sketch, at)) continue;
    const number = (at - headerBytes) / 8 + 1;
    return `holds values that do not ascend: number ${number} of ${count}`;
  }
  return undefined;
}

/** Whether the value at `at` is greater than the one before. */
function isAscending(sketch: Uint8Array, at: number): boolean {
  const before = wordAt(sketch, at - 8);
  const high = wordAt(sketch, at);
  if (before !== high) return before < high;
  return wordAt(sketch, at - 4) >>> 0 < wordAt(sketch, at + 4) >>> 0;
}

function checkSparse(sketch: Uint8Array): string | undefined {
  const bitCount = (sketch.length - headerBytes) * 8;
  const count = Math.floor(bitCount / sparseWordBits);
  if (sketch.length !== sparseSketchBytes(count)) {
    return `is sparse but ends within a register (${sketch.length} bytes)`;
  }
  if (count > sparseMax) return `is sparse but holds ${count} registers, over ${sparseMax}`;
  let previous = -1;
  for (let number = 0; number < count; number += 1) {
    const word = bitsAt(sketch, number * sparseWordBits, sparseWordBits);
    const index = word >>> registerBits;
    if (index <= previous) return `holds registers that do not ascend: ${previous}, then ${index}`;
    if ((word & registerMax) === 0) return `is sparse but gives register ${index} the value 0`;
    previous = index;
  }
  const used = count * sparseWordBits;
  if (bitsAt(sketch, used, bitCount - used) !== 0) return 'has bits set behind its last register';
  return undefined;
}

/** `width` (0 to 24) bits from bit `from` of the data on, most significant first. */
function bitsAt(sketch: Uint8Array, from: number, width: number): number {
  // Bytes beyond the end come as zeros.
  const bits = wordAt(sketch, headerBytes + (from >>> 3)) << (from & 7);
  return width === 0 ? 0 : bits >>> (32 - width);
}

function checkFull(sketch: Uint8Array): string | undefined {
  if (sketch.length !== fullSketchBytes) {
    return `is full but has ${sketch.length} bytes instead of ${fullSketchBytes}`;
  }
  const registers = emptyRegisters();
  addSketch(registers, sketch);
  const filled = filledRegisters(registers);
  return filled > sparseMax
    ? undefined
    : `is full but fills ${filled} registers only, which are sparse`;
}
