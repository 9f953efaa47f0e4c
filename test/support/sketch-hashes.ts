/** Sets of 64-bit hashes as tests name them, in the form that sketches are made from. */
import { bytesFromText } from '../../src/base/bytes.ts';
import { murmur3, murmur3Words } from '../../src/base/murmur3.ts';
import { sketchFromSortedHashes } from '../../src/model/sketch.ts';

/** The sketch of a set of signed 64-bit integers in any order, repetitions allowed. */
export function sketchOf(values: Iterable<bigint> | BigInt64Array): Uint8Array {
  const hashes = hashesFromValues(values);
  return sketchFromSortedHashes(hashes, hashes.length / 2);
}

/** Pairs (low, high), ascending as signed 64-bit integers, distinct. */
export function hashesFromValues(values: Iterable<bigint> | BigInt64Array): Uint32Array {
  const sorted = BigInt64Array.from(new Set(values)).sort();
  const hashes = new Uint32Array(sorted.length * 2);
  sorted.forEach((value, index) => {
    hashes[index * 2] = Number(BigInt.asUintN(32, value));
    hashes[index * 2 + 1] = Number(BigInt.asUintN(32, value >> 32n));
  });
  return hashes;
}

/** The hashes of `visitor-<from>` to `visitor-<until - 1>`, in that order. */
export function visitorHashes(from: number, until: number): BigInt64Array {
  const words = new Uint32Array((until - from) * 2);
  for (let number = from; number < until; number += 1) {
    murmur3(bytesFromText(`visitor-${number}`));
    words.set(murmur3Words.subarray(0, 2), (number - from) * 2);
  }
  return new BigInt64Array(words.buffer);
}
