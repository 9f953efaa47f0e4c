/** Objects and bytes of an archive, in all and by the UTC day that their keys name. */
import type { ArchiveObject } from '../archive/archive.ts';
import { isHour } from '../archive/read-window.ts';
import { daySeconds } from '../base/calendar.ts';

export type ObjectCounts = { readonly objects: number; readonly bytes: number };

export type DayTotals = ObjectCounts & {
  /** Days since 1970, UTC. */
  readonly day: number;
  /** How many of its hours have objects of their own; 0 = its objects are of the whole day. */
  readonly hours: number;
};

export type ArchiveTotals = {
  /** Logs that have a place in time: those that can be read. */
  readonly placed: ObjectCounts;
  readonly unplaced: ObjectCounts;
  readonly ignored: ObjectCounts;
  /** Ascending. */
  readonly days: readonly DayTotals[];
};

/** What becomes of an object by its key alone. */
export function placingOf({ kind, range }: ArchiveObject): 'placed' | 'unplaced' | 'ignored' {
  if (kind === 'ignored') return 'ignored';
  return range === undefined ? 'unplaced' : 'placed';
}

/** Memory: one entry per day. */
export class TotalsOfArchive {
  readonly #all = { placed: noObjects(), unplaced: noObjects(), ignored: noObjects() };
  readonly #days = new Map<number, { counts: Counts; hours: Set<number> }>();

  add(object: ArchiveObject): void {
    addTo(this.#all[placingOf(object)], object.bytes);
    const { kind, range } = object;
    if (kind === 'ignored' || range === undefined) return;
    const day = Math.floor(range.from / daySeconds);
    const known = this.#days.get(day) ?? { counts: noObjects(), hours: new Set() };
    this.#days.set(day, known);
    addTo(known.counts, object.bytes);
    if (isHour(range)) known.hours.add(range.from);
  }

  totals(): ArchiveTotals {
    const days = [...this.#days]
      .sort(([a], [b]) => a - b)
      .map(([day, { counts, hours }]) => ({ day, ...counts, hours: hours.size }));
    return { ...this.#all, days };
  }
}

type Counts = { objects: number; bytes: number };

function noObjects(): Counts {
  return { objects: 0, bytes: 0 };
}

function addTo(counts: Counts, bytes: number): void {
  counts.objects += 1;
  counts.bytes += bytes;
}
