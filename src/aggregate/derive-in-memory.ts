/** Derives a period, or one identity partition of it, from a table that fits into memory. */
import type { EventTable } from './event-table.ts';
import {
  emptyPeriod,
  type CopyPlace,
  type DerivedPeriod,
  type DerivedTally,
} from './derived-period.ts';
import { pagesFromEvents } from './derive-pages.ts';
import { RowDeriver } from './derive-rows.ts';
import { findDuplicates, type Duplicates } from './find-duplicates.ts';
import type { RowShape } from './row-shape.ts';

/** Takes the table over: it must not be changed afterwards. Memory: about twice the table. */
export function deriveInMemory(table: EventTable, shape: RowShape, day: number): DerivedPeriod {
  if (table.count === 0) return emptyPeriod;
  const { tally, copies, copyPlaces } = deduplicate(table);
  const rows = new RowDeriver({ table, copies, shape });
  const pages = pagesFromEvents({ table, copies }, rows.urls);
  return {
    tally,
    *rows(grain) {
      yield* rows.siteRows(grain, day);
      yield* rows.urlRows(grain, day);
    },
    pages: () => pages,
    duplicateLines: () => copiesFromWords(copyPlaces),
    close: () => rows.close(),
  };
}

export type Deduplicated = {
  readonly tally: DerivedTally;
  /** Indexes of the events that do not count, ascending. */
  readonly copies: Uint32Array;
  /** Object and line of each copy, then of the event that counts in its place. */
  readonly copyPlaces: Uint32Array;
};

/** All copies of an event that is in the table must be in it, in archive order. */
export function deduplicate(table: EventTable): Deduplicated {
  const duplicates = findDuplicates(table);
  return {
    tally: tallyOf(table, duplicates),
    copies: duplicates.copies,
    copyPlaces: copyPlacesOf(table, duplicates),
  };
}

/** @param words four of each copy. */
export function* copiesFromWords(words: Uint32Array): Generator<CopyPlace, void, undefined> {
  for (let at = 0; at < words.length; at += 4) {
    const [object = 0, line = 0, firstObject = 0, firstLine = 0] = words.subarray(at, at + 4);
    yield { object, line, first: { object: firstObject, line: firstLine } };
  }
}

function tallyOf(table: EventTable, { copies, conflicts }: Duplicates): DerivedTally {
  const { object } = table.columns;
  const duplicatesByObject = new Map<number, number>();
  for (const event of copies) {
    const ordinal = object[event] as number;
    duplicatesByObject.set(ordinal, (duplicatesByObject.get(ordinal) ?? 0) + 1);
  }
  return {
    counted: table.count - copies.length,
    duplicate: copies.length,
    duplicateConflict: conflicts,
    countedByAction: countByAction(table, copies),
    duplicatesByObject,
  };
}

function countByAction(
  { count, columns, dictionary }: EventTable,
  copies: Uint32Array,
): Record<string, number> {
  const { action } = columns;
  const counts = new Uint32Array(dictionary.count);
  for (let event = 0; event < count; event += 1) counts[action[event]!]! += 1;
  for (const event of copies) counts[action[event]!]! -= 1;
  const byAction: Record<string, number> = {};
  counts.forEach((number, entry) => {
    if (number > 0) byAction[dictionary.text(entry)] = number;
  });
  return byAction;
}

function copyPlacesOf(table: EventTable, { copies, firsts }: Duplicates): Uint32Array {
  const { object, line } = table.columns;
  const words = new Uint32Array(copies.length * 4);
  for (let copy = 0; copy < copies.length; copy += 1) {
    words[copy * 4] = object[copies[copy]!]!;
    words[copy * 4 + 1] = line[copies[copy]!]!;
    words[copy * 4 + 2] = object[firsts[copy]!]!;
    words[copy * 4 + 3] = line[firsts[copy]!]!;
  }
  return words;
}
