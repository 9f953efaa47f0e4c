/** What became of a run since: which of the periods that it published are still as it left them. */
import { DataError } from '../base/errors.ts';
import type { PeriodKey } from '../model/period.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { Store } from '../store/store.ts';
import { periodsOfRun } from './periods-of-run.ts';
import { readSoundRecord } from './records-of-store.ts';
import { undoOfPeriod } from './undo-of-period.ts';

export type PeriodOfRunNow = PeriodKey & {
  /** `live`: what the run made live still is. `moved_on`, `undone`: by the run `by`. */
  readonly state: 'live' | 'moved_on' | 'undone' | 'unreadable';
  readonly by: string | null;
};

/** One for each period that the run published in this store, ascending by site and day. */
export async function* periodsOfRunNow(
  store: Store,
  run: RunRecord,
  signal: AbortSignal,
): AsyncGenerator<PeriodOfRunNow, void, undefined> {
  for await (const { key, isPublished } of periodsOfRun(store, run)) {
    signal.throwIfAborted();
    const found = await stateOf(store, key, { run: run.run, isPublished });
    if (found !== undefined) yield { ...key, ...found };
  }
}

async function stateOf(
  store: Store,
  key: PeriodKey,
  question: { readonly run: string; readonly isPublished: boolean },
): Promise<Pick<PeriodOfRunNow, 'state' | 'by'> | undefined> {
  try {
    const record = await readSoundRecord(store, key);
    if (record?.liveBy === question.run) return { state: 'live', by: null };
    const { kind, by } = await undoOfPeriod(store, record, question);
    if (kind === 'not_here') return undefined;
    return { state: kind === 'already_undone' ? 'undone' : 'moved_on', by };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { state: 'unreadable', by: null };
  }
}
