/** What `recount rebuild` was asked to do, checked as a whole and put as the job's request. */
import { metrics } from '../model/catalogue.ts';
import { daysBetween, textFromDay } from '../base/calendar.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import type { OptionName } from '../config/options.ts';
import { refuseFaults, type OptionFault } from '../config/option-faults.ts';
import { shownText } from '../config/read-value.ts';
import type { Settings } from '../config/resolve-options.ts';
import type { SiteSettings } from '../config/site-settings.ts';
import type { MemoryShares } from '../jobs/memory-split.ts';
import type { RebuildRequest, RebuildSite, RunIdentity } from '../jobs/rebuild-types.ts';
import { derivingShares, memoryFaults } from './deriving-shares.ts';
import { recordedOptionsOfSites, type RecordedOptions } from './recorded-options.ts';
import { commonDay, dayForAll, daysOfSites, faultsOfDays, type SiteDays } from './site-days.ts';

export type RebuildSettings = Settings<'rebuild'>;

export type RebuildCall = {
  readonly stores: readonly string[];
  readonly request: RebuildRequest;
  readonly memory: MemoryShares;
  /** The dates that relative ones were, for the commands that are shown and recorded. */
  readonly dates: ReadonlyMap<OptionName, string>;
};

export type RebuildSurroundings = {
  /** Epoch seconds. */
  readonly now: number;
  readonly cores: number;
  readonly identity: Omit<RunIdentity, 'options' | 'reason'>;
};

/**
 * @throws OptionFaults with everything that is missing or does not fit together.
 */
export function rebuildCall(
  settings: RebuildSettings,
  { now, cores, identity }: RebuildSurroundings,
): RebuildCall {
  const { values, sites } = settings;
  const days = daysOfSites(values, sites, now);
  const accepted = acceptedDays(settings, now);
  refuseFaults([
    ...faultsOfDays(days),
    ...accepted.faults,
    ...consentFaults(settings, accepted.days, days),
    ...conflictFaults(settings),
    ...memoryFaults(settings),
  ]);
  const dates = commonDates(days);
  const stores = [...new Set(values.store)];
  const memory = derivingShares(values, { stores: stores.length, cores });
  const request: RebuildRequest = {
    sites: sites.map((site, index) => siteFromSettings(site, daysOfSpan(days[index]))),
    fromDay: Math.min(...days.map(({ fromDay = 0 }) => fromDay)),
    untilDay: Math.max(...days.map(({ untilDay = 0 }) => untilDay)),
    metrics,
    inputFormat: values.inputFormat,
    isApplied: values.apply,
    isForced: values.force,
    isProvisional: values.provisional,
    acceptIncomplete: new Set(accepted.days),
    acceptEmpty: new Set(values.acceptEmpty),
    eventBytesMax: memory.eventBytesMax,
    workers: memory.workers,
    run: { ...identity, ...recordedCall(settings, dates), reason: values.reason ?? null },
  };
  return { stores, request, memory, dates };
}

export function siteFromSettings(settings: SiteSettings, days: readonly number[]): RebuildSite {
  const { site, values, ownSegments, exclusions } = settings;
  return {
    site,
    clock: values.zone ?? new ZoneClock('UTC'),
    ownSegments: ownSegments.map(({ rule }) => rule),
    exclusions: exclusions.map(({ rule }) => rule),
    earlySeconds: values.early,
    lateSeconds: values.late,
    retain5mSeconds: values.retain.retain5mSeconds,
    expect: values.archiveExpect,
    days,
  };
}

function acceptedDays(
  { values, sites, found }: RebuildSettings,
  now: number,
): { readonly days: readonly number[]; readonly faults: readonly OptionFault[] } {
  const texts = found.get('acceptIncomplete')?.texts ?? [];
  const days: number[] = [];
  const faults: OptionFault[] = [];
  values.acceptIncomplete.forEach((date, index) => {
    const day = dayForAll(date, texts[index] ?? '', { sites, now });
    if (typeof day === 'number') days.push(day);
    else faults.push(day);
  });
  return { days, faults };
}

/** Consent to a day or a site that was not asked for is a typing error. */
function consentFaults(
  { values, sites }: RebuildSettings,
  accepted: readonly number[],
  spans: readonly SiteDays[],
): OptionFault[] {
  const isAsked = (day: number): boolean =>
    spans.some(({ fromDay = -Infinity, untilDay = Infinity }) => day >= fromDay && day < untilDay);
  const names = sites.map(({ site }) => site);
  return [
    ...accepted
      .filter((day) => !isAsked(day))
      .map((day) => ({
        message: `--accept-incomplete ${textFromDay(day)} is not among the days asked for`,
        hint: 'name days from --from on and before --until',
      })),
    ...values.acceptEmpty
      .filter((site) => !names.includes(site))
      .map((site) => ({
        message: `--accept-empty ${shownText(site)} is not among the sites asked for`,
        hint: 'name it with --site too',
      })),
  ];
}

function conflictFaults({ values }: RebuildSettings): OptionFault[] {
  const faults: OptionFault[] = [];
  if (values.apply && values.estimate) {
    faults.push({
      message: '--apply and --estimate exclude each other',
      hint: '--estimate never writes; leave one of them out',
    });
  }
  return faults;
}

/** Dates in place of `yesterday`, where it is the same day for all sites. */
export function commonDates(days: readonly SiteDays[]): ReadonlyMap<OptionName, string> {
  const from = commonDay(days.map(({ fromDay }) => fromDay));
  const until = commonDay(days.map(({ untilDay }) => untilDay));
  const dates = new Map<OptionName, string>();
  if (from !== undefined) dates.set('from', textFromDay(from));
  if (until !== undefined) dates.set('until', textFromDay(until));
  return dates;
}

/** Both ends are needed, and their absence was refused before. */
export function daysOfSpan({
  fromDay = 0,
  untilDay = 0,
}: Partial<SiteDays> = {}): readonly number[] {
  return daysBetween(fromDay, untilDay);
}

/** Dates in place of what they were relative to. */
function recordedCall(
  { found, sites }: RebuildSettings,
  dates: ReadonlyMap<OptionName, string>,
): RecordedOptions {
  const recorded = recordedOptionsOfSites(found, sites);
  return { ...recorded, options: { ...recorded.options, ...Object.fromEntries(dates) } };
}
