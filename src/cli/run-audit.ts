/** Runs `recount audit`: opens what it needs, runs the job, shows and keeps what it found. */
import type { Command } from '@commander-js/extra-typings';
import { audit } from '../jobs/audit.ts';
import type { AuditObserver, AuditPorts, AuditResult } from '../jobs/audit-types.ts';
import { splitMemory } from '../jobs/memory-split.ts';
import { planFromAudit, planLines } from '../jobs/plan-from-audit.ts';
import type { Store } from '../store/store.ts';
import { auditCall, type AuditCall, type AuditSettings } from './audit-call.ts';
import { auditSteps, tellAudit } from './audit-output.ts';
import { openProgressFile } from './audit-progress-file.ts';
import { closeAll, openAuditing, type Closers } from './derive-ports.ts';
import { storeOpener } from './open-store.ts';
import { PageFile } from './page-file.ts';
import type { Progress } from './progress.ts';
import { runAgainst } from './run-against.ts';
import { pageFromAudit } from '../report/html/page-from-audit.ts';
import { nameRun } from './run-identity.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';
import { settingsWithStoredZones } from './stored-zones.ts';
import { WholeFile } from './whole-file.ts';

/** Commands in a page are broken into lines of this length. */
const pageColumns = 80;

export async function runAudit(session: Session, command: Command): Promise<void> {
  const { surroundings } = session;
  const given = await readSettings(session, command, 'audit');
  const settings = await settingsWithStoredZones(session, given);
  const { id, version } = nameRun(surroundings);
  const now = Math.floor(surroundings.now() / 1000);
  const call = auditCall(settings, { now, cores: surroundings.cores, version });
  const { resume } = settings.values;
  session.ifInterrupted =
    resume === undefined
      ? 'nothing was written; with --resume FILE it could go on from here'
      : 'the same command goes on from here';
  const closers: Closers = [];
  try {
    const { values } = settings;
    const plan = values.plan && new WholeFile({ path: values.plan, flag: '--plan', id });
    if (plan) closers.push(() => plan.discard());
    const page = values.report && new PageFile(values.report, { id, version, now });
    if (page) closers.push(() => page.discard());
    if (values.against !== undefined) {
      const against = { place: values.against, request: call.request, closers };
      await runAgainst(session, settings, { ...against, page: page || undefined });
      return;
    }
    const { engineBytesMax } = splitMemory(values.memory, 1);
    const [place = ''] = values.store;
    const opener = storeOpener(session, values);
    const store = await opener.open(place, { isMade: false, engineBytesMax });
    closers.push(() => store.close());
    const result = await auditStore(session, { settings, call, store, closers });
    if (plan) {
      const made = planFromAudit(result, { madeAt: now, version });
      for (const line of planLines(made)) plan.write(line);
      plan.keep();
    }
    if (page) {
      const steps = auditSteps(settings, { result, call }, pageColumns);
      page.write(pageFromAudit(result, page.making(steps)));
    }
    await tellAudit(session, settings, { result, call });
    for (const cause of result.causes) session.causes.add(cause);
  } finally {
    await closeAll(closers);
  }
}

type Opened = {
  readonly settings: AuditSettings;
  readonly call: AuditCall;
  readonly store: Store;
  readonly closers: Closers;
};

async function auditStore(session: Session, opened: Opened): Promise<AuditResult> {
  const { settings, call, store, closers } = opened;
  const { resume } = settings.values;
  const file = resume === undefined ? undefined : openProgressFile(resume, call.digest);
  const { ports, progress } = await openAuditing(session, settings.values, {
    isArchiveRead: call.request.level !== 'stored',
    closers,
  });
  const own: AuditPorts = {
    ...ports,
    store,
    observer: observerOf(progress),
    ...(file !== undefined && { progress: file }),
  };
  const result = await audit(own, call.request);
  progress.end();
  if (!result.isTimeUp) file?.remove();
  return result;
}

function observerOf(progress: Progress): AuditObserver {
  return {
    planned: (plan) => progress.start(plan),
    progress: (bytes) => progress.add({ bytesDone: bytes }),
    objectDone: () => progress.add({ objectsDone: 1 }),
    periodDone: () => progress.add({ periodsDone: 1 }),
  };
}
