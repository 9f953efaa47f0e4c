/** Columns of a batch filled from records: one short loop for each, and nothing else in it. */
import { absent } from '../../model/event-batch.ts';
import type { BatchBuilder } from '../batch-builder.ts';
import { visitorIndex } from '../segments-of-event.ts';
import type { BlockPart } from './scanned-block.ts';
import { recordAt } from './scanner.ts';
import type { ValueEntries, ValueFacts } from './value-facts.ts';

/** One word of each record: its place, from the record's first word on. */
export type RecordWord = { readonly words: Int32Array; readonly at: number };

/** The word that holds the number of a value; numbers in (lastAbsent, valuesUntil) have a text. */
export type ValueWord = RecordWord & {
  readonly lastAbsent: number;
  readonly valuesUntil: number;
};

export function copyWord(
  { words, at: place }: RecordWord,
  { block, from, until, at }: BlockPart,
  column: Uint32Array,
): void {
  const { records } = block;
  const shift = at - from;
  for (let index = from; index < until; index += 1) {
    column[index + shift] = words[records[index]! + place]!;
  }
}

/** As many words of each record as an event has in the column. */
export function copyWords(
  { words, at: place, count }: RecordWord & { readonly count: number },
  { block, from, until, at }: BlockPart,
  column: Uint32Array,
): void {
  const { records } = block;
  let to = at * count;
  for (let index = from; index < until; index += 1) {
    const word = records[index]! + place;
    for (let next = 0; next < count; next += 1, to += 1) column[to] = words[word + next]!;
  }
}

export function fillFacts(
  { words, at: place, valuesUntil }: ValueWord,
  { block, from, until, at }: BlockPart,
  { column, facts }: { readonly column: Uint16Array; readonly facts: ValueFacts },
): void {
  const { records } = block;
  const known = facts.known(valuesUntil);
  const shift = at - from;
  for (let index = from; index < until; index += 1) {
    const value = words[records[index]! + place]!;
    column[index + shift] = (known[value]! || facts.learn(value)) - 1;
  }
}

/** Entries of the values that are there; 0 where the value is absent. */
export function fillEntries(
  { words, at: place, lastAbsent, valuesUntil }: ValueWord,
  { block, from, until, at }: BlockPart,
  { column, entries, batches }: EntryColumn,
): void {
  const { records } = block;
  const known = entries.known(valuesUntil, batches);
  const shift = at - from;
  for (let index = from; index < until; index += 1) {
    const value = words[records[index]! + place]!;
    const entry = value > lastAbsent ? known[value]! || entries.enter(value, batches) : absent;
    column[index + shift] = entry > 0 ? entry : absent;
  }
}

export type EntryColumn = {
  readonly column: Uint32Array;
  readonly entries: ValueEntries;
  readonly batches: BatchBuilder;
};

/** Entries of what follows from the urls. */
export function fillUrlEntries(
  valuesUntil: number,
  { block, from, until, at }: BlockPart,
  { column, entries, batches }: EntryColumn,
): void {
  const { urls } = block;
  const known = entries.known(valuesUntil, batches);
  const shift = at - from;
  for (let index = from; index < until; index += 1) {
    const url = urls[index]!;
    const entry = known[url]! || entries.enter(url, batches);
    column[index + shift] = entry > 0 ? entry : absent;
  }
}

/** The segment `visitor`. */
export function fillVisitors(
  words: Int32Array,
  { block, from, until, at }: BlockPart,
  column: Uint16Array,
): void {
  const { records } = block;
  const shift = at - from;
  for (let index = from; index < until; index += 1) {
    column[index + shift] = visitorIndex(words[records[index]! + recordAt.sessionNumber]!);
  }
}
