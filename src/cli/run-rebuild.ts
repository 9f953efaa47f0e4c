/** Runs `recount rebuild`: opens what it needs, runs the job, shows the result, closes all. */
import type { Command } from '@commander-js/extra-typings';
import { estimateRebuild, rebuild } from '../jobs/rebuild.ts';
import type { PeriodResult, RebuildObserver } from '../jobs/rebuild-types.ts';
import { countText } from '../report/number-text.ts';
import {
  closeAll,
  openDeriving,
  openStoresToFill,
  progressObserver,
  type Closers,
} from './derive-ports.ts';
import type { Progress } from './progress.ts';
import { rebuildCall, type RebuildCall, type RebuildSettings } from './rebuild-call.ts';
import { rebuildOutput, type RebuildOutput } from './rebuild-output.ts';
import { nameRun } from './run-identity.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';
import { WholeFile } from './whole-file.ts';

export async function runRebuild(session: Session, command: Command): Promise<void> {
  const { surroundings } = session;
  const settings = await readSettings(session, command, 'rebuild');
  const now = Math.floor(surroundings.now() / 1000);
  const identity = { ...nameRun(surroundings), command: 'rebuild' };
  const call = rebuildCall(settings, { now, cores: surroundings.cores, identity });
  session.ifInterrupted = call.request.isApplied
    ? 'what was published is whole, and the same command goes on from there'
    : 'nothing was written';
  const closers: Closers = [];
  try {
    await runCall(session, { settings, call, closers });
  } finally {
    await closeAll(closers);
  }
}

type Opened = {
  readonly settings: RebuildSettings;
  readonly call: RebuildCall;
  readonly closers: Closers;
};

async function runCall(session: Session, opened: Opened): Promise<void> {
  const { settings, call, closers } = opened;
  const { causes } = session;
  const { values } = settings;
  const rejects = openRejects(opened);
  const run = call.request.run.id;
  const { ports: own, progress } = await openDeriving(session, values, { run, closers });
  const { isApplied } = call.request;
  const { engineBytesMax } = call.memory;
  const made = {
    places: call.stores,
    isMade: isApplied,
    madeBy: '--apply',
    engineBytesMax,
    values,
  };
  const stores = await openStoresToFill(session, made, closers);
  const output = rebuildOutput(session, settings, call);
  const done: PeriodResult[] = [];
  const ports = { ...own, stores, observer: observerOf({ progress, output, done, rejects }) };
  if (values.estimate) {
    await output.estimated(await estimateRebuild(ports, call.request));
    return;
  }
  try {
    const result = await rebuild(ports, call.request);
    progress.end();
    rejects?.keep();
    await output.finished(result);
    for (const cause of result.causes) causes.add(cause);
  } catch (error) {
    const published = done.filter(({ kind }) => kind === 'published').length;
    if (published > 0) session.note(`published before that: ${countText(published, 'day')}`);
    throw error;
  }
}

function openRejects({ settings, call, closers }: Opened): WholeFile | undefined {
  const path = settings.values.rejects;
  if (path === undefined) return undefined;
  const file = new WholeFile({ path, flag: '--rejects', id: call.request.run.id });
  closers.push(() => file.discard());
  return file;
}

function observerOf({
  progress,
  output,
  done,
  rejects,
}: {
  progress: Progress;
  output: RebuildOutput;
  done: PeriodResult[];
  rejects: WholeFile | undefined;
}): RebuildObserver {
  const shown = progressObserver(progress);
  return {
    ...shown,
    planned(plan) {
      shown.planned?.(plan);
      output.planned(plan);
    },
    periodDone(period) {
      done.push(period);
      shown.periodDone?.(period);
      output.periodDone(period);
    },
    ...(rejects !== undefined && {
      lineRefused: (line) => rejects.write(`${JSON.stringify(line)}\n`),
    }),
  };
}
