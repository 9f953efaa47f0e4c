/**
 * Tables of prefix codes: what the next bits of the data mean, looked up at once.
 *
 * An entry: bits 0-7 = bits to take, with those that follow the codeword; bits 8-12 = bits of the
 * codeword; bits 13-15 = what it is; from bit 16 on a literal, the least length or distance, or the
 * first entry of a further table.
 */
import { codeBitsMax, lengthsBase, orderBase } from './layout';

/** What an entry is: a length or a distance where none of them is set. */
export const isLiteral: u32 = 1 << 13;
export const isFurther: u32 = 1 << 14;
/** The end of the block, or, where there is anything from bit 16 on, no symbol at all. */
export const isSpecial: u32 = 1 << 15;

const noSymbol: u32 = isSpecial | (1 << 16);

/** How many codewords there are of each length, and where the next one stands in the order. */
const counts = new StaticArray<u32>(16);
const places = new StaticArray<u32>(16);

/** Least length or distance of the symbols that have one, and bits that are added to it. */
const leastLength: StaticArray<u16> = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const lengthExtra: StaticArray<u8> = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const leastDistance: StaticArray<u16> = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];

/** Which of the three codes a table is of. */
export const ofLengths: u32 = 0;
export const ofLiterals: u32 = 1;
export const ofDistances: u32 = 2;

/** The entry of a symbol whose codeword has no bits yet. */
function meaningOf(kind: u32, symbol: u32): u32 {
  if (kind == ofLengths) return symbol << 16;
  if (kind == ofDistances) {
    if (symbol > 29) return noSymbol;
    const extra = symbol < 4 ? 0 : (symbol >> 1) - 1;
    return ((<u32>unchecked(leastDistance[symbol])) << 16) | extra;
  }
  if (symbol < 256) return (symbol << 16) | isLiteral;
  if (symbol == 256) return isSpecial;
  if (symbol > 285) return noSymbol;
  return ((<u32>unchecked(leastLength[symbol - 257])) << 16) | unchecked(lengthExtra[symbol - 257]);
}

/**
 * Makes the table of a code from the lengths of its codewords, which are a byte each.
 *
 * @param first of the symbols' bytes, from the beginning of the code lengths on.
 * @returns false where the lengths are none of a prefix code: too many codewords, or too few
 *   (but none at all, or a single one of one bit, are allowed where zlib allows them).
 */
export function buildTable(
  kind: u32,
  first: u32,
  symbols: u32,
  table: usize,
  tableBits: u32,
): bool {
  const lengths = lengthsBase + first;
  for (let bits: u32 = 0; bits <= codeBitsMax; bits += 1) unchecked((counts[bits] = 0));
  for (let symbol: u32 = 0; symbol < symbols; symbol += 1) {
    const bits = load<u8>(lengths + symbol);
    unchecked((counts[bits] += 1));
  }
  const used = symbols - unchecked(counts[0]);
  // Codewords of one bit more that are still free.
  let free: i32 = 1;
  for (let bits: u32 = 1; bits <= codeBitsMax; bits += 1) {
    free = (free << 1) - <i32>unchecked(counts[bits]);
    if (free < 0) return false;
  }
  const isSingle = used == 1 && unchecked(counts[1]) == 1 && kind != ofLengths;
  const isEmpty = used == 0 && kind == ofDistances;
  if (free > 0 && !isSingle && !isEmpty) return false;
  if (free > 0) fillEvery(table, 0, 1, 1 << tableBits, withBits(noSymbol, 1));
  orderSymbols(lengths, symbols);
  fillTable(kind, used, table, tableBits);
  return true;
}

/** Lists the symbols that have a codeword: by its length, then by symbol. */
function orderSymbols(lengths: usize, symbols: u32): void {
  let place: u32 = 0;
  for (let bits: u32 = 1; bits <= codeBitsMax; bits += 1) {
    unchecked((places[bits] = place));
    place += unchecked(counts[bits]);
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol += 1) {
    const bits = load<u8>(lengths + symbol);
    if (bits == 0) continue;
    store<u16>(orderBase + ((<usize>unchecked(places[bits])) << 1), <u16>symbol);
    unchecked((places[bits] += 1));
  }
}

/** Codewords come with their first bit lowest, so neighbours in the order are far apart. */
function fillTable(kind: u32, used: u32, table: usize, tableBits: u32): void {
  const furtherBits = codeBitsMax - tableBits;
  let furtherEnd: u32 = 1 << tableBits;
  let furtherOf: u32 = 0xffffffff;
  let furtherAt: u32 = 0;
  let codeword: u32 = 0;
  let bits: u32 = 1;
  let left: u32 = unchecked(counts[1]);
  for (let index: u32 = 0; index < used; index += 1) {
    while (left == 0) {
      bits += 1;
      left = unchecked(counts[bits]);
    }
    left -= 1;
    const symbol: u32 = load<u16>(orderBase + ((<usize>index) << 1));
    const meaning = meaningOf(kind, symbol);
    if (bits <= tableBits) {
      fillEvery(table, codeword, 1 << bits, 1 << tableBits, withBits(meaning, bits));
    } else {
      const head = codeword & ((1 << tableBits) - 1);
      if (head != furtherOf) {
        furtherOf = head;
        furtherAt = furtherEnd;
        furtherEnd += 1 << furtherBits;
        store<u32>(table + (head << 2), (furtherAt << 16) | isFurther);
      }
      const rest = bits - tableBits;
      const further = table + (furtherAt << 2);
      fillEvery(
        further,
        codeword >> tableBits,
        1 << rest,
        1 << furtherBits,
        withBits(meaning, bits),
      );
    }
    codeword = nextCodeword(codeword, bits);
  }
}

/** An entry whose codeword has so many bits, in this table. */
function withBits(meaning: u32, bits: u32): u32 {
  return meaning + bits + (bits << 8);
}

function fillEvery(table: usize, from: u32, step: u32, until: u32, entry: u32): void {
  for (let at = from; at < until; at += step) store<u32>(table + (at << 2), entry);
}

/** Adds one to a number whose highest bit is its lowest. Of longer ones the new bits are zero. */
function nextCodeword(codeword: u32, bits: u32): u32 {
  let bit: u32 = 1 << (bits - 1);
  while ((codeword & bit) != 0) bit >>= 1;
  return bit == 0 ? 0 : (codeword & (bit - 1)) | bit;
}
