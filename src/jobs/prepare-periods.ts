/**
 * The periods of a request with everything that listings and records say of them: no raw data is
 * read here. What is then to be done with each is for the job to decide.
 */
import { floorTo, settleSeconds, type PlacedObject } from '../archive/read-window.ts';
import { UsageError } from '../base/errors.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import { gapsOfWindow, smallObjects, windowClosesAt } from '../archive/completeness.ts';
import { hourSeconds, rangesMeet } from '../archive/key-layout.ts';
import { neighbourDays } from '../archive/small-objects.ts';
import { daySeconds } from '../base/calendar.ts';
import type { Archive } from '../archive/archive.ts';
import { libraryVersions } from '../decode/library-versions.ts';
import { grains, type Grain } from '../model/row.ts';
import { readStoredPeriod, type StoredPeriod } from './current-generation.ts';
import {
  assignObjects,
  periodsOfRequest,
  type PlannedPeriod,
  type SkippedDay,
} from './planned-period.ts';
import type { DerivePorts, DeriveRequest } from './derive-types.ts';
import { readBarriers, type SiteBarriers } from './read-erasures.ts';
import type { Store } from '../store/store.ts';
import { rulesOfSite, type DigestedRules } from './rules-of-site.ts';

/** A period with everything that is known of it before any raw data is read. */
export type PreparedPeriod = PlannedPeriod & {
  /** Gaps of the listing in words; empty = complete so far. */
  readonly missing: readonly string[];
  readonly isOpen: boolean;
  readonly rules: DigestedRules;
  readonly barriers: SiteBarriers;
  readonly grains: readonly Grain[];
  /** One per store, in their order. */
  readonly stored: readonly StoredPeriod[];
};

export type PreparedPeriods = {
  readonly periods: readonly PreparedPeriod[];
  readonly skipped: readonly SkippedDay[];
  readonly listing: Listing;
};

export type Listing = {
  /** Objects of the windows and of some days around, ascending by key. */
  readonly data: readonly PlacedObject[];
  readonly unplaced: readonly string[];
  readonly ignored: readonly string[];
};

/**
 * @param erasedFrom the stores whose erasures count, where they are not those to be written to.
 * @throws EmptyArchiveError where the archive has no object for any of the periods.
 */
export async function preparePeriods(
  ports: Pick<DerivePorts, 'archive' | 'stores' | 'eraseKey'>,
  request: Pick<DeriveRequest, 'sites' | 'fromDay' | 'untilDay' | 'alsoErased'>,
  now: number,
  { erasedFrom = ports.stores }: { readonly erasedFrom?: readonly Store[] } = {},
): Promise<PreparedPeriods> {
  const { periods, skipped } = periodsOfRequest(request);
  const windows = unionOfWindows(periods);
  const listing = await listObjects(ports.archive, withNeighbours(windows));
  const data = listing.data.filter(({ range }) => rangesMeet(range, windows));
  if (data.length === 0 && periods.length > 0) throw emptyArchive(ports.archive, listing);
  // Before the periods: what is erased after this is not left out, and its number says so.
  const barriers: SiteBarriers[] = [];
  for (const { site } of request.sites) {
    const where = { stores: erasedFrom, eraseKey: ports.eraseKey };
    barriers.push(await readBarriers(where, site, request.alsoErased));
  }
  const prepared: PreparedPeriod[] = [];
  for (const period of assignObjects(periods, data)) {
    const context = { period, listed: data, now };
    prepared.push({
      ...(await preparePeriod(ports, request, context)),
      barriers: barriers[period.siteIndex] as SiteBarriers,
    });
  }
  return { periods: prepared, skipped, listing };
}

/** What a reading of `periods` needs, ascending by key, and what is odd about it, in words. */
export function objectsOfPeriods(
  periods: readonly PreparedPeriod[],
  { data }: Listing,
): { readonly objects: readonly PlacedObject[]; readonly warnings: readonly string[] } {
  const needed = new Set(periods.flatMap(({ objects }) => objects));
  const objects = data.filter((object) => needed.has(object));
  return { objects, warnings: smallObjects(objects, data) };
}

export async function listObjects(archive: Archive, range: TimeRange): Promise<Listing> {
  const data: PlacedObject[] = [];
  const unplaced: string[] = [];
  const ignored: string[] = [];
  for await (const object of archive.list(range)) {
    if (object.kind === 'ignored') ignored.push(object.key);
    else if (object.range === undefined) unplaced.push(object.key);
    else data.push({ ...object, range: object.range });
  }
  return { data, unplaced, ignored };
}

/** Some days more on both sides: what sizes there are at the same hour. */
function withNeighbours({ from, until }: TimeRange): TimeRange {
  const margin = neighbourDays * daySeconds;
  return { from: from - margin, until: until + margin };
}

function unionOfWindows(periods: readonly { window: TimeRange }[]): TimeRange {
  return {
    from: Math.min(...periods.map(({ window }) => window.from)),
    until: Math.max(...periods.map(({ window }) => window.until)),
  };
}

/** The archive holds no log of any of the days asked for. */
export class EmptyArchiveError extends UsageError {}

function emptyArchive(archive: Archive, { data, unplaced, ignored }: Listing): EmptyArchiveError {
  // With logs of days around, nothing is wrong with how keys are read.
  const others = data.length > 0 ? 0 : unplaced.length + ignored.length;
  return new EmptyArchiveError(`${archive.location} has no log object for the days asked for`, {
    hint:
      others === 0
        ? 'check --archive and the dates: `recount archive ls` shows what is there'
        : `${String(others)} other files were seen: a key needs /YYYY/MM/DD/ and an ending of logs`,
  });
}

async function preparePeriod(
  { stores }: Pick<DerivePorts, 'stores'>,
  { sites }: Pick<DeriveRequest, 'sites'>,
  { period, listed, now }: { period: PlannedPeriod; listed: readonly PlacedObject[]; now: number },
): Promise<Omit<PreparedPeriod, 'barriers'>> {
  const site = sites[period.siteIndex] as DeriveRequest['sites'][number];
  const rules = rulesOfSite(site, period.day, libraryVersions);
  const wantedGrains = grainsWithin(site, period.range, now);
  const stored = await Promise.all(stores.map((store) => readStoredPeriod(store, period)));
  const isOpen = windowClosesAt(period.window, period.objects) > now;
  const due = isOpen ? partAlreadyDue(period.window, now) : period.window;
  const { expect = 'auto' } = site;
  const missing = gapsOfWindow(due, { objects: period.objects, listed, expect });
  return { ...period, rules, grains: wantedGrains, stored, missing, isOpen };
}

/** The grains whose rows a day has at `now`, by the retention of its site. */
export function grainsWithin(
  { retain5mSeconds }: DeriveRequest['sites'][number],
  { until }: TimeRange,
  now: number,
): readonly Grain[] {
  return grains.filter(
    (grain) => grain === '1d' || retain5mSeconds === undefined || until + retain5mSeconds > now,
  );
}

/** Of an open window the whole hours that must have arrived by now. */
function partAlreadyDue({ from, until }: TimeRange, now: number): TimeRange {
  return { from, until: Math.min(until, floorTo(now - settleSeconds, hourSeconds)) };
}

/**
 * Days of two zones overlap, so a site's zone is not changed in passing.
 * @throws UsageError where the period is stored as a day of another zone.
 */
export function refuseOtherZone({ rules, stored }: Pick<PreparedPeriod, 'rules' | 'stored'>): void {
  const { zone } = rules.rules;
  const other = stored.find(({ manifest }) => manifest !== undefined && manifest.zone !== zone);
  if (other?.manifest === undefined) return;
  const { site, date, zone: before } = other.manifest;
  throw new UsageError(`${site} ${date} is stored as a day of ${before}, not of ${zone}`, {
    hint: `give --zone ${before}; where it was wrong, rebuild every day of the site with --force`,
  });
}
