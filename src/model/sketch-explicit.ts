/** Explicit sketches: the values themselves, ascending as signed 64-bit integers, big endian. */
import type { GrowingBytes } from '../base/bytes.ts';
import {
  cutoffByte,
  explicitMark,
  explicitMax,
  explicitSketchBytes,
  headerBytes,
  parameterByte,
} from './sketch-format.ts';
import { wordAt } from './sketch-registers.ts';

/**
 * Appends the explicit sketch of `count` (1 to `explicitMax`) hashes: pairs (low, high), from pair
 * `from` on, ascending and distinct. This is the hot path of aggregation, where most sketches hold
 * one visitor: no view and no call per value.
 */
export function appendExplicit(
  target: GrowingBytes,
  hashes: Uint32Array,
  count: number,
  from: number,
): void {
  let at = target.reserve(explicitSketchBytes(count));
  const { bytes } = target;
  writeExplicitHeader(bytes, at);
  at += headerBytes;
  for (let word = from * 2; word < (from + count) * 2; word += 2) {
    const low = hashes[word]!;
    const high = hashes[word + 1]!;
    bytes[at] = high >>> 24;
    bytes[at + 1] = high >>> 16;
    bytes[at + 2] = high >>> 8;
    bytes[at + 3] = high;
    bytes[at + 4] = low >>> 24;
    bytes[at + 5] = low >>> 16;
    bytes[at + 6] = low >>> 8;
    bytes[at + 7] = low;
    at += 8;
  }
  target.length = at;
}

function writeExplicitHeader(bytes: Uint8Array, at: number): void {
  bytes[at] = explicitMark;
  bytes[at + 1] = parameterByte;
  bytes[at + 2] = cutoffByte;
}

/**
 * The union of two explicit sketches, or undefined where it has more than `explicitMax` values.
 * One pass over both.
 */
export function mergeExplicit(a: Uint8Array, b: Uint8Array): Uint8Array | undefined {
  const bytesMax = explicitSketchBytes(explicitMax);
  const merged = new Uint8Array(Math.min(a.length + b.length - headerBytes, bytesMax));
  writeExplicitHeader(merged, 0);
  let to = headerBytes;
  let atA = headerBytes;
  let atB = headerBytes;
  while (atA < a.length || atB < b.length) {
    if (to === bytesMax) return undefined;
    const order = compareValues(a, atA, b, atB);
    copyValue(merged, to, order <= 0 ? a : b, order <= 0 ? atA : atB);
    if (order <= 0) atA += 8;
    if (order >= 0) atB += 8;
    to += 8;
  }
  return to === merged.length ? merged : merged.slice(0, to);
}

/** Ascending as signed 64-bit integers; the end of a sketch comes after every value. */
function compareValues(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  if (atA >= a.length) return 1;
  if (atB >= b.length) return -1;
  const highA = wordAt(a, atA);
  const highB = wordAt(b, atB);
  if (highA !== highB) return highA < highB ? -1 : 1;
  return (wordAt(a, atA + 4) >>> 0) - (wordAt(b, atB + 4) >>> 0);
}

function copyValue(target: Uint8Array, to: number, source: Uint8Array, at: number): void {
  for (let index = 0; index < 8; index += 1) target[to + index] = source[at + index]!;
}
