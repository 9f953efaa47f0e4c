/** Deflate data written by hand: one last block, in codes that no compressor would choose. */

/** A literal or the end of the block (256), or a match by its symbols and what follows them. */
export type Symbols = {
  readonly literal: number;
  readonly lengthExtra?: number;
  readonly distance?: number;
  readonly distanceExtra?: number;
};

export type CodedBlock = {
  /** Bits of the codeword of each symbol, 0 for none. */
  readonly literalBits: readonly number[];
  readonly distanceBits: readonly number[];
  readonly symbols: readonly Symbols[];
};

const lengthsOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

export function deflateBlock({ literalBits, distanceBits, symbols }: CodedBlock): Buffer {
  const bits: number[] = [];
  const add = (value: number, count: number): void => {
    for (let bit = 0; bit < count; bit += 1) bits.push((value >> bit) & 1);
  };
  add(1, 1);
  add(2, 2);
  add(literalBits.length - 257, 5);
  add(distanceBits.length - 1, 5);
  add(lengthsOrder.length - 4, 4);
  // Each length up to 15 is told by four bits of its own.
  for (const length of lengthsOrder) add(length < 16 ? 4 : 0, 3);
  for (const length of [...literalBits, ...distanceBits]) add(reversed(length, 4), 4);
  const literals = codewords(literalBits);
  const distances = codewords(distanceBits);
  for (const { literal, lengthExtra, distance, distanceExtra } of symbols) {
    add(literals[literal]!, literalBits[literal]!);
    if (literal <= 256) continue;
    add(lengthExtra!, extraOfLength(literal));
    add(distances[distance!]!, distanceBits[distance!]!);
    add(distanceExtra!, extraOfDistance(distance!));
  }
  const data = Buffer.alloc(Math.ceil(bits.length / 8));
  bits.forEach((bit, at) => (data[at >> 3]! |= bit << (at & 7)));
  return data;
}

export function extraOfLength(symbol: number): number {
  return symbol < 265 || symbol === 285 ? 0 : (symbol - 261) >> 2;
}

export function extraOfDistance(symbol: number): number {
  return symbol < 4 ? 0 : (symbol >> 1) - 1;
}

/** As RFC 1951 numbers them, the first bit lowest. */
function codewords(bits: readonly number[]): number[] {
  const found = bits.map(() => 0);
  let next = 0;
  for (let length = 1; length <= 15; length += 1) {
    bits.forEach((own, symbol) => {
      if (own === length) found[symbol] = reversed(next++, length);
    });
    next *= 2;
  }
  return found;
}

function reversed(value: number, bits: number): number {
  let found = 0;
  for (let bit = 0; bit < bits; bit += 1) found |= ((value >> bit) & 1) << (bits - 1 - bit);
  return found;
}
