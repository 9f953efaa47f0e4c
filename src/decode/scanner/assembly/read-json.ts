/**
 * JSON of RFC 8259 in UTF-8, told valid and measured without building anything. Every function
 * takes the address where something begins and returns the address behind it, or 0 where it is not
 * valid JSON, or of a kind that the plain path shall judge. Whatever is read ends with a line feed,
 * which is valid nowhere within a line, so that no end has to be looked for: reading stops there.
 */

import { isUtf8 } from './percent';

/** Grows with every escape in a string. */
export let escapes: u32 = 0;

export const quote: u8 = 0x22;
const backslash: u8 = 0x5c;

/** Levels of nested values that are followed: one bit each tells objects from lists. */
const depthMax: i32 = 64;

/** Space, tab and CR; usually there is none, or one space. */
export function skipSpace(start: usize): usize {
  let at = start;
  while (true) {
    const byte = load<u8>(at);
    if (byte > 0x20) return at;
    if (byte != 0x20 && byte != 0x09 && byte != 0x0d) return at;
    at += 1;
  }
}

/** What a string cannot pass over, the closing quote and wide bytes too: a bit for each of 16. */
export function stopsAt(at: usize): i32 {
  const bytes = v128.load(at);
  const quotes = v128.eq<u8>(bytes, v128.splat<u8>(quote));
  const backslashes = v128.eq<u8>(bytes, v128.splat<u8>(backslash));
  // As signed numbers, bytes above 7F are below control characters.
  const others = v128.lt<i8>(bytes, v128.splat<i8>(0x20));
  return v128.bitmask<u8>(v128.or(v128.or(quotes, backslashes), others));
}

/** @param start behind the opening quote. @returns the closing quote's address. */
export function closingQuote(start: usize): usize {
  let at = start;
  let isWide = false;
  while (true) {
    const stops = stopsAt(at);
    if (stops == 0) {
      at += 16;
      continue;
    }
    at += ctz(stops);
    const byte = load<u8>(at);
    if (byte == quote) return !isWide || isUtf8(start, at) ? at : 0;
    if (byte > 0x7f) {
      isWide = true;
      at = wideEnd(at + 1);
    } else {
      if (byte != backslash) return 0;
      escapes += 1;
      at = escapeEnd(at + 1);
      if (at == 0) return 0;
    }
  }
}

/** Behind bytes above 7F: where there is one, there are mostly more. */
function wideEnd(start: usize): usize {
  let at = start;
  while (load<u8>(at) > 0x7f) at += 1;
  return at;
}

/** @param at behind the backslash. */
function escapeEnd(at: usize): usize {
  const byte = load<u8>(at);
  switch (byte) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 1;
    case 0x75: // u
      for (let digit: usize = 1; digit <= 4; digit += 1) {
        if (!isHexDigit(load<u8>(at + digit))) return 0;
      }
      return at + 5;
    default:
      return 0;
  }
}

function isHexDigit(byte: u8): bool {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

export function isDigit(byte: u8): bool {
  return byte - 0x30 < 10;
}

/** Any value: string, number, literal, object or list. */
export function valueEnd(at: usize): usize {
  const byte = load<u8>(at);
  if (byte == quote) {
    const end = closingQuote(at + 1);
    return end == 0 ? 0 : end + 1;
  }
  if (byte == 0x7b || byte == 0x5b) return nestedEnd(at);
  return scalarEnd(at, byte);
}

const textTrue: u32 = 0x65757274;
const textFals: u32 = 0x736c6166;
export const textNull: u32 = 0x6c6c756e;

function scalarEnd(at: usize, byte: u8): usize {
  if (byte == 0x2d || isDigit(byte)) return numberEnd(at, byte);
  const word = load<u32>(at);
  if (word == textTrue || word == textNull) return at + 4;
  return word == textFals && load<u8>(at + 4) == 0x65 ? at + 5 : 0;
}

function numberEnd(start: usize, first: u8): usize {
  let at = first == 0x2d ? start + 1 : start;
  // No zero may lead other digits.
  if (load<u8>(at) == 0x30) at += 1;
  else at = digitsEnd(at);
  if (at == 0) return 0;
  if (load<u8>(at) == 0x2e) {
    at = digitsEnd(at + 1);
    if (at == 0) return 0;
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    const sign = load<u8>(at + 1);
    at = digitsEnd(sign == 0x2b || sign == 0x2d ? at + 2 : at + 1);
  }
  return at;
}

/** At least one digit. */
function digitsEnd(start: usize): usize {
  let at = start;
  while (isDigit(load<u8>(at))) at += 1;
  return at == start ? 0 : at;
}

/** Levels of the nested value that is read; a bit for each, the innermost lowest: 1 = object. */
let depth: i32 = 0;
let kinds: u64 = 0;

/** @param start an opening brace or bracket. */
function nestedEnd(start: usize): usize {
  let at = start;
  depth = 0;
  kinds = 0;
  while (at != 0) {
    const byte = load<u8>(at);
    if (byte == 0x7b || byte == 0x5b) at = innerValue(at, byte);
    else {
      at = valueEnd(at);
      if (at != 0) at = nextValue(skipSpace(at));
    }
    if (depth == 0) return at;
  }
  return 0;
}

/** Into an object or list: to its first value, or past it where it is empty. */
function innerValue(start: usize, byte: u8): usize {
  if (depth == depthMax) return 0;
  const isObject = byte == 0x7b;
  depth += 1;
  kinds = (kinds << 1) | u64(isObject);
  const at = skipSpace(start + 1);
  if (load<u8>(at) == (isObject ? <u8>0x7d : <u8>0x5d)) return nextValue(at);
  return isObject ? memberValue(at) : at;
}

/** From behind a value to the next one; behind the last bracket where that was all. */
function nextValue(start: usize): usize {
  let at = start;
  while (true) {
    const isObject = (kinds & 1) == 1;
    const next = load<u8>(at);
    if (next == 0x2c) {
      at = skipSpace(at + 1);
      return isObject ? memberValue(at) : at;
    }
    if (next != (isObject ? <u8>0x7d : <u8>0x5d)) return 0;
    depth -= 1;
    kinds >>= 1;
    if (depth == 0) return at + 1;
    at = skipSpace(at + 1);
  }
}

/** From a member's key to its value. */
function memberValue(at: usize): usize {
  if (load<u8>(at) != quote) return 0;
  const end = closingQuote(at + 1);
  if (end == 0) return 0;
  const colon = skipSpace(end + 1);
  return load<u8>(colon) == 0x3a ? skipSpace(colon + 1) : 0;
}
