/** Derives a period from a table that fits into memory. */
import { batchFinder, type EventTable } from './event-table.ts';
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
  const { copies, places } = duplicates;
  const rows = new RowDeriver({ table, copies, shape });
  const pages = pagesFromEvents({ table, copies }, rows);
  return {
    tally: tallyOf(table, duplicates, rows),
    *rows(grain) {
      yield* rows.siteRows(grain, day);
      yield* rows.urlRows(grain, day);
    },
    pages: () => pages,
    duplicateLines: () => copyPlacesFromWords(places),
    close: () => rows.close(),
  };
}

export function tallyOf(
  table: EventTable,
  { copies, conflicts }: Pick<Duplicates, 'copies' | 'conflicts'>,
  { countedByAction }: Pick<DerivedTally, 'countedByAction'>,
): DerivedTally {
  const batchOf = batchFinder(table.batches());
  const duplicatesByObject = new Map<number, number>();
  for (const copy of copies) {
    const { columns, first } = batchOf(copy);
    const ordinal = columns.object[copy - first]!;
    duplicatesByObject.set(ordinal, (duplicatesByObject.get(ordinal) ?? 0) + 1);
  }
  return {
    counted: table.count - copies.length,
    duplicate: copies.length,
    duplicateConflict: conflicts,
    countedByAction,
    duplicatesByObject,
  };
}
