/**
 * A period whose events are more than memory holds. Copies are found by the identities alone. Then
 * the events are read table by table in archive order, which is nearly that of time: from each
 * table come rows of the site, of which few are in two tables and must be merged, and its events
 * go to partitions by url, from which all other rows are derived.
 */
import type { SpillRange } from '../base/spill-records.ts';
import type { ColumnCounts } from '../model/event-columns.ts';
import { grains, type Grain } from '../model/row.ts';
import { writeRowRun } from '../model/row-run.ts';
import { PeriodByUrl } from './derive-by-url.ts';
import { tallyOf } from './derive-in-memory.ts';
import { RowDeriver } from './derive-rows.ts';
import { sumTallies, type DerivedPeriod, type DerivedTally } from './derived-period.ts';
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
  const copies = events.findCopies();
  const tallies: DerivedTally[] = [];
  const site: Record<Grain, SpillRange[]> = { '1d': [], '5m': [] };
  for (const { table, copies: left } of events.tables(copies)) {
    byUrl.add(table, left);
    const rows = new RowDeriver({ table, copies: left, shape });
    tallies.push(tallyOf(table, { copies: left, conflicts: 0 }, rows));
    for (const grain of grains) site[grain].push(writeRowRun(file, rows.siteRows(grain, day)));
    rows.close();
  }
  const period = new PeriodByUrl(byUrl, { shape, day, file, site });
  return {
    tally: { ...sumTallies(tallies), duplicateConflict: copies.conflicts },
    rows: (grain) => period.rows(grain),
    pages: () => period.pages(),
    duplicateLines: () => copies.places(),
    close: () => {
      byUrl.drop();
      copies.drop();
      file.drop();
    },
  };
}
