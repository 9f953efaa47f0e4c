/** Derives a period, or one identity partition of it, from a table that fits into memory. */
import type { EventTable } from './event-table.ts';
import type { CopyPlace, DerivedPeriod, DerivedTally, LinePlace } from './derived-period.ts';
import { pagesFromEvents } from './derive-pages.ts';
import { RowDeriver } from './derive-rows.ts';
import { findDuplicates, type Duplicates } from './find-duplicates.ts';
import type { RowShape } from './row-shape.ts';

/** Takes the table over: it must not be changed afterwards. Memory: about twice the table. */
export function deriveInMemory(table: EventTable, shape: RowShape, day: number): DerivedPeriod {
  const { tally, counted, copyPlaces } = deduplicate(table);
  const pages = pagesFromEvents(table, counted);
  const rows = new RowDeriver(table, counted, shape);
  return {
    tally,
    *rows(grain) {
      yield* rows.siteRows(grain, day);
      yield* rows.urlRows(grain, day);
    },
    pages: () => pages,
    duplicateLines: () => copyPlaces,
    close: () => rows.close(),
  };
}

export type Deduplicated = {
  readonly tally: DerivedTally;
  /** Indexes of the events that count, ascending. */
  readonly counted: Uint32Array;
  readonly copyPlaces: readonly CopyPlace[];
};

/** All copies of an event that is in the table must be in it, in archive order. */
export function deduplicate(table: EventTable): Deduplicated {
  const duplicates = findDuplicates(table);
  return {
    tally: tallyOf(table, duplicates),
    counted: duplicates.counted,
    copyPlaces: copyPlacesOf(table, duplicates),
  };
}

function tallyOf(table: EventTable, { counted, copies, conflicts }: Duplicates): DerivedTally {
  const { action, object } = table.columns;
  const byAction = countBy(counted, action);
  const countedByAction = [...byAction].map(([entry, n]) => [table.dictionary.text(entry), n]);
  return {
    counted: counted.length,
    duplicate: copies.length,
    duplicateConflict: conflicts,
    countedByAction: Object.fromEntries(countedByAction) as Record<string, number>,
    duplicatesByObject: countBy(copies, object),
  };
}

function countBy(events: Uint32Array, column: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const event of events) {
    const key = column[event] as number;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function copyPlacesOf(table: EventTable, { copies, firsts }: Duplicates): readonly CopyPlace[] {
  const { object, line } = table.columns;
  const placeOf = (event: number): LinePlace => ({
    object: object[event] as number,
    line: line[event] as number,
  });
  return Array.from(copies, (event, index) => ({
    ...placeOf(event),
    first: placeOf(firsts[index] as number),
  }));
}
