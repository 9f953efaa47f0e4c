/** Derives a period, or one identity partition of it, from a table that fits into memory. */
import type { EventTable } from './event-table.ts';
import type { CopyPlace, DerivedPeriod, DerivedTally, LinePlace } from './derived-period.ts';
import { pagesFromEvents, type SeenPage } from './derive-pages.ts';
import { RowDeriver } from './derive-rows.ts';
import { findDuplicates, type Duplicates } from './find-duplicates.ts';
import { factsFromEvents } from './period-facts.ts';
import type { RowShape } from './row-shape.ts';

export type InMemoryPeriod = Omit<DerivedPeriod, 'duplicateLines'> & {
  seenPages(): readonly SeenPage[];
  duplicateLines(): readonly CopyPlace[];
};

/** Takes the table over: it must not be changed afterwards. Memory: about twice the table. */
export function deriveInMemory(table: EventTable, shape: RowShape, day: number): InMemoryPeriod {
  const duplicates = findDuplicates(table);
  const tally = tallyOf(table, duplicates);
  const pages = pagesFromEvents(table, duplicates.counted);
  const lines = duplicateLines(table, duplicates);
  const rows = new RowDeriver(factsFromEvents(table, duplicates.counted, shape));
  return {
    tally,
    rows: (grain) => rows.rows(grain, day),
    pages: () => pages,
    seenPages: () => pages,
    duplicateLines: () => lines,
    close: () => undefined,
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

function duplicateLines(table: EventTable, { copies, firsts }: Duplicates): readonly CopyPlace[] {
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
