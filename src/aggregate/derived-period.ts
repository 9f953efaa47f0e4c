/** What aggregation gives for one period: rows, page records and the tally of its lines. */
import type { PageRecord } from '../model/page-record.ts';
import type { Grain, RowPart } from '../model/row.ts';

/** Where a line stands: object ordinal in archive order, line number from 1. */
export type LinePlace = { readonly object: number; readonly line: number };

/** A line that was a copy, and the line that counts in its place. */
export type CopyPlace = LinePlace & { readonly first: LinePlace };

/** @param words of each copy: object and line of it, then those of the line that counts. */
export function* copyPlacesFromWords(words: Uint32Array): Generator<CopyPlace, void, undefined> {
  for (let at = 0; at < words.length; at += 4) {
    const [object = 0, line = 0, firstObject = 0, firstLine = 0] = words.subarray(at, at + 4);
    yield { object, line, first: { object: firstObject, line: firstLine } };
  }
}

export type DerivedTally = {
  readonly counted: number;
  readonly duplicate: number;
  readonly duplicateConflict: number;
  readonly countedByAction: Readonly<Record<string, number>>;
  /** Duplicates by object ordinal. */
  readonly duplicatesByObject: ReadonlyMap<number, number>;
};

export type DerivedPeriod = {
  readonly tally: DerivedTally;
  /** The rows of a grain in their one order. May be asked for more than once. */
  rows(grain: Grain): Iterable<RowPart>;
  /** Ascending by url. May be asked for more than once. */
  pages(): Iterable<PageRecord>;
  /** The lines that were duplicates, in no particular order. */
  duplicateLines(): Iterable<CopyPlace>;
  /** Gives memory and spill space back. */
  close(): void;
};

/** A day without events costs nothing: a run has one for every site that was silent. */
export const emptyPeriod: DerivedPeriod = {
  tally: {
    counted: 0,
    duplicate: 0,
    duplicateConflict: 0,
    countedByAction: {},
    duplicatesByObject: new Map(),
  },
  rows: () => [],
  pages: () => [],
  duplicateLines: () => [],
  close: () => undefined,
};

/** Adds up the tallies of a period's tables. */
export function sumTallies(tallies: readonly DerivedTally[]): DerivedTally {
  const countedByAction: Record<string, number> = {};
  const duplicatesByObject = new Map<number, number>();
  for (const tally of tallies) {
    for (const [action, count] of Object.entries(tally.countedByAction)) {
      countedByAction[action] = (countedByAction[action] ?? 0) + count;
    }
    for (const [object, count] of tally.duplicatesByObject) {
      duplicatesByObject.set(object, (duplicatesByObject.get(object) ?? 0) + count);
    }
  }
  const total = (of: (tally: DerivedTally) => number): number =>
    tallies.reduce((sum, tally) => sum + of(tally), 0);
  return {
    counted: total(({ counted }) => counted),
    duplicate: total(({ duplicate }) => duplicate),
    duplicateConflict: total(({ duplicateConflict }) => duplicateConflict),
    countedByAction,
    duplicatesByObject,
  };
}
