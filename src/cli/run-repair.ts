/** Runs `recount repair`: reads the plan, runs the job, shows what became of each of its days. */
import { readFileSync } from 'node:fs';
import type { Command } from '@commander-js/extra-typings';
import { textFromDay } from '../base/calendar.ts';
import { SystemError, systemErrorCode } from '../base/errors.ts';
import { refuseFaults } from '../config/option-faults.ts';
import type { Settings } from '../config/resolve-options.ts';
import { splitMemory } from '../jobs/memory-split.ts';
import { planFromText } from '../jobs/plan-from-audit.ts';
import { repair, type RepairRequest, type RepairResult } from '../jobs/repair.ts';
import { metrics } from '../model/catalogue.ts';
import type { Plan } from '../model/plan.ts';
import { periodLine, rebuildSummary } from '../report/rebuild-json.ts';
import { repairText } from '../report/repair-text.ts';
import { commandLines } from './command-text.ts';
import { closeAll, openDeriving, progressObserver, type Closers } from './derive-ports.ts';
import { derivingShares, memoryFaults } from './deriving-shares.ts';
import { storeOpener } from './open-store.ts';
import { faultsOfStores, identityOfRun } from './operator-stores.ts';
import { printJson, printLines } from './print.ts';
import { siteFromSettings } from './rebuild-call.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

type RepairSettings = Settings<'repair'>;

export async function runRepair(session: Session, command: Command, path: string): Promise<void> {
  const settings = await readSettings(session, command, 'repair');
  const { values } = settings;
  refuseFaults([...faultsOfStores(settings, 'repair'), ...memoryFaults(settings)]);
  const request = requestOf(session, settings, readPlan(path), path);
  session.ifInterrupted = values.apply
    ? 'what was published is whole, and the same command goes on from there'
    : 'nothing was written';
  const closers: Closers = [];
  try {
    const { engineBytesMax } = splitMemory(values.memory, 1);
    const [place = ''] = values.store;
    const opener = storeOpener(session, values);
    const store = await opener.open(place, { isMade: false, engineBytesMax });
    closers.push(() => store.close());
    const { id: run } = request.run;
    const { ports, progress } = await openDeriving(session, values, { run, closers });
    const observer = progressObserver(progress);
    const result = await repair({ ...ports, stores: [store], observer }, request);
    progress.end();
    for (const cause of result.rebuilt?.causes ?? []) session.causes.add(cause);
    await tellRepair(session, settings, { result, request, path });
  } finally {
    await closeAll(closers);
  }
}

function readPlan(path: string): Plan {
  try {
    return planFromText(readFileSync(path, 'utf8'), path);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new SystemError(`the plan ${path} cannot be read (${code})`, {
      hint: 'make one with recount audit --plan FILE',
      cause,
    });
  }
}

function requestOf(
  session: Session,
  settings: RepairSettings,
  plan: Plan,
  path: string,
): RepairRequest {
  const { values, sites } = settings;
  const { madeAt } = plan.head;
  const { cores } = session.surroundings;
  const memory = derivingShares(values, { stores: 1, cores });
  return {
    plan,
    only: values.only,
    metrics,
    sites: sites.map((site) => siteFromSettings(site, [])),
    inputFormat: values.inputFormat,
    isApplied: values.apply,
    eventBytesMax: memory.eventBytesMax,
    workers: memory.workers,
    run: identityOfRun(session, settings, { plan: `${path}, made ${madeAt}` }),
  };
}

async function tellRepair(
  session: Session,
  settings: RepairSettings,
  { result, request, path }: { result: RepairResult; request: RepairRequest; path: string },
): Promise<void> {
  const { rebuilt, left } = result;
  const { isApplied, run } = request;
  const periods = rebuilt?.periods ?? [];
  const told = { run: run.id, isApplied };
  if (rebuilt !== undefined) Object.assign(session.summary, rebuildSummary(rebuilt, told));
  Object.assign(session.summary, { left: left.length });
  if (settings.values.json) {
    for (const period of periods) {
      const isConfirmed = period.kind === 'published';
      await printJson(session, { ...periodLine(period), confirmed: isConfirmed });
    }
    for (const { site, day, reason, plan } of left) {
      const { causes } = plan;
      await printJson(session, { type: 'left', site, date: textFromDay(day), causes, reason });
    }
    return;
  }
  const { columns } = session.surroundings;
  const isMore = !isApplied && periods.some(({ kind }) => kind === 'derived');
  const changes = { replaced: new Map(), dropped: [], added: [['--apply']], operands: [path] };
  const nextCommand = isMore ? commandLines(settings, changes, columns) : [];
  const layout = { columns, isApplied, run: run.id, nextCommand };
  await printLines(session, repairText({ periods, left }, layout));
}
