/** Runs `recount rollup`: opens what it needs, runs the job, shows the result, closes all. */
import { readFileSync } from 'node:fs';
import type { Command } from '@commander-js/extra-typings';
import { daySeconds } from '../base/calendar.ts';
import { systemErrorCode } from '../base/errors.ts';
import { refuseFaults, type OptionFault } from '../config/option-faults.ts';
import type { Settings } from '../config/resolve-options.ts';
import { splitMemory } from '../jobs/memory-split.ts';
import { rollup, type RollupRequest, type RollupResult } from '../jobs/rollup.ts';
import { metrics } from '../model/catalogue.ts';
import { periodLine, rebuildSummary, rejectedLine } from '../report/rebuild-json.ts';
import { rollupMetrics } from '../report/rollup-metrics.ts';
import { rollupText } from '../report/rollup-text.ts';
import {
  closeAll,
  openDeriving,
  openStoresToFill,
  progressObserver,
  type Closers,
} from './derive-ports.ts';
import { derivingShares, memoryFaults } from './deriving-shares.ts';
import { printJson, printLines } from './print.ts';
import { siteFromSettings } from './rebuild-call.ts';
import { recordedOptions } from './recorded-options.ts';
import { nameRun } from './run-identity.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';
import { WholeFile } from './whole-file.ts';

type RollupSettings = Settings<'rollup'>;

export async function runRollup(session: Session, command: Command): Promise<void> {
  const settings = await readSettings(session, command, 'rollup');
  const request = rollupRequest(session, settings);
  session.ifInterrupted = request.isApplied
    ? 'what was published is whole, and the next rollup goes on from there'
    : 'nothing was written';
  const closers: Closers = [];
  try {
    await runWith(session, settings, { request, closers });
  } finally {
    await closeAll(closers);
  }
}

async function runWith(
  session: Session,
  settings: RollupSettings,
  { request, closers }: { readonly request: RollupRequest; readonly closers: Closers },
): Promise<void> {
  const { values } = settings;
  const run = request.run.id;
  const metricsFile = openMetrics(values.metricsFile, { run, closers });
  const { ports, progress } = await openDeriving(session, values, { run, closers });
  const places = [...new Set(values.store)];
  const { engineBytesMax } = splitMemory(values.memory, places.length);
  const made = {
    places,
    isMade: !values.dryRun,
    madeBy: 'a run without --dry-run',
    engineBytesMax,
    values,
  };
  const stores = await openStoresToFill(session, made, closers);
  const observer = progressObserver(progress);
  const result = await rollup({ ...ports, stores, observer }, request);
  progress.end();
  for (const cause of result.rebuilt.causes) session.causes.add(cause);
  if (metricsFile !== undefined) {
    const before = textOf(metricsFile.path);
    metricsFile.write(rollupMetrics(result, { before, isApplied: request.isApplied }));
    metricsFile.keep();
  }
  await tell(session, settings, { run, result });
}

function rollupRequest(session: Session, settings: RollupSettings): RollupRequest {
  const { values, sites } = settings;
  refuseFaults([...faultsOf(settings), ...memoryFaults(settings)]);
  const { surroundings } = session;
  const now = Math.floor(surroundings.now() / 1000);
  const identity = { ...nameRun(surroundings), command: 'rollup' };
  const { cores } = surroundings;
  const memory = derivingShares(values, { stores: values.store.length, cores });
  return {
    sites: sites.map((site) => siteFromSettings(site, [])),
    lookBackDays: values.lookBack / daySeconds,
    stopAt: values.runTime === undefined ? undefined : now + values.runTime,
    metrics,
    inputFormat: values.inputFormat,
    isApplied: !values.dryRun,
    acceptEmpty: new Set(),
    eventBytesMax: memory.eventBytesMax,
    workers: memory.workers,
    run: { ...identity, ...recordedOptions(settings.found), reason: null },
  };
}

/** More would be a rebuild of its own (chosen). */
const lookBackDaysMax = 400;

function faultsOf({ values, found }: RollupSettings): readonly OptionFault[] {
  const days = values.lookBack / daySeconds;
  if (Number.isInteger(days) && days >= 1 && days <= lookBackDaysMax) return [];
  const { called = '--look-back', texts = [] } = found.get('lookBack') ?? {};
  const hint = `give 1d to ${String(lookBackDaysMax)}d; recount rebuild goes further back`;
  return [{ message: `${called} ${texts.join(' ')} is no span of days to look back`, hint }];
}

function openMetrics(
  path: string | undefined,
  { run, closers }: { readonly run: string; readonly closers: Closers },
): WholeFile | undefined {
  if (path === undefined) return undefined;
  const file = new WholeFile({ path, flag: '--metrics-file', id: run });
  closers.push(() => file.discard());
  return file;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

async function tell(
  session: Session,
  { values }: RollupSettings,
  { run, result }: { readonly run: string; readonly result: RollupResult },
): Promise<void> {
  const isApplied = !values.dryRun;
  const { columns } = session.surroundings;
  if (!values.json) {
    await printLines(session, rollupText(result, { columns, isApplied, run }));
    Object.assign(session.summary, { run });
    return;
  }
  for (const { periods } of result.sites) {
    for (const period of periods) await printJson(session, periodLine(period));
  }
  for (const object of result.rebuilt.objects) {
    if (object.rejected !== null) await printJson(session, rejectedLine(object));
  }
  Object.assign(session.summary, rebuildSummary(result.rebuilt, { run, isApplied }), {
    sites: result.sites.map(({ site, isSound, differences, lagSeconds, durationSeconds }) => ({
      site,
      sound: isSound,
      differences,
      lag_seconds: lagSeconds,
      duration_seconds: durationSeconds,
    })),
  });
}
