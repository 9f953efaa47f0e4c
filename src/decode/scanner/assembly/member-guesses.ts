/**
 * Members of JSON objects as they were met before: the text from behind the value before one to its
 * own value (`, "action": `), and which ones followed it last. Lines of an archive name the same
 * members in the same order, so that one comparison mostly does what it takes to read the comma,
 * the white space, the name and the colon, and to look the name up: 0.94 s of scanning 300,000 full
 * events became 0.50 s, 0.51 s of a million lean ones 0.38 s (measured, with `memberEnd`).
 *
 * A guess is told right by all bytes of a text that was read as JSON in the same place before. So
 * what is guessed is what would have been read.
 */
import {
  guessBytes,
  guessesBase,
  guessesMax,
  guessSlots,
  guessSlotsBase,
  fieldTables,
} from './layout';

/** Of a guess: bytes of the text, a bit for each of the first 32, the field or -1. */
const bytesAt: usize = 0;
const maskAt: usize = 4;
const fieldAt: usize = 8;
/** The two members that followed last; 0 = none. */
const nextAt: usize = 12;
const otherAt: usize = 16;
const hashAt: usize = 20;
const textAt: usize = 24;

/** Longer ones are not kept. 16 bytes can be read behind a text. */
const textBytesMax: usize = guessBytes - textAt - 16;

/** The first ones stand for the beginnings of objects, then comes one that is never kept. */
const unkept: usize = guessesBase + <usize>fieldTables * guessBytes;
const firstKept: u32 = fieldTables + 1;
let count: u32 = firstKept;

export function clearGuesses(): void {
  memory.fill(guessesBase, 0, <usize>firstKept * guessBytes);
  memory.fill(guessSlotsBase, 0, <usize>guessSlots * 4);
  count = firstKept;
}

/** The beginning of an object whose fields stand in that table. */
export function beginningOf(table: u32): usize {
  return guessesBase + <usize>table * guessBytes;
}

export function fieldOfGuess(guess: usize): i32 {
  return load<i32>(guess, fieldAt);
}

export function bytesOfGuess(guess: usize): usize {
  return load<u32>(guess, bytesAt);
}

/** The member of [at, …) where it is one of those that followed `before`; else 0. */
export function guessedMember(before: usize, at: usize): usize {
  let guess: usize = load<u32>(before, nextAt);
  // The beginnings of both are compared in one place, so that the compiler makes no call of it.
  for (let left = 2; guess != 0 && left > 0; left -= 1) {
    const low = v128.bitmask<u8>(v128.eq<u8>(v128.load(at), v128.load(guess, textAt)));
    const high = v128.bitmask<u8>(v128.eq<u8>(v128.load(at, 16), v128.load(guess, textAt + 16)));
    const mask = load<u32>(guess, maskAt);
    if (((low | (high << 16)) & mask) == mask) {
      if (load<u32>(guess, bytesAt) <= 32 || isRestThere(guess, at, 32)) return guess;
    }
    guess = load<u32>(before, otherAt);
  }
  return 0;
}

/** @param start of the text, from which on it is compared. */
function isRestThere(guess: usize, at: usize, start: usize): bool {
  const bytes = bytesOfGuess(guess);
  for (let from = start; from < bytes; from += 16) {
    const left = bytes - from;
    const equal = v128.bitmask<u8>(
      v128.eq<u8>(v128.load(at + from), v128.load(guess + from, textAt)),
    );
    const mask: i32 = left < 16 ? (1 << (<i32>left)) - 1 : 0xffff;
    if ((equal & mask) != mask) return false;
  }
  return true;
}

/**
 * Remembers that the member of [at, value), whose name needs no further look, followed `before`.
 * @returns it; of use until the next one is asked for.
 */
export function learnMember(before: usize, at: usize, value: usize, field: i32): usize {
  const bytes = value - at;
  if (bytes > textBytesMax) return unkeptMember(at, value, field);
  if (count == guessesMax) clearGuesses();
  const guess = keptMember(at, bytes, field);
  // Where all was forgotten, `before` is behind the first ones.
  if (before < guessesBase + <usize>count * guessBytes) {
    if (load<u32>(before, nextAt) != 0) store<u32>(before, load<u32>(before, nextAt), otherAt);
    store<u32>(before, <u32>guess, nextAt);
  }
  return guess;
}

/** A member that is not remembered. */
function unkeptMember(at: usize, value: usize, field: i32): usize {
  store<u32>(unkept, <u32>(value - at), bytesAt);
  store<i32>(unkept, field, fieldAt);
  store<u32>(unkept, 0, nextAt);
  store<u32>(unkept, 0, otherAt);
  return unkept;
}

function keptMember(at: usize, bytes: usize, field: i32): usize {
  const hash = hashOf(at, bytes) ^ (<u32>field);
  let slot = hash & (guessSlots - 1);
  while (true) {
    const held: usize = load<u32>(guessSlotsBase + (slot << 2));
    if (held == 0) break;
    const isSame = load<u32>(held, hashAt) == hash && load<i32>(held, fieldAt) == field;
    if (isSame && bytesOfGuess(held) == bytes && isRestThere(held, at, 0)) return held;
    slot = (slot + 1) & (guessSlots - 1);
  }
  const guess = guessesBase + <usize>count * guessBytes;
  count += 1;
  store<u32>(guessSlotsBase + (slot << 2), <u32>guess);
  store<u32>(guess, <u32>bytes, bytesAt);
  store<u32>(guess, bytes < 32 ? ((<u32>1) << (<u32>bytes)) - 1 : 0xffffffff, maskAt);
  store<i32>(guess, field, fieldAt);
  store<u32>(guess, 0, nextAt);
  store<u32>(guess, 0, otherAt);
  store<u32>(guess, hash, hashAt);
  memory.copy(guess + textAt, at, bytes);
  return guess;
}

/** FNV-1a: asked for once a name, as a rule. */
function hashOf(at: usize, bytes: usize): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let next: usize = 0; next < bytes; next += 1) {
    hash = (hash ^ load<u8>(at + next)) * 0x01000193;
  }
  return hash ^ (hash >> 15);
}
