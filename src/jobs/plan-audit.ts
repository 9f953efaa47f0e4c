/** Which periods an audit looks at, and which it must leave: from listings and records alone. */
import { assertThat } from '../base/assert.ts';
import { murmur3, murmur3Words } from '../base/murmur3.ts';
import { settleSeconds } from '../archive/read-window.ts';
import { libraryVersions } from '../decode/library-versions.ts';
import type { AuditPorts, AuditRequest, AuditSample, PeriodAudit } from './audit-types.ts';
import { readAuditedStore } from './audited-store.ts';
import { newAudit, notChecked, type AuditPeriod } from './period-audit.ts';
import { periodsOfRequest, type SkippedDay } from './planned-period.ts';
import {
  grainsWithin,
  preparePeriods,
  refuseOtherZone,
  type PreparedPeriod,
  type PreparedPeriods,
} from './prepare-periods.ts';
import type { RebuildSite } from './rebuild-types.ts';
import { rulesOfSite } from './rules-of-site.ts';

export type PlannedAudit = {
  readonly listing: PreparedPeriods['listing'];
  /** To be looked at. */
  readonly periods: readonly AuditPeriod[];
  /** Told already: open days, days that a zone skipped, what an earlier call found. */
  readonly told: readonly PeriodAudit[];
  readonly leftToOthers: number;
};

/** @throws UsageError where the archive has nothing for the days, or a day has another zone. */
export async function planAudit(
  ports: AuditPorts,
  request: AuditRequest,
  now: number,
): Promise<PlannedAudit> {
  const prepared = await prepare(ports, request, now);
  const ours = prepared.periods.filter((period) => isInSample(period, request.sample));
  const periods: AuditPeriod[] = [];
  const told: PeriodAudit[] = prepared.skipped.map((key) => skippedDay(request, key));
  for (const period of ours) {
    if (period.isOpen && !request.isProvisional) {
      told.push(notChecked(period, request.level, ['its read window has not passed yet']));
      continue;
    }
    const audited = await readAuditedStore(ports.store, period);
    const stored = audited.kind === 'live' ? [audited] : [];
    refuseOtherZone({ ...period, stored });
    const done = ports.progress?.done.find(
      ({ site, day, seen }) =>
        site === period.site && day === period.day && seen?.epoch === audited.record?.epoch,
    );
    if (done === undefined) periods.push({ ...period, audited });
    else told.push(done);
  }
  const leftToOthers = prepared.periods.length - ours.length;
  return { listing: prepared.listing, periods, told, leftToOthers };
}

function prepare(
  { archive, store, eraseKey }: AuditPorts,
  request: AuditRequest,
  now: number,
): Promise<PreparedPeriods> | PreparedPeriods {
  if (request.level === 'stored') return withoutListing(request, now);
  assertThat(archive !== undefined, 'only stored rows are audited without an archive');
  return preparePeriods({ archive, stores: [], eraseKey }, request, now, { erasedFrom: [store] });
}

/** A day is over for its stored rows when the last object that it waits for is due. */
function withoutListing(request: AuditRequest, now: number): PreparedPeriods {
  const { periods, skipped } = periodsOfRequest(request);
  const listing = { data: [], unplaced: [], ignored: [] };
  const prepared = periods.map((period): PreparedPeriod => {
    const site = request.sites[period.siteIndex] as RebuildSite;
    return {
      ...period,
      objects: [],
      missing: [],
      stored: [],
      barriers: { numbers: [], erasure: undefined },
      isOpen: period.window.until + settleSeconds > now,
      rules: rulesOfSite(site, period.day, libraryVersions),
      grains: grainsWithin(site, period.range, now),
    };
  });
  return { periods: prepared, skipped, listing };
}

/**
 * By site and day alone, so that a range that moves with the nights is covered by `parts` of them
 * as well as one that stands.
 */
export function isInSample(
  { site, day }: { readonly site: string; readonly day: number },
  sample: AuditSample | undefined,
): boolean {
  if (sample === undefined) return true;
  const name = new TextEncoder().encode(site);
  murmur3(name, 0, name.length);
  return ((murmur3Words[0] as number) + day) % sample.parts === sample.part - 1;
}

function skippedDay({ sites, level }: AuditRequest, { site, day }: SkippedDay): PeriodAudit {
  const own = sites.find((one) => one.site === site) as RebuildSite;
  const rules = rulesOfSite(own, day, libraryVersions);
  const audit = newAudit({ site, day, rules }, level);
  return { ...audit, reasons: ['its time zone skipped this date'] };
}
