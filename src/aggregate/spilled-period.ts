/**
 * A period whose events are more than memory holds: deduplicated partition by partition of their
 * identities, then partitioned anew by their urls and derived from there.
 */
import { readSpillRecords, writeSpillRecords, type SpillRange } from '../base/spill-records.ts';
import type { SpillFile } from '../base/spill-space.ts';
import type { ColumnCounts } from '../model/event-columns.ts';
import { PeriodByUrl } from './derive-by-url.ts';
import { copiesFromWords, deduplicate } from './derive-in-memory.ts';
import {
  sumTallies,
  type CopyPlace,
  type DerivedPeriod,
  type DerivedTally,
} from './derived-period.ts';
import { countedEvents } from './find-duplicates.ts';
import type { RowShape } from './row-shape.ts';
import type { SpilledEvents, SpillSettings } from './spilled-events.ts';
import { rangesFor, UrlPartitions } from './spilled-urls.ts';

export type SpilledDerivation = {
  readonly shape: RowShape;
  readonly day: number;
  readonly counts: ColumnCounts;
  readonly settings: SpillSettings;
};

/** Reads the events twice, and once more whenever the rows of buckets are asked for. */
export function deriveSpilled(
  events: SpilledEvents,
  { shape, day, counts, settings }: SpilledDerivation,
): DerivedPeriod {
  const file = settings.space.create();
  const splits = events.splits(rangesFor(events.size, settings, counts));
  const byUrl = new UrlPartitions(settings, counts, splits);
  const tallies: DerivedTally[] = [];
  const copies: SpillRange[] = [];
  for (const table of events.tables()) {
    const { tally, copies: left, copyPlaces } = deduplicate(table);
    tallies.push(tally);
    copies.push(writeSpillRecords(file, [new Uint8Array(copyPlaces.buffer)]));
    byUrl.add(table.asBatch(), countedEvents(table, left));
  }
  const period = new PeriodByUrl(byUrl, { shape, day, file });
  return {
    tally: sumTallies(tallies),
    rows: (grain) => period.rows(grain),
    pages: () => period.pages(),
    duplicateLines: () => readCopies(file, copies),
    close: () => {
      byUrl.drop();
      file.drop();
    },
  };
}

function* readCopies(
  file: SpillFile,
  ranges: readonly SpillRange[],
): Generator<CopyPlace, void, undefined> {
  for (const range of ranges) {
    for (const record of readSpillRecords(file, range)) {
      yield* copiesFromWords(new Uint32Array(record.slice().buffer));
    }
  }
}
