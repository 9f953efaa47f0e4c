/** What a rebuild has to do, from listings and records alone: no raw data is read here. */
import type { PlacedObject } from '../archive/read-window.ts';
import {
  isAsWanted,
  isBarred,
  isUnchanged,
  vanishedObjects,
  type Wanted,
} from './current-generation.ts';
import type { SkippedDay } from './planned-period.ts';
import {
  objectsOfPeriods,
  preparePeriods,
  refuseOtherZone,
  type PreparedPeriod,
} from './prepare-periods.ts';
import type {
  GuardedPeriod,
  PeriodPlan,
  RebuildPlan,
  RebuildPorts,
  RebuildRequest,
} from './rebuild-types.ts';
import { catalogueOfSite } from './row-shape-of-site.ts';

/** A period of a rebuild, and what is to be done with it. */
export type RebuildPeriod = PreparedPeriod & {
  readonly todo: PeriodPlan['todo'];
  /** Why it is not to be read, or what is missing although it is accepted; in words. */
  readonly reasons: readonly string[];
};

export type PreparedRebuild = {
  readonly periods: readonly RebuildPeriod[];
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
  const { periods: prepared, skipped, listing } = await preparePeriods(ports, request, now);
  if (!request.isForced) prepared.forEach(refuseOtherZone);
  const periods = prepared.map((period) => ({ ...period, ...todoOf(period, request) }));
  const toRead = periods.filter(({ todo }) => todo === 'read');
  const { objects, warnings } = objectsOfPeriods(toRead, listing);
  const plan = {
    periods: [...periods.map(planOfPeriod), ...skipped.map((key) => planOfSkipped(key))],
    objects: objects.length,
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    unplaced: listing.unplaced,
    ignored: listing.ignored,
    warnings,
  };
  return { periods, skipped, objects, plan };
}

function todoOf(
  period: PreparedPeriod,
  request: RebuildRequest,
): Pick<RebuildPeriod, 'todo' | 'reasons'> {
  const guarded = request.guard?.beforeReading(guardedPeriod(period));
  if (guarded !== undefined && guarded.todo !== 'read') return { ...guarded, todo: guarded.todo };
  const pinned = period.stored.flatMap(({ record }) => record?.pinnedBy ?? []);
  if (request.rollup !== undefined && pinned.length > 0) {
    return { todo: 'pinned', reasons: [`pinned by run ${pinned.join(', ')}`] };
  }
  const vanished = period.stored.flatMap(({ input }) => vanishedObjects(input, period));
  if (vanished.length > 0) return { todo: 'vanished', reasons: vanishedReasons(vanished) };
  const isAccepted = request.acceptIncomplete.has(period.day);
  if (period.isOpen && !request.isProvisional) {
    return { todo: 'open', reasons: ['its read window has not passed yet'] };
  }
  if (request.rollup !== undefined && isRolledUp(period)) return currentUnder(period);
  if (period.missing.length > 0 && !isAccepted) {
    return { todo: 'incomplete', reasons: period.missing };
  }
  const wanted: Wanted = {
    rules: period.rules.digest,
    catalogue: catalogueOfSite(request, period.siteIndex),
    grains: period.grains,
    isIncompleteAccepted: isAccepted,
  };
  const isCurrent =
    !request.isForced &&
    request.alsoErased === undefined &&
    period.stored.length > 0 &&
    period.stored.every(
      (stored) => isAsWanted(stored, wanted) && isUnchanged(stored.input, period.objects),
    );
  return isCurrent ? { todo: 'current', reasons: [] } : { todo: 'read', reasons: [] };
}

/** What is live was made of the very logs that are listed, whatever the rules were. */
function isRolledUp({ stored, objects }: PreparedPeriod): boolean {
  return (
    stored.length > 0 &&
    stored.every((one) => {
      const isFinal = one.manifest?.provisional === false && !isBarred(one);
      return isFinal && isUnchanged(one.input, objects);
    })
  );
}

function currentUnder({ stored, rules }: PreparedPeriod): Pick<RebuildPeriod, 'todo' | 'reasons'> {
  const isSame = stored.every(({ manifest }) => manifest?.rules === rules.digest);
  return { todo: 'current', reasons: isSame ? [] : ['it was made under other rules'] };
}

/** What a guard sees of it. */
export function guardedPeriod({ site, day, rules, grains, stored }: PreparedPeriod): GuardedPeriod {
  const { record, manifest } = stored[0] ?? {};
  return { site, day, rules: rules.digest, grains, record, manifest };
}

/** Named one by one up to this many (chosen: what fits a screen). */
const vanishedNamedMax = 5;

function vanishedReasons(keys: readonly string[]): readonly string[] {
  const unique = [...new Set(keys)];
  const named = unique.slice(0, vanishedNamedMax).map((key) => `${key} is gone from the archive`);
  const more = unique.length - named.length;
  return more > 0 ? [...named, `${String(more)} more objects are gone`] : named;
}

function planOfPeriod(period: RebuildPeriod): PeriodPlan {
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
