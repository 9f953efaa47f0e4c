/**
 * What lies where in the memory that the inflater shares with its caller, in bytes from 0. The
 * compiler's own data is far below `firstBytes`. All of it is less than the ten pages of 64 KiB
 * that the module is built with.
 */

const kibibyte: usize = 1024;
const firstBytes: usize = 16 * kibibyte;

/** How far back deflate data may point (RFC 1951). */
export const windowBytes: usize = 32 * kibibyte;

/**
 * Inflated bytes: those of before that may still be pointed to, then a piece for the caller, then
 * room for what one step writes at most: a match of 258 bytes, and less than 64 behind it.
 */
export const windowBase: usize = firstBytes;
export const pieceBase: usize = windowBase + windowBytes;
export const pieceBytes: usize = 256 * kibibyte;
const stepRoom: usize = 512;

/** Deflate data. Bits are loaded eight bytes at a time, also at its end. */
export const inputBase: usize = pieceBase + pieceBytes + stepRoom;
export const inputBytes: usize = 256 * kibibyte;
const inputRoom: usize = inputBytes + 64;

/** Bits that the next one is above where data is read quickly; they are anything. */
export const lowBits: u32 = 2;

/** Longest code of a symbol, and most symbols: of literals and lengths, and 32 of distances. */
export const codeBitsMax: u32 = 15;
export const literalsMax: u32 = 288;
export const symbolsMax: u32 = literalsMax + 32;

/** Code lengths of the block's symbols, a byte each. */
export const lengthsBase: usize = inputBase + inputRoom;
const lengthsRoom: usize = symbolsMax;

/** Symbols of a code in order of their codewords, half a word each. */
export const orderBase: usize = lengthsBase + lengthsRoom;
const orderRoom: usize = <usize>symbolsMax * 2;

/** What the symbols mean, a word each: of both codes, and 19 code lengths. */
export const meaningsBase: usize = orderBase + orderRoom;
const meaningsRoom: usize = (<usize>symbolsMax + 19) * 4;

/** For each distance below 16 how it repeats in 16 bytes. */
export const patternsBase: usize = meaningsBase + meaningsRoom;
const patternsRoom: usize = 16 * 16;

/**
 * Tables of a code: an entry, which is a word, by the next bits of the data; where the codeword has
 * more than those, the entry names a table of the bits behind them. Two codewords at least begin
 * with the same bits there, so there are at most half as many such tables as symbols.
 */
export const literalBits: u32 = 11;
export const literalTable: usize = patternsBase + patternsRoom;
const literalEntries: usize =
  (1 << literalBits) + (literalsMax / 2) * (1 << (codeBitsMax - literalBits));
export const distanceBits: u32 = 9;
export const distanceTable: usize = literalTable + literalEntries * 4;
const distanceEntries: usize = (1 << distanceBits) + (32 / 2) * (1 << (codeBitsMax - distanceBits));
/** The code of the code lengths that a block begins with. */
export const lengthBits: u32 = 7;
export const lengthTable: usize = distanceTable + distanceEntries * 4;
