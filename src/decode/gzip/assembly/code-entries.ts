/**
 * Entries of the tables of prefix codes: what the next bits of the data mean.
 *
 * Bits 0-5: bits to take, with those that follow the codeword. All 64-bit shifts look at so many
 * bits of their count only, so an entry is shifted by as it is.
 * Bits 6-7: how many literals it is, which are then its bytes from bit 8 on, the first one lowest.
 * Else bits 8-12: bits of the codeword and `lowBits`; 13-14: what it is; from bit 16 on: the least
 * length or distance, or how many bytes behind the table's beginning a further table is.
 */
import { codeBitsMax, literalsMax, lowBits, meaningsBase } from './layout';

export const areLiterals: u32 = 3 << 6;
export const oneLiteral: u32 = 1 << 6;

/** What else an entry is: a length or a distance where neither is set. */
export const isFurther: u32 = 1 << 13;
/** The end of the block, or, where there is anything from bit 16 on, no symbol at all. */
export const isSpecial: u32 = 1 << 14;

const noSymbol: u32 = isSpecial | (1 << 16);

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

/** Which of the three codes a table is of: where its symbols begin in the list of meanings. */
export const ofLiterals: u32 = 0;
export const ofDistances: u32 = literalsMax;
export const ofLengths: u32 = literalsMax + 32;

/** Once, for an entry is made from each of them with every block. */
export function listMeanings(): void {
  for (let symbol: u32 = 0; symbol < literalsMax; symbol += 1) {
    setMeaning(ofLiterals + symbol, meaningOfLiteral(symbol));
  }
  for (let symbol: u32 = 0; symbol < 32; symbol += 1) {
    setMeaning(ofDistances + symbol, meaningOfDistance(symbol));
  }
  for (let symbol: u32 = 0; symbol < 19; symbol += 1) {
    setMeaning(ofLengths + symbol, symbol << 16);
  }
}

function setMeaning(place: u32, meaning: u32): void {
  store<u32>(meaningsBase + ((<usize>place) << 2), meaning);
}

function meaningOfLiteral(symbol: u32): u32 {
  if (symbol < 256) return (symbol << 8) | oneLiteral;
  if (symbol == 256) return isSpecial;
  if (symbol > 285) return noSymbol;
  return ((<u32>unchecked(leastLength[symbol - 257])) << 16) | unchecked(lengthExtra[symbol - 257]);
}

function meaningOfDistance(symbol: u32): u32 {
  if (symbol > 29) return noSymbol;
  const extra = symbol < 4 ? 0 : (symbol >> 1) - 1;
  return ((<u32>unchecked(leastDistance[symbol])) << 16) | extra;
}

/** The entry of a symbol of a code whose codeword has so many bits. */
export function entryOf(kind: u32, symbol: u32, bits: u32): u32 {
  return withBits(load<u32>(meaningsBase + ((<usize>(kind + symbol)) << 2)), bits);
}

/** The entry of a codeword that stands for nothing. */
export function entryOfNone(): u32 {
  return withBits(noSymbol, 1);
}

function withBits(meaning: u32, bits: u32): u32 {
  if ((meaning & areLiterals) != 0) return meaning + bits;
  return meaning + bits + ((bits + lowBits) << 8);
}

/** The entry that the bits behind a codeword's first ones lead to; `word` begins with those. */
export function furtherEntry(table: usize, tableBits: u32, entry: u32, word: u64): u32 {
  const index = (<usize>(word >> tableBits)) & ((1 << (codeBitsMax - tableBits)) - 1);
  return load<u32>(table + <usize>(entry >> 16) + (index << 2));
}

/** A length or a distance: the least one, and what follows the codeword. */
export function amountOf(entry: u32, word: u64): u32 {
  const both = word & ~((<u64>-1) << (entry + lowBits));
  return (entry >> 16) + <u32>(both >> (entry >> 8));
}
