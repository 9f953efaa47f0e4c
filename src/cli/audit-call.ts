/** What `recount audit` was asked to do, checked as a whole and put as the job's request. */
import { digestFromValue } from '../base/canonical-json.ts';
import { refuseFaults, type OptionFault } from '../config/option-faults.ts';
import type { OptionName } from '../config/options.ts';
import type { Settings } from '../config/resolve-options.ts';
import type { AuditLevel, AuditRequest } from '../jobs/audit-types.ts';
import { metricFromName, metrics } from '../model/catalogue.ts';
import type { Tolerances } from '../model/tolerance.ts';
import { againstFaults } from './against-call.ts';
import { faultsOfStores } from './operator-stores.ts';
import { derivingShares, memoryFaults } from './deriving-shares.ts';
import { commonDates, daysOfSpan, siteFromSettings } from './rebuild-call.ts';
import { daysOfSites, faultsOfDays } from './site-days.ts';

export type AuditSettings = Settings<'audit'>;

export type AuditCall = {
  readonly request: AuditRequest;
  readonly dates: ReadonlyMap<OptionName, string>;
  /** Of everything that decides what is found: another one must not go on from there. */
  readonly digest: string;
};

/** @param now epoch seconds. @throws OptionFaults with everything that does not fit together. */
export function auditCall(
  settings: AuditSettings,
  {
    now,
    cores,
    version,
  }: { readonly now: number; readonly cores: number; readonly version: string },
): AuditCall {
  const { values, sites } = settings;
  const days = daysOfSites(values, sites, now);
  refuseFaults([
    ...faultsOfDays(days),
    ...faultsOfStores(settings, 'audit'),
    ...memoryFaults(settings),
    ...conflicts(settings),
  ]);
  const memory = derivingShares(values, { stores: 1, cores });
  const request: AuditRequest = {
    sites: sites.map((site, index) => siteFromSettings(site, daysOfSpan(days[index]))),
    fromDay: Math.min(...days.map(({ fromDay = 0 }) => fromDay)),
    untilDay: Math.max(...days.map(({ untilDay = 0 }) => untilDay)),
    metrics,
    inputFormat: values.inputFormat,
    acceptEmpty: new Set(),
    eventBytesMax: memory.eventBytesMax,
    workers: memory.workers,
    level: levelOf(settings),
    sample: values.sample,
    tolerances: tolerancesOf(settings),
    stopAt: values.runTime === undefined ? undefined : now + values.runTime,
    isDiagnosing: values.diagnose,
    isProvisional: values.provisional,
  };
  const digest = digestFromValue({ version, ...configuration(settings, request) });
  return { request, dates: commonDates(days), digest };
}

function levelOf({ values }: AuditSettings): AuditLevel {
  if (values.quick) return 'quick';
  return values.stored ? 'stored' : 'full';
}

function tolerancesOf({ values }: AuditSettings): Tolerances {
  return Object.fromEntries(values.tolerance.map(({ metric, tolerance }) => [metric, tolerance]));
}

function configuration({ values }: AuditSettings, request: AuditRequest): object {
  const { sites, sample = null, level, tolerances, isProvisional } = request;
  const isDiagnosing = request.isDiagnosing === true;
  return {
    archive: values.archive ?? '',
    store: values.store[0] ?? '',
    ...{ level, sample, tolerances, isProvisional, isDiagnosing },
    inputFormat: values.inputFormat,
    metrics: request.metrics.map(({ name }) => name),
    sites: sites.map(({ clock, ...site }) => ({ ...site, zone: clock.zone })),
  };
}

function conflicts({ values }: AuditSettings): readonly OptionFault[] {
  const faults: OptionFault[] = [];
  const refuse = (message: string, hint: string): void => void faults.push({ message, hint });
  if (values.quick && values.stored) {
    refuse('--quick and --stored exclude each other', 'run them one after the other');
  }
  if (values.plan !== undefined && (values.quick || values.stored)) {
    refuse('--plan needs numbers from the logs', 'leave out --quick or --stored');
  }
  if (values.diagnose && (values.quick || values.stored)) {
    refuse('--diagnose recounts the logs', 'leave out --quick or --stored');
  }
  faults.push(...againstFaults(values));
  for (const { metric } of values.tolerance) {
    if (metricFromName(metric) !== undefined) continue;
    const names = metrics.map(({ name }) => name).join(', ');
    refuse(`--tolerance names no metric: ${metric}`, `metrics are ${names}, event:<name>`);
  }
  if (values.json && values.format === 'csv' && values.output === undefined) {
    refuse(
      '--json and --format csv would both write to standard output',
      'name a file for the days with --output, or leave one of them out',
    );
  }
  return faults;
}
