/** Derives a period from a table that fits into memory. */
import type { EventTable } from './event-table.ts';
import {
  copyPlacesFromWords,
  emptyPeriod,
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
  const duplicates = findDuplicates(table);
  const { copies } = duplicates;
  const copyPlaces = copyPlacesOf(table, duplicates);
  const rows = new RowDeriver({ table, copies, shape });
  const pages = pagesFromEvents({ table, copies }, rows.urls);
  return {
    tally: tallyOf(table, duplicates),
    *rows(grain) {
      yield* rows.siteRows(grain, day);
      yield* rows.urlRows(grain, day);
    },
    pages: () => pages,
    duplicateLines: () => copyPlacesFromWords(copyPlaces),
    close: () => rows.close(),
  };
}

export function tallyOf(
  table: EventTable,
  { copies, conflicts }: Pick<Duplicates, 'copies' | 'conflicts'>,
): DerivedTally {
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

/** Four words of each copy. */
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
