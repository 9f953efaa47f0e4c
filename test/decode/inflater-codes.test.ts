/** Codes and matches that a compressor seldom makes, inflated as zlib inflates them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deflateBlock, extraOfDistance, extraOfLength } from './deflate-block.ts';
import type { CodedBlock, Symbols } from './deflate-block.ts';
import { byInflater, byZlib } from './inflated.ts';

type Draw = (below: number) => number;

/** Numbers from a seed, which fast-check prints. */
function drawFrom(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Codeword lengths of a whole code: leaves are split until there are enough, or none can be. */
function wholeCode(draw: Draw, symbols: number, used: number): number[] {
  const leaves = [1, 1];
  // The more often the last leaf is split, the longer codewords get.
  const depth = draw(10);
  while (leaves.length < used) {
    const at = draw(10) < depth ? leaves.length - 1 : draw(leaves.length);
    if (leaves[at]! === 15) break;
    leaves[at]! += 1;
    leaves.push(leaves[at]!);
  }
  const bits = Array.from({ length: symbols }, () => 0);
  for (const leaf of leaves) {
    let symbol = draw(symbols);
    while (bits[symbol] !== 0) symbol = (symbol + 1) % symbols;
    bits[symbol] = leaf;
  }
  return bits;
}

/** A code of literals and lengths in which the block's end has a codeword. */
function literalCode(draw: Draw): number[] {
  const bits = wholeCode(draw, 286, 2 + draw(285));
  if (bits[256] === 0) {
    const other = bits.findIndex((length) => length > 0);
    bits[256] = bits[other]!;
    bits[other] = 0;
  }
  return bits;
}

function distanceCode(draw: Draw): number[] {
  const kind = draw(8);
  if (kind === 0) return [0];
  if (kind === 1) return [...Array.from({ length: draw(30) }, () => 0), 1];
  return wholeCode(draw, 30, 2 + draw(29));
}

function blockFrom(seed: number): CodedBlock {
  const draw = drawFrom(seed);
  const literalBits = literalCode(draw);
  const distanceBits = distanceCode(draw);
  const known = (bits: readonly number[]): number[] =>
    bits.flatMap((length, symbol) => (length > 0 && symbol !== 256 ? [symbol] : []));
  const literals = known(literalBits);
  const lengths = literals.filter((symbol) => symbol > 256);
  const distances = known(distanceBits);
  const symbols: Symbols[] = [];
  const count = draw(draw(4) === 0 ? 20_000 : 200);
  const matches = draw(10);
  for (let at = 0; at < count; at += 1) {
    const isMatch = draw(10) < matches && distances.length > 0 && lengths.length > 0;
    const literal = isMatch ? lengths[draw(lengths.length)]! : literals[draw(literals.length)]!;
    if (literal > 256 && distances.length === 0) continue;
    // Whether it points before the beginning is left to chance, the less the longer the data is.
    const distance = distances[draw(Math.min(distances.length, 1 + at))] ?? 0;
    const lengthExtra = draw(1 << extraOfLength(literal));
    const distanceExtra = draw(1 << extraOfDistance(distance));
    symbols.push({ literal, lengthExtra, distance, distanceExtra });
  }
  return { literalBits, distanceBits, symbols: [...symbols, { literal: 256 }] };
}

const seeds = fc.integer({ min: 1, max: 2 ** 31 });
const pieceBytes = fc.constantFrom(7, 1000, 300_000);

test('codewords of all lengths are read as zlib reads them', async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(seeds, pieceBytes, async (seed, size) => {
      const data = deflateBlock(blockFrom(seed));
      const found = await byInflater(data, size);
      kinds.add(found.kind);
      expect(found).toEqual(byZlib(data));
    }),
    { numRuns: 600 },
  );
  expect([...kinds].sort()).toEqual(['damaged', 'inflated']);
});

test('codes with a codeword too few or too many are refused as zlib refuses them', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, fc.nat(285), fc.nat(15), async (seed, symbol, length) => {
      const block = blockFrom(seed);
      const literalBits = block.literalBits.with(symbol, length);
      const data = deflateBlock({ ...block, literalBits });
      expect(await byInflater(data, 1000)).toEqual(byZlib(data));
    }),
    { numRuns: 300 },
  );
});

test('near matches of all lengths are copied, also over the end of a piece', async () => {
  const lengthSymbols = [257, 258, 261, 264, 265, 269, 273, 276, 277, 280, 281, 284, 285];
  for (let distance = 0; distance < 14; distance += 1) {
    const draw = drawFrom(distance + 1);
    const matches = Array.from({ length: 9000 }, () => {
      const literal = lengthSymbols[draw(lengthSymbols.length)]!;
      const lengthExtra = draw(1 << extraOfLength(literal));
      return {
        literal,
        lengthExtra,
        distance,
        distanceExtra: draw(1 << extraOfDistance(distance)),
      };
    });
    const literals = Array.from({ length: 200 }, (_, at) => ({ literal: (at * 7) & 255 }));
    // A new byte now and then, so that what repeats is never the same for long.
    const mixed = matches.flatMap((match, at) => [match, { literal: at & 255 }]);
    const data = deflateBlock({
      literalBits: Array.from({ length: 286 }, (_, symbol) => (symbol < 226 ? 8 : 9)),
      distanceBits: Array.from({ length: 16 }, () => 4),
      symbols: [...literals, ...mixed, { literal: 256 }],
    });
    const expected = byZlib(data);
    expect(expected.kind).toBe('inflated');
    expect(await byInflater(data, 1000)).toEqual(expected);
    expect(await byInflater(data, 300_000)).toEqual(expected);
  }
});
