/** The members of a JSON object whose names are looked for: where their values lie. */
import { fieldOf } from './fields';
import { clearEscape, closingQuote, hasEscape, skipSpace, valueEnd } from './read-json';
import { setSpan } from './spans';

/**
 * @param table of the names that are looked for.
 * @returns false where [start, end), which a line feed follows, is no plain JSON object. Of members
 * of one name the last is told.
 */
export function readMembers(table: u32, start: usize, end: usize): bool {
  let at = skipSpace(start);
  if (load<u8>(at) != 0x7b) return false;
  at = skipSpace(at + 1);
  if (load<u8>(at) == 0x7d) return skipSpace(at + 1) == end;
  while (load<u8>(at) == 0x22) {
    const name = at + 1;
    clearEscape();
    const nameEnd = closingQuote(name);
    // A name with an escape might be one that is looked for.
    if (nameEnd == 0 || hasEscape) return false;
    const colon = skipSpace(nameEnd + 1);
    if (load<u8>(colon) != 0x3a) return false;
    const value = skipSpace(colon + 1);
    const valueUntil = valueEnd(value);
    if (valueUntil == 0) return false;
    const field = fieldOf(table, name, <u32>(nameEnd - name));
    if (field >= 0) setSpan(field, value, valueUntil);
    at = skipSpace(valueUntil);
    const next = load<u8>(at);
    if (next == 0x7d) return skipSpace(at + 1) == end;
    if (next != 0x2c) return false;
    at = skipSpace(at + 1);
  }
  return false;
}
