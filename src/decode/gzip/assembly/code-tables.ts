/** Tables of prefix codes, looked up by the next bits of the data. */
import {
  areLiterals,
  entryOf,
  entryOfNone,
  isFurther,
  ofLengths,
  ofLiterals,
} from './code-entries';
import { codeBitsMax, lengthsBase, orderBase } from './layout';

/** How many codewords there are of each length, and where the next one stands in the order. */
const counts = new StaticArray<u32>(16);
const places = new StaticArray<u32>(16);

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
  // Where no code length has a codeword the block is refused too, once all of its head is there.
  const isEmpty = used == 0 && kind != ofLiterals;
  if (free > 0 && !isSingle && !isEmpty) return false;
  store<u32>(table, entryOfNone());
  store<u32>(table, entryOfNone(), 4);
  orderSymbols(lengths, symbols);
  fillTable(kind, used, table, tableBits);
  if (kind == ofLiterals) joinLiterals(table, tableBits);
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

/**
 * The table of so many bits is that of one bit less twice, but for the codewords that have so many:
 * copying it is quicker than writing each entry wherever it belongs.
 */
function fillTable(kind: u32, used: u32, table: usize, tableBits: u32): void {
  let index: u32 = 0;
  let codeword: u32 = 0;
  for (let bits: u32 = 1; bits <= tableBits; bits += 1) {
    const size: usize = 1 << (bits + 1);
    if (bits > 1) copyTable(table, size);
    for (let left = unchecked(counts[bits]); left > 0; left -= 1) {
      store<u32>(table + (codeword << 2), entryOf(kind, symbolAt(index), bits));
      codeword = nextCodeword(codeword, bits);
      index += 1;
    }
  }
  if (index < used) fillFurther(kind, index, used, codeword, table, tableBits);
}

/** Copies so many bytes behind themselves, and up to 16 more. */
function copyTable(table: usize, bytes: usize): void {
  for (let at = table; at < table + bytes; at += 16) v128.store(at + bytes, v128.load(at));
}

/** The codewords that have more bits than the table: each in that of those with its first bits. */
function fillFurther(
  kind: u32,
  first: u32,
  used: u32,
  firstCodeword: u32,
  table: usize,
  tableBits: u32,
): void {
  const furtherSize: u32 = 1 << (codeBitsMax - tableBits);
  let furtherAt = (1 << tableBits) - furtherSize;
  let headBefore: u32 = 0xffffffff;
  let codeword = firstCodeword;
  let bits = tableBits + 1;
  let left = unchecked(counts[bits]);
  for (let index = first; index < used; index += 1) {
    while (left == 0) {
      bits += 1;
      left = unchecked(counts[bits]);
    }
    left -= 1;
    const head = codeword & ((1 << tableBits) - 1);
    if (head != headBefore) {
      headBefore = head;
      furtherAt += furtherSize;
      store<u32>(table + (head << 2), (furtherAt << 18) | isFurther);
    }
    const entry = entryOf(kind, symbolAt(index), bits);
    for (let at = codeword >> tableBits; at < furtherSize; at += 1 << (bits - tableBits)) {
      store<u32>(table + ((furtherAt + at) << 2), entry);
    }
    codeword = nextCodeword(codeword, bits);
  }
}

function symbolAt(index: u32): u32 {
  return load<u16>(orderBase + ((<usize>index) << 1));
}

/** Adds one to a number whose highest bit is its lowest. Of longer ones the new bits are zero. */
function nextCodeword(codeword: u32, bits: u32): u32 {
  const zeros = codeword ^ ((1 << bits) - 1);
  if (zeros == 0) return 0;
  const bit: u32 = 1 << (31 - clz(zeros));
  return (codeword & (bit - 1)) | bit;
}

/**
 * Joins up to three literals whose codewords fit into the bits of one look-up: a sixth of the time
 * of inflating short lines, a twelfth of that of long ones, and the joining itself a thirtieth (all
 * measured). What follows has an entry with a smaller number, which is still that of one symbol.
 */
function joinLiterals(table: usize, tableBits: u32): void {
  for (let index: i32 = (1 << tableBits) - 1; index >= 0; index -= 1) {
    let entry = load<u32>(table + (index << 2));
    if ((entry & areLiterals) == 0) continue;
    let bits = entry & 63;
    const second = load<u32>(table + ((index >> bits) << 2));
    if ((second & areLiterals) == 0) continue;
    bits += second & 63;
    if (bits > tableBits) continue;
    entry = (entry & 0xff00) | ((second & 0xff00) << 8) | (2 << 6) | bits;
    const third = load<u32>(table + ((index >> bits) << 2));
    if ((third & areLiterals) != 0 && bits + (third & 63) <= tableBits) {
      entry = (entry & 0xffff00) | ((third & 0xff00) << 16) | (3 << 6) | (bits + (third & 63));
    }
    store<u32>(table + (index << 2), entry);
  }
}
