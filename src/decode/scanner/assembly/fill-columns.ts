/**
 * Columns of a batch filled from accepted records of a block: one short loop for each. `target` is
 * where what the column has of the first one belongs. Those that look something up stop and go on
 * as judge-lines.ts does.
 */
import { lastAbsent } from './judge-lines';
import { acceptedBase } from './layout';
import { lookUp, stopAt } from './lookups';
import { sessionNumberAt } from './record';

/** Numbers of accepted records, [from, until), and the one that the step under way goes on with. */
let from: u32 = 0;
let until: u32 = 0;
let next: u32 = 0;

/**
 * The dictionary of the batch under way. Its texts are named by the numbers of a larger one:
 * `namedBase` holds how many there are (word), and those numbers in their order. `entriesBase` has,
 * by number, the entry in the batch, 0 = none yet.
 */
export let namedBase: usize = 0;
export let entriesBase: usize = 0;

/** Chooses the records that are written by what is called next. */
export function beginPart(first: u32, end: u32): void {
  from = first;
  until = end;
  next = first;
}

function recordOf(number: u32): usize {
  return load<u32>(acceptedBase + ((<usize>number) << 2));
}

/** As many words of each record as an event has in the column. */
export function fillWords(at: usize, words: u32, target: usize): void {
  let to = target;
  for (let number = from; number < until; number += 1) {
    const source = recordOf(number) + at;
    if (words == 1) store<u32>(to, load<u32>(source));
    else {
      for (let word: usize = 0; word < (<usize>words) << 2; word += 8) {
        store<u64>(to + word, load<u64>(source + word));
      }
    }
    to += (<usize>words) << 2;
  }
}

/** Half a word of each record. */
export function fillShorts(at: usize, target: usize): void {
  let to = target;
  for (let number = from; number < until; number += 1) {
    store<u16>(to, load<u16>(recordOf(number) + at));
    to += 2;
  }
}

/** What follows from a value, in half words. */
export function fillFacts(at: usize, facts: usize, target: usize): bool {
  for (let number = next; number < until; number += 1) {
    const value = load<u32>(recordOf(number) + at);
    const known = lookUp(facts, value);
    if (known == 0) return stop(number, facts, value);
    store<u16>(target + ((<usize>(number - from)) << 1), <u16>(known - 1));
  }
  return done();
}

/** @param first, later, none: what stands for session 1, a later one, and no session. */
export function fillVisitors(first: u32, later: u32, none: u32, target: usize): void {
  let to = target;
  for (let number = from; number < until; number += 1) {
    const session = load<u32>(recordOf(number), sessionNumberAt);
    store<u16>(to, <u16>(session == 0 ? none : session == 1 ? first : later));
    to += 2;
  }
}

/** What follows from a value where one of two others is there, and where none of them is. */
export function fillByPresence(
  at: usize,
  oneAt: usize,
  otherAt: usize,
  present: usize,
  missing: usize,
  target: usize,
): bool {
  for (let number = next; number < until; number += 1) {
    const record = recordOf(number);
    const value = load<u32>(record + at);
    const one = load<i32>(record + oneAt);
    const other = load<i32>(record + otherAt);
    // A value that was not looked at is there all the same.
    const isThere = one > lastAbsent || one < 0 || other > lastAbsent || other < 0;
    const facts = isThere ? present : missing;
    const known = lookUp(facts, value);
    if (known == 0) return stop(number, facts, value);
    store<u16>(target + ((<usize>(number - from)) << 1), <u16>(known - 1));
  }
  return done();
}

/** Entries of the texts that follow from a value; 0 where the value is absent, or its text. */
export function fillEntries(at: usize, texts: usize, target: usize): bool {
  for (let number = next; number < until; number += 1) {
    const value = load<i32>(recordOf(number) + at);
    const to = target + ((<usize>(number - from)) << 2);
    if (value <= lastAbsent) store<u32>(to, 0);
    else {
      const known = lookUp(texts, value);
      if (known == 0) return stop(number, texts, value);
      store<u32>(to, entryOf(known - 1));
    }
  }
  return done();
}

/** The same of the first value where it is there, else of the other one. */
export function fillEitherEntries(
  at: usize,
  otherAt: usize,
  texts: usize,
  otherTexts: usize,
  target: usize,
): bool {
  for (let number = next; number < until; number += 1) {
    const record = recordOf(number);
    const one = load<i32>(record + at);
    const value = one > lastAbsent ? one : load<i32>(record + otherAt);
    const table = one > lastAbsent ? texts : otherTexts;
    const to = target + ((<usize>(number - from)) << 2);
    if (value <= lastAbsent) store<u32>(to, 0);
    else {
      const known = lookUp(table, value);
      if (known == 0) return stop(number, table, value);
      store<u32>(to, entryOf(known - 1));
    }
  }
  return done();
}

/** The entry in the batch of a text, by its number; number 0 is no text. */
function entryOf(text: u32): u32 {
  const entry = entriesBase + ((<usize>text) << 2);
  const known = load<u32>(entry);
  if (known != 0 || text == 0) return known;
  const count = load<u32>(namedBase) + 1;
  store<u32>(namedBase, count);
  store<u32>(namedBase + ((<usize>count) << 2), text);
  store<u32>(entry, count);
  return count;
}

function stop(number: u32, table: usize, value: u32): bool {
  next = number;
  return stopAt(table, value, 0);
}

function done(): bool {
  next = from;
  return true;
}
