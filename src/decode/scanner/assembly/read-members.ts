/** The members of a JSON object whose names are looked for: where their values lie. */
import { fieldOf } from './fields';
import {
  beginningOf,
  bytesOfGuess,
  fieldOfGuess,
  guessedMember,
  learnMember,
} from './member-guesses';
import { closingQuote, escapes, quote, skipSpace, stopsAt, textNull, valueEnd } from './read-json';
import { setJsonSpan } from './spans';

/**
 * Reads the object of [start, …), which a line feed must end. Of members of one name the last is
 * told.
 * @param table of the names that are looked for.
 * @returns behind the object and white space; 0 where it is no plain JSON object.
 */
export function readMembers(table: u32, start: usize): usize {
  let member = beginningOf(table);
  let at = start;
  while (true) {
    const guessed = guessedMember(member, at);
    if (guessed != 0) member = guessed;
    else {
      const end = objectEnd(at, start);
      if (end != 0) return end;
      member = parsedMember(table, member, at, start);
      if (member == 0) return 0;
    }
    const value = skipSpace(at + bytesOfGuess(member));
    const escapesBefore = escapes;
    at = memberEnd(value);
    if (at == 0) return 0;
    const field = fieldOfGuess(member);
    if (field >= 0) setJsonSpan(field, value, at, escapes != escapesBefore);
  }
}

/**
 * Any value: what is usual is read in place. Most strings are short and need neither a loop nor a
 * call.
 */
function memberEnd(value: usize): usize {
  if (load<u8>(value) != quote) {
    return load<u32>(value) == textNull ? value + 4 : valueEnd(value);
  }
  const stops = stopsAt(value + 1);
  if (stops != 0) {
    const end = value + 1 + ctz(stops);
    if (load<u8>(end) == quote) return end + 1;
  }
  return valueEnd(value);
}

/** Behind the brace that closes the object, and white space; 0 where there is none. */
function objectEnd(at: usize, start: usize): usize {
  let brace = skipSpace(at);
  if (at == start) {
    if (load<u8>(brace) != 0x7b) return 0;
    brace = skipSpace(brace + 1);
  }
  return load<u8>(brace) == 0x7d ? skipSpace(brace + 1) : 0;
}

/** The member from [at, …) on, read in full; 0 where there is none, or its name has an escape. */
function parsedMember(table: u32, before: usize, at: usize, start: usize): usize {
  const opening = skipSpace(at);
  if (load<u8>(opening) != (at == start ? <u8>0x7b : <u8>0x2c)) return 0;
  const name = skipSpace(opening + 1) + 1;
  if (load<u8>(name - 1) != quote) return 0;
  const escapesBefore = escapes;
  const nameEnd = closingQuote(name);
  // A name with an escape might be one that is looked for.
  if (nameEnd == 0 || escapes != escapesBefore) return 0;
  const colon = skipSpace(nameEnd + 1);
  if (load<u8>(colon) != 0x3a) return 0;
  const value = skipSpace(colon + 1);
  const field = fieldOf(table, name, <u32>(nameEnd - name));
  return learnMember(before, at, value, field);
}
