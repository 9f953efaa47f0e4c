/**
 * Undoes what a run published: every period goes back to what was live before it, if that is still
 * kept and nobody has published since. Nothing is deleted, so that an undo can be undone like any
 * other run.
 */
import { textFromDay } from '../base/calendar.ts';
import { DataError } from '../base/errors.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import type { PeriodKey } from '../model/period.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import { undoTo } from '../model/period-transitions.ts';
import type { Actor } from '../model/period-transitions.ts';
import type { RunPeriod, RunRecord } from '../model/run-record.ts';
import { changePeriod } from '../store/change-period.ts';
import { numbersOfGeneration } from './generation-numbers.ts';
import type { MainNumbers } from './main-numbers.ts';
import { pauseBetweenTries } from './pause-between-tries.ts';
import { periodsOfRun } from './periods-of-run.ts';
import type { RunIdentity } from './rebuild-types.ts';
import { readSoundRecord } from './records-of-store.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';
import { UpkeepRun } from './upkeep-run.ts';
import { undoOfPeriod } from './undo-of-period.ts';
import type { PeriodUndo, UndoKind } from './undo-of-period.ts';

export type UndoPorts = UpkeepPorts & {
  readonly observer: { periodDone?(item: UndoItem): void };
};

export type UndoRequest = {
  /** The run to be undone. */
  readonly undone: RunRecord;
  /** Without it, what would go back is worked out and told, and nothing is written. */
  readonly isApplied: boolean;
  readonly run: RunIdentity;
};

export type UndoItem = PeriodKey &
  PeriodUndo & {
    /** Main numbers of what is live now, and of what would be or is live after. */
    readonly before: MainNumbers | null;
    readonly after: MainNumbers | null;
  };

export type UndoResult = {
  readonly items: readonly UndoItem[];
  readonly causes: readonly ExitCode[];
};

/** Memory: one item per period of the run. */
export async function undoRun(ports: UndoPorts, request: UndoRequest): Promise<UndoResult> {
  const { store, signal, observer } = ports;
  const run = new UpkeepRun(ports, request.run);
  const items: UndoItem[] = [];
  for await (const { key, isPublished } of periodsOfRun(store, request.undone)) {
    signal.throwIfAborted();
    const item = await undoPeriod({ ports, request, run }, key, isPublished);
    if (item.kind === 'not_here') continue;
    items.push(item);
    run.add(runPeriodOf(item));
    observer.periodDone?.(item);
  }
  const causes = items.map(({ kind }) => causeOfKind[kind]);
  if (items.some(({ kind }) => kind === 'undone')) await store.refreshViews?.();
  await run.end(causes);
  return { items, causes };
}

type Work = {
  readonly ports: UndoPorts;
  readonly request: UndoRequest;
  readonly run: UpkeepRun;
};

/** What is damaged in one period does not keep the others from going back. */
async function undoPeriod(work: Work, key: PeriodKey, isPublished: boolean): Promise<UndoItem> {
  const { undone, isApplied } = work.request;
  try {
    const record = await readSoundRecord(work.ports.store, key);
    const question = { isPublished, run: undone.run };
    const undo = await undoOfPeriod(work.ports.store, record, question);
    const item = await withNumbers(work, key, undo);
    if (item.kind !== 'undoable' || record === undefined || !isApplied) return item;
    return await applyUndo(work, item, record);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const unknown = { by: null, from: null, to: null, before: null, after: null };
    return { ...key, ...unknown, kind: 'unreadable', message: error.message };
  }
}

async function withNumbers(
  { ports: { store } }: Work,
  { site, day }: PeriodKey,
  undo: PeriodUndo,
): Promise<UndoItem> {
  const item = { site, day, ...undo, before: null, after: null };
  if (undo.kind !== 'undoable') return item;
  const key = { site, day };
  const [before, after] = [
    await numbersOfGeneration(store, key, undo.from),
    await numbersOfGeneration(store, key, undo.to),
  ];
  // What is live may be beyond reading: that can be why it is undone. Its successor may not.
  const numbers = before.kind === 'read' ? before.numbers : null;
  if (after.kind === 'read') return { ...item, before: numbers, after: after.numbers };
  return { ...item, kind: 'unreadable', before: numbers, message: after.message };
}

async function applyUndo(work: Work, item: UndoItem, seen: PeriodRecord): Promise<UndoItem> {
  const { ports, request, run } = work;
  await run.begin();
  const actor: Actor = { run: request.run.id, at: ports.now() };
  const undo = { generation: item.to, epoch: seen.epoch };
  const change = await changePeriod(
    ports.store,
    item,
    (record) => undoTo(record, undo, actor),
    pauseBetweenTries(ports),
  );
  if (change.kind !== 'refused') return { ...item, kind: 'undone' };
  // Somebody was first: a second undo of the same run, a publish, or the removal of what is old.
  const question = { isPublished: true, run: request.undone.run };
  const found = await undoOfPeriod(ports.store, change.record, question);
  return { ...item, ...found, after: null };
}

function runPeriodOf(item: UndoItem): RunPeriod {
  const { site, day, kind, by, message, from, to, before, after } = item;
  const reason = message ?? (by === null ? undefined : `run ${by}`);
  return {
    site,
    date: textFromDay(day),
    result: kind,
    ...(reason !== undefined && { reason }),
    generationBefore: from,
    generationAfter: kind === 'undone' ? to : from,
    before,
    after: kind === 'undone' ? after : before,
  };
}

/** The exit codes that a period gives cause for. */
const causeOfKind: Readonly<Record<UndoKind, ExitCode>> = {
  undone: 0,
  undoable: 0,
  already_undone: 0,
  not_here: 0,
  moved_on: 6,
  not_kept: 4,
  below_barrier: 4,
  unreadable: 4,
};
