/**
 * Reads what a store shows, period by period, in the one order of rows. Each period is read from
 * the one generation that was live when its reading began, and what was read is proven against
 * the counts and checksums of its manifest.
 */
import { daysBetween } from '../base/calendar.ts';
import { notRecorded, type DayCatalogue, type NotRecorded } from '../model/not-recorded.ts';
import type { Store } from '../store/store.ts';
import { readLivePeriod, type ExportItem, type PeriodSelection } from './read-live-period.ts';
import { sitesOfStore } from './sites-of-store.ts';

export type ExportRequest = PeriodSelection & {
  /** Empty = every site of the store. */
  readonly sites: readonly string[];
  /**
   * Local days in [fromDay, untilDay). With both, each of these days is expected and its absence
   * is told; without, what the store has a record of.
   */
  readonly fromDay: number | undefined;
  readonly untilDay: number | undefined;
  /** Sites whose days are others: `yesterday` is not the same everywhere. */
  readonly daysOfSites?: ReadonlyMap<string, Pick<ExportRequest, 'fromDay' | 'untilDay'>>;
};

/** Days of a site that lack a name which others of them recorded. Told after the site's rows. */
export type NotRecordedItem = NotRecorded & {
  readonly kind: 'not_recorded';
  readonly site: string;
};

/**
 * Memory: one row part, and the days of one site.
 * @throws UsageError for a site that the store does not know. DataError where what is stored is
 * not what its manifest says. ConflictError where a generation went while it was read.
 */
export async function* exportRows(
  store: Store,
  request: ExportRequest,
  signal: AbortSignal,
): AsyncGenerator<ExportItem | NotRecordedItem, void, undefined> {
  for (const site of await sitesOfStore(store, request.sites)) {
    yield* exportSite(store, site, request, signal);
  }
}

async function* exportSite(
  store: Store,
  site: string,
  request: ExportRequest,
  signal: AbortSignal,
): AsyncGenerator<ExportItem | NotRecordedItem, void, undefined> {
  const recorded: DayCatalogue[] = [];
  for (const day of await daysOf(store, site, request)) {
    signal.throwIfAborted();
    for await (const item of readLivePeriod(store, { site, day }, request, signal)) {
      if (item.kind === 'whole') recorded.push({ day, catalogue: item.catalogue });
      yield item;
    }
  }
  for (const lacking of notRecorded(recorded)) yield { kind: 'not_recorded', site, ...lacking };
}

async function daysOf(
  store: Store,
  site: string,
  { fromDay, untilDay }: Pick<ExportRequest, 'fromDay' | 'untilDay'>,
): Promise<readonly number[]> {
  if (fromDay !== undefined && untilDay !== undefined) {
    return daysBetween(fromDay, untilDay);
  }
  const range = {
    site,
    ...(fromDay === undefined ? {} : { fromDay }),
    ...(untilDay === undefined ? {} : { untilDay }),
  };
  const days: number[] = [];
  // A day may have a record and never have had a number: a barrier makes one.
  for await (const { day, epoch } of store.listPeriods(range)) if (epoch > 0) days.push(day);
  return days;
}
