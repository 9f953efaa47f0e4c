/** What the undo of a run would do to one period, from the period's record. */
import type { PeriodRecord } from '../model/period-record.ts';
import type { Store } from '../store/store.ts';
import { undoCommand } from './periods-of-run.ts';

/**
 * `undoable` (`undone` once it is), or why not: `already_undone` by the run `by`; `moved_on`: the
 * run `by` has changed what is live since; `not_kept`, `below_barrier`, `unreadable`: there is
 * nothing to go back to; `not_here`: the run published nothing of it in this store.
 */
export type UndoKind =
  | 'undone'
  | 'undoable'
  | 'already_undone'
  | 'moved_on'
  | 'not_kept'
  | 'below_barrier'
  | 'unreadable'
  | 'not_here';

export type PeriodUndo = {
  readonly kind: UndoKind;
  readonly by: string | null;
  /** What is live, and what would be; null = nothing. */
  readonly from: string | null;
  readonly to: string | null;
  /** More than the kind says, where there is more. */
  readonly message: string | null;
};

export async function undoOfPeriod(
  store: Store,
  record: PeriodRecord | undefined,
  { run, isPublished }: { readonly run: string; readonly isPublished: boolean },
): Promise<PeriodUndo> {
  const from = record?.live ?? null;
  const nothing = { by: null, from, to: from, message: null };
  if (record === undefined) return { ...nothing, kind: 'not_here' };
  if (record.liveBy === run) {
    const to = record.liveBefore;
    return { ...nothing, to, ...stateOfTarget(record, to) };
  }
  const isOfRun = record.generations.some((one) => one.state === 'kept' && one.run === run);
  if (!isPublished && !isOfRun) return { ...nothing, kind: 'not_here' };
  const by = record.liveBy;
  const other = by === null ? undefined : await store.readRun(by);
  const isUndo = other?.command === undoCommand && other.options['run'] === run;
  return { ...nothing, kind: isUndo ? 'already_undone' : 'moved_on', by };
}

function stateOfTarget(
  record: PeriodRecord,
  target: string | null,
): Pick<PeriodUndo, 'kind'> & { readonly by: string | null } {
  if (target === null) return { kind: 'undoable', by: null };
  const entry = record.generations.find(({ generation }) => generation === target);
  if (entry?.state === 'kept') {
    return { kind: entry.barrier < record.barrier ? 'below_barrier' : 'undoable', by: null };
  }
  const drop = record.transitions.findLast(
    ({ kind, generation }) => kind === 'drop' && generation === target,
  );
  return { kind: 'not_kept', by: drop?.run ?? null };
}
