/**
 * The cardinality of registers by the classic estimator of HyperLogLog (Flajolet and others,
 * 2007) with its two corrections, operation for operation as PostgreSQL's extension computes it.
 */
import { indexBits, registerCount, registerMax } from './sketch-format.ts';

/** Corrects the bias of the harmonic mean; the constant for 128 registers and more. */
const alpha = 0.7213 / (1 + 1.079 / registerCount);

/** Below 2.5 per register, empty registers tell more than the mean: linear counting. */
const smallRangeMax = (5 * registerCount) / 2;

/** How many hashes can be told apart by register and value. */
const distinguishable = 2 ** (indexBits + registerMax - 1);

/** Above this, hashes that collide are corrected for. No real site comes near it. */
const largeRangeMin = distinguishable / 30;

/** 2^-value of each value a register can have. */
const inversePowers = Float64Array.from({ length: registerMax + 1 }, (_, value) => 2 ** -value);

/**
 * The cardinality as a whole number, halves rounded up.
 *
 * Where the large-range correction has no value (every register near its maximum, which only
 * forged hashes reach) the extension returns NaN, and this the greatest it can tell: 6.5 * 10^14.
 */
export function estimateFromRegisters(registers: Uint8Array): number {
  let sum = 0;
  let emptyCount = 0;
  // All terms are powers of two no smaller than 2^-31, so the sum is exact in any order.
  for (let index = 0; index < registerCount; index += 1) {
    const value = registers[index]!;
    sum += inversePowers[value]!;
    if (value === 0) emptyCount += 1;
  }
  return Math.round(correctedEstimate((alpha * registerCount * registerCount) / sum, emptyCount));
}

function correctedEstimate(estimate: number, emptyCount: number): number {
  if (emptyCount !== 0 && estimate < smallRangeMax) {
    return registerCount * Math.log(registerCount / emptyCount);
  }
  if (estimate <= largeRangeMin) return estimate;
  return -distinguishable * Math.log(Math.max(1 - estimate / distinguishable, Number.EPSILON / 2));
}
