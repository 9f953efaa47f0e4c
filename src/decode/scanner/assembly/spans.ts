/** Where the value of each field of the line begins and ends, as JSON text; and plain readings. */
import { idBytesMax, spanEscapesBase, spansBase } from './layout';
import { isDigit } from './read-json';
import { valueOf } from './values';

/** The fields that have a value: a bit each. */
export let present: u64 = 0;

export function clearSpans(): void {
  present = 0;
}

export function setSpan(field: i32, start: usize, end: usize): void {
  present |= (<u64>1) << field;
  store<u32>(spansBase + ((<usize>field) << 3), <u32>start);
  store<u32>(spansBase + ((<usize>field) << 3), <u32>end, 4);
}

/** The same of a JSON text, and whether it holds an escape. */
export function setJsonSpan(field: i32, start: usize, end: usize, hasEscape: bool): void {
  setSpan(field, start, end);
  store<u8>(spanEscapesBase + <usize>field, u8(hasEscape));
}

export function startOf(field: i32): usize {
  return load<u32>(spansBase + ((<usize>field) << 3));
}

export function lengthOf(field: i32): u32 {
  if (((present >> field) & 1) == 0) return 0;
  const span = spansBase + ((<usize>field) << 3);
  return load<u32>(span, 4) - load<u32>(span);
}

/** The number of the field's value as it stands in the line. */
export function numberOf(field: i32): u32 {
  return valueOf(startOf(field), lengthOf(field));
}

/** Missing, null or the empty text. */
export function isAbsent(field: i32): bool {
  const bytes = lengthOf(field);
  if (bytes == 0) return true;
  const first = load<u8>(startOf(field));
  return (bytes == 2 && first == 0x22) || (bytes == 4 && first == 0x6e);
}

/** Whether the value is `true`. */
export function isTrue(field: i32): bool {
  return lengthOf(field) == 4 && load<u8>(startOf(field)) == 0x74;
}

/** Told of a number that is written in another way than digits, or is too large. */
export const noNumber: i64 = -1;

/**
 * A whole number that is written as at most `digitsMax` (up to 18) digits, with no zero before
 * others, as JSON writes it.
 */
export function digitsOf(field: i32, digitsMax: u32): i64 {
  const bytes = lengthOf(field);
  const start = startOf(field);
  if (bytes > digitsMax || bytes == 0) return noNumber;
  if (bytes > 1 && load<u8>(start) == 0x30) return noNumber;
  let number: i64 = 0;
  for (let at: u32 = 0; at < bytes; at += 1) {
    const byte = load<u8>(start + at);
    if (!isDigit(byte)) return noNumber;
    number = number * 10 + (byte - 0x30);
  }
  return number;
}

/** A JSON text that is not empty, holds no escape and is no longer than an id may be. */
export function isPlainText(field: i32): bool {
  const bytes = lengthOf(field);
  const start = startOf(field);
  if (bytes < 3 || bytes > idBytesMax + 2 || load<u8>(start) != 0x22) return false;
  return load<u8>(spanEscapesBase + <usize>field) == 0;
}
