/**
 * The sketch behind a distinct count: a set of 64-bit hashes, exact up to 1,280 values and an
 * HyperLogLog above, in bytes that PostgreSQL's extension `hll` reads and would write itself.
 *
 * A hash is a pair of 32-bit words (low, high). "Ascending" means as signed 64-bit integers.
 */
import { GrowingBytes } from '../base/bytes.ts';
import { estimateFromRegisters } from './sketch-estimate.ts';
import { appendExplicit } from './sketch-explicit.ts';
import {
  emptyMark,
  emptySketch,
  explicitMark,
  explicitMax,
  explicitSketchBytes,
  headerBytes,
  sketchBytesMax,
} from './sketch-format.ts';
import { addHash, addSketch, appendRegisters, emptyRegisters } from './sketch-registers.ts';

export { emptySketch, explicitMax, explicitSketchBytes, sketchBytesMax };
export { checkSketch, isExplicitSketch } from './sketch-check.ts';
export { SketchUnion, unionSketches } from './sketch-union.ts';

/**
 * Appends the sketch of `count` hashes to a shared buffer, without an array of its own, and
 * returns its estimate, which `sketchEstimate` would compute from the same bytes.
 *
 * `hashes` holds pairs (low, high), ascending and distinct; those from pair `from` on are taken.
 * This is not checked: it is called some millions of times a second.
 */
export function appendSketch(
  target: GrowingBytes,
  hashes: Uint32Array,
  count: number,
  from = 0,
): number {
  if (count > explicitMax) return appendMany(target, hashes, count, from);
  if (count === 0) target.append(emptySketch);
  else appendExplicit(target, hashes, count, from);
  return count;
}

function appendMany(
  target: GrowingBytes,
  hashes: Uint32Array,
  count: number,
  from: number,
): number {
  const registers = emptyRegisters();
  for (let word = from * 2; word < (from + count) * 2; word += 2) {
    addHash(registers, hashes[word]!, hashes[word + 1]!);
  }
  appendRegisters(target, registers);
  return estimateFromRegisters(registers);
}

/**
 * The sketch of the first `count` hashes as an array of its own. `hashes` holds pairs (low,
 * high), ascending and distinct.
 */
export function sketchFromSortedHashes(hashes: Uint32Array, count: number): Uint8Array {
  const target = new GrowingBytes(Math.min(explicitSketchBytes(count), sketchBytesMax));
  appendSketch(target, hashes, count);
  return target.length === target.bytes.length ? target.bytes : target.slice();
}

/**
 * How many values a sound sketch (`checkSketch`) stands for: a whole number, exact up to
 * `explicitMax` values.
 */
export function sketchEstimate(sketch: Uint8Array): number {
  if (sketch[0] === explicitMark) return (sketch.length - headerBytes) / 8;
  if (sketch[0] === emptyMark) return 0;
  const registers = emptyRegisters();
  addSketch(registers, sketch);
  return estimateFromRegisters(registers);
}
