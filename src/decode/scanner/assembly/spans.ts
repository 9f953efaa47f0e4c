/** Where the value of each field of the line begins and ends, as JSON text; and plain readings. */
import { spansBase } from './layout';
import { isDigit } from './read-json';

export function setSpan(field: i32, start: usize, end: usize): void {
  store<u32>(spansBase + ((<usize>field) << 3), <u32>start);
  store<u32>(spansBase + ((<usize>field) << 3), <u32>end, 4);
}

export function startOf(field: i32): usize {
  return load<u32>(spansBase + ((<usize>field) << 3));
}

export function lengthOf(field: i32): u32 {
  const span = spansBase + ((<usize>field) << 3);
  return load<u32>(span, 4) - load<u32>(span);
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

/** A whole number that is written as at most `digitsMax` (up to 18) digits. */
export function digitsOf(field: i32, digitsMax: u32): i64 {
  const bytes = lengthOf(field);
  const start = startOf(field);
  if (bytes > digitsMax || bytes == 0) return noNumber;
  let number: i64 = 0;
  for (let at: u32 = 0; at < bytes; at += 1) {
    const byte = load<u8>(start + at);
    if (!isDigit(byte)) return noNumber;
    number = number * 10 + (byte - 0x30);
  }
  return number;
}
