/** What `recount rebuild` was asked to do, checked as a whole and put as the job's request. */
import { metrics } from '../model/catalogue.ts';
import { textFromDay } from '../base/calendar.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import type { OptionName } from '../config/options.ts';
import { refuseFaults, type OptionFault } from '../config/option-faults.ts';
import { dayFromDateText } from '../config/parse-date.ts';
import { shownText, type Settings } from '../config/resolve-options.ts';
import { memoryBytesMin, splitMemory, type MemoryShares } from '../jobs/memory-split.ts';
import type { RebuildRequest, RebuildSite, RunIdentity } from '../jobs/rebuild-types.ts';
import { bytesText } from '../report/number-text.ts';
import { dayRange, faultsOfRange } from './settings.ts';

export type RebuildSettings = Settings<'rebuild'>;

export type RebuildCall = {
  readonly archive: string;
  readonly stores: readonly string[];
  readonly request: RebuildRequest;
  readonly memory: MemoryShares;
  /** The dates that relative ones were, for the commands that are shown and recorded. */
  readonly dates: ReadonlyMap<OptionName, string>;
};

/**
 * @param now epoch seconds.
 * @throws OptionFaults with everything that is missing or does not fit together.
 */
export function rebuildCall(
  settings: RebuildSettings,
  { now, identity }: { now: number; identity: Omit<RunIdentity, 'options' | 'reason'> },
): RebuildCall {
  const { values } = settings;
  const { zone = new ZoneClock('UTC') } = values;
  const { fromDay, untilDay } = dayRange(values, now);
  const accepted = values.acceptIncomplete.map((date) => dayFromDateText(date, zone, now));
  refuseFaults([
    ...faultsOfRange({ fromDay, untilDay }),
    ...consentFaults(settings, accepted, { fromDay, untilDay }),
    ...conflictFaults(settings),
  ]);
  const dates = new Map<OptionName, string>();
  if (fromDay !== undefined) dates.set('from', textFromDay(fromDay));
  if (untilDay !== undefined) dates.set('until', textFromDay(untilDay));
  const stores = [...new Set(values.store)];
  const memory = splitMemory(values.memory, stores.length);
  const request: RebuildRequest = {
    sites: [...new Set(values.site)].map((site) => siteFromSettings(site, zone, settings)),
    fromDay: fromDay ?? 0,
    untilDay: untilDay ?? 0,
    metrics,
    inputFormat: values.inputFormat,
    isApplied: values.apply,
    isForced: values.force,
    isProvisional: values.provisional,
    acceptIncomplete: new Set(accepted),
    acceptEmpty: new Set(values.acceptEmpty),
    eventBytesMax: memory.eventBytesMax,
    run: { ...identity, options: recordedOptions(settings, dates), reason: values.reason ?? null },
  };
  return { archive: values.archive ?? '', stores, request, memory, dates };
}

function siteFromSettings(
  site: string,
  clock: ZoneClock,
  { values }: RebuildSettings,
): RebuildSite {
  return {
    site,
    clock,
    ownSegments: [],
    exclusions: [],
    earlySeconds: values.early,
    lateSeconds: values.late,
    retain5mSeconds: values.retain.retain5mSeconds,
  };
}

/** Consent to a day or a site that was not asked for is a typing error. */
function consentFaults(
  { values }: RebuildSettings,
  accepted: readonly number[],
  {
    fromDay = -Infinity,
    untilDay = Infinity,
  }: { fromDay?: number | undefined; untilDay?: number | undefined },
): OptionFault[] {
  const days = accepted.filter((day) => day < fromDay || day >= untilDay);
  const sites = values.acceptEmpty.filter((site) => !values.site.includes(site));
  return [
    ...days.map((day) => ({
      message: `--accept-incomplete ${textFromDay(day)} is not among the days asked for`,
      hint: 'name days from --from on and before --until',
    })),
    ...sites.map((site) => ({
      message: `--accept-empty ${shownText(site)} is not among the sites asked for`,
      hint: 'name it with --site too',
    })),
  ];
}

function conflictFaults({ values, found }: RebuildSettings): OptionFault[] {
  const faults: OptionFault[] = [];
  if (values.apply && values.estimate) {
    faults.push({
      message: '--apply and --estimate exclude each other',
      hint: '--estimate never writes; leave one of them out',
    });
  }
  if (values.memory < memoryBytesMin) {
    faults.push({
      message: `--memory ${found.get('memory')?.texts.join(' ') ?? ''} is too little`,
      hint: `give at least ${bytesText(memoryBytesMin)}`,
    });
  }
  return faults;
}

/** Everything that the run was told, defaults included, as texts. */
function recordedOptions(
  { found }: RebuildSettings,
  dates: ReadonlyMap<OptionName, string>,
): Readonly<Record<string, unknown>> {
  const recorded: Record<string, unknown> = {};
  for (const [name, { texts }] of found) {
    const given = texts.length === 1 ? texts[0] : texts;
    if (texts.length > 0) recorded[name] = dates.get(name) ?? given;
  }
  return recorded;
}
