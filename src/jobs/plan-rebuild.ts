/** What a rebuild has to do, from listings and records alone: no raw data is read here. */
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
import {
  isAsWanted,
  isUnchanged,
  readStoredPeriod,
  vanishedObjects,
  type StoredPeriod,
  type Wanted,
} from './current-generation.ts';
import {
  assignObjects,
  periodsOfRequest,
  type PlannedPeriod,
  type SkippedDay,
} from './planned-period.ts';
import type { PeriodPlan, RebuildPlan, RebuildPorts, RebuildRequest } from './rebuild-types.ts';
import { catalogueOfSite } from './row-shape-of-site.ts';
import { rulesOfSite, type DigestedRules } from './rules-of-site.ts';

/** A period with everything that is known of it before any raw data is read. */
export type PreparedPeriod = PlannedPeriod & {
  readonly todo: PeriodPlan['todo'];
  /** Why it is not to be read, or what is missing although it is accepted; in words. */
  readonly reasons: readonly string[];
  readonly missing: readonly string[];
  readonly isOpen: boolean;
  readonly rules: DigestedRules;
  readonly grains: readonly Grain[];
  /** One per store, in their order. */
  readonly stored: readonly StoredPeriod[];
};

export type PreparedRebuild = {
  readonly periods: readonly PreparedPeriod[];
  readonly skipped: readonly SkippedDay[];
  /** Objects that some period to be read needs, ascending by key. */
  readonly objects: readonly PlacedObject[];
  readonly plan: RebuildPlan;
};

/** @throws UsageError where the archive has no object for any of the periods. */
export async function planRebuild(
  ports: RebuildPorts,
  request: RebuildRequest,
  now: number,
): Promise<PreparedRebuild> {
  const { periods, skipped } = periodsOfRequest(request);
  const windows = unionOfWindows(periods);
  const listing = await listObjects(ports.archive, withNeighbours(windows));
  const data = listing.data.filter(({ range }) => rangesMeet(range, windows));
  if (data.length === 0 && periods.length > 0) throw emptyArchive(ports.archive, listing);
  const prepared: PreparedPeriod[] = [];
  for (const period of assignObjects(periods, data)) {
    prepared.push(await preparePeriod(ports, request, { period, listed: data, now }));
  }
  const needed = new Set(
    prepared.filter(({ todo }) => todo === 'read').flatMap(({ objects }) => objects),
  );
  const objects = data.filter((object) => needed.has(object));
  const plan = {
    periods: [...prepared.map(planOfPeriod), ...skipped.map((key) => planOfSkipped(key))],
    objects: objects.length,
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    unplaced: listing.unplaced,
    ignored: listing.ignored,
    warnings: smallObjects(objects, listing.data),
  };
  return { periods: prepared, skipped, objects, plan };
}

type Listing = {
  readonly data: readonly PlacedObject[];
  readonly unplaced: readonly string[];
  readonly ignored: readonly string[];
};

async function listObjects(archive: Archive, range: TimeRange): Promise<Listing> {
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

function emptyArchive(archive: Archive, { unplaced, ignored }: Listing): UsageError {
  const others = unplaced.length + ignored.length;
  return new UsageError(`${archive.location} has no log object for the days asked for`, {
    hint:
      others === 0
        ? 'check --archive and the dates: `recount archive ls` shows what is there'
        : `${String(others)} other files were seen: a key needs /YYYY/MM/DD/ and an ending of logs`,
  });
}

async function preparePeriod(
  { stores }: RebuildPorts,
  request: RebuildRequest,
  { period, listed, now }: { period: PlannedPeriod; listed: readonly PlacedObject[]; now: number },
): Promise<PreparedPeriod> {
  const site = request.sites[period.siteIndex] as RebuildRequest['sites'][number];
  const rules = rulesOfSite(site, period.day, libraryVersions);
  const wantedGrains = grains.filter(
    (grain) =>
      grain === '1d' ||
      site.retain5mSeconds === undefined ||
      period.range.until + site.retain5mSeconds > now,
  );
  const stored = await Promise.all(stores.map((store) => readStoredPeriod(store, period)));
  const isOpen = windowClosesAt(period.window, period.objects) > now;
  const due = isOpen ? partAlreadyDue(period.window, now) : period.window;
  const { expect = 'auto' } = site;
  const missing = gapsOfWindow(due, { objects: period.objects, listed, expect });
  if (!request.isForced) refuseOtherZone(period, { zone: site.clock.zone, stored });
  const known = { ...period, rules, grains: wantedGrains, stored, missing, isOpen };
  const wanted = {
    rules: rules.digest,
    catalogue: catalogueOfSite(request, period.siteIndex),
    grains: wantedGrains,
  };
  return { ...known, ...todoOf(known, { request, wanted }) };
}

/** Days of two zones overlap, so a site's zone is not changed in passing. */
function refuseOtherZone(
  period: PlannedPeriod,
  { zone, stored }: { zone: string; stored: readonly StoredPeriod[] },
): void {
  const other = stored.find(({ manifest }) => manifest !== undefined && manifest.zone !== zone);
  if (other?.manifest === undefined) return;
  const { site, date, zone: before } = other.manifest;
  throw new UsageError(`${site} ${date} is stored as a day of ${before}, not of ${zone}`, {
    hint: `give --zone ${before}; where it was wrong, rebuild every day of the site with --force`,
  });
}

/** Of an open window the whole hours that must have arrived by now. */
function partAlreadyDue({ from, until }: TimeRange, now: number): TimeRange {
  return { from, until: Math.min(until, floorTo(now - settleSeconds, hourSeconds)) };
}

type Known = Omit<PreparedPeriod, 'todo' | 'reasons'>;

function todoOf(
  period: Known,
  { request, wanted }: { request: RebuildRequest; wanted: Omit<Wanted, 'isIncompleteAccepted'> },
): Pick<PreparedPeriod, 'todo' | 'reasons'> {
  const vanished = period.stored.flatMap(({ input }) => vanishedObjects(input, period));
  if (vanished.length > 0) return { todo: 'vanished', reasons: vanishedReasons(vanished) };
  const isAccepted = request.acceptIncomplete.has(period.day);
  if (period.isOpen && !request.isProvisional) {
    return { todo: 'open', reasons: ['its read window has not passed yet'] };
  }
  if (period.missing.length > 0 && !isAccepted) {
    return { todo: 'incomplete', reasons: period.missing };
  }
  const isCurrent =
    !request.isForced &&
    period.stored.length > 0 &&
    period.stored.every(
      (stored) =>
        isAsWanted(stored, { ...wanted, isIncompleteAccepted: isAccepted }) &&
        isUnchanged(stored.input, period.objects),
    );
  return isCurrent ? { todo: 'current', reasons: [] } : { todo: 'read', reasons: [] };
}

/** Named one by one up to this many (chosen: what fits a screen). */
const vanishedNamedMax = 5;

function vanishedReasons(keys: readonly string[]): readonly string[] {
  const unique = [...new Set(keys)];
  const named = unique.slice(0, vanishedNamedMax).map((key) => `${key} is gone from the archive`);
  const more = unique.length - named.length;
  return more > 0 ? [...named, `${String(more)} more objects are gone`] : named;
}

function planOfPeriod(period: PreparedPeriod): PeriodPlan {
  return {
    site: period.site,
    day: period.day,
    zone: period.rules.rules.zone,
    from: period.range.from,
    until: period.range.until,
    windowFrom: period.window.from,
    windowUntil: period.window.until,
    objects: period.objects.length,
    bytes: period.objects.reduce((sum, { bytes }) => sum + bytes, 0),
    missing: period.missing,
    todo: period.todo,
  };
}

function planOfSkipped({ site, day }: SkippedDay): PeriodPlan {
  const none = { from: 0, until: 0, windowFrom: 0, windowUntil: 0, objects: 0, bytes: 0 };
  return { site, day, zone: '', ...none, missing: [], todo: 'no_such_day' };
}
