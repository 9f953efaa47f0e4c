/** A run by its id, or by as much of it as tells it from all others. */
import { DataError, UsageError } from '../base/errors.ts';
import { nearNames } from '../model/near-names.ts';
import type { RunRecord } from '../model/run-record.ts';
import { faultsOfRunRecord } from '../model/run-record-faults.ts';
import type { Store } from '../store/store.ts';

/** Ids offered where several fit. */
const offeredMax = 5;

/**
 * The id begins with the text, or its random end does: that is the part that people remember.
 * @throws UsageError where no run or several fit, with those that may be meant.
 */
export async function findRun(store: Store, text: string): Promise<RunRecord> {
  const runs: string[] = [];
  for await (const run of store.listRuns()) runs.push(run);
  const fitting = runs.includes(text) ? [text] : runs.filter((run) => doesFit(run, text));
  const [only, second] = fitting;
  if (only === undefined) throw unknownRun(store, text, runs);
  if (second !== undefined) throw ambiguousRun(text, fitting);
  const record = await store.readRun(only);
  if (record === undefined) throw unknownRun(store, text, runs);
  const faults = faultsOfRunRecord(record);
  if (faults.length === 0) return record;
  throw new DataError(`the record of run ${only} is damaged: ${faults.join(', ')}`, {
    hint: 'restore it from a backup of the store',
  });
}

function doesFit(run: string, text: string): boolean {
  return text !== '' && (run.startsWith(text) || endOf(run).startsWith(text));
}

/** `9f3c2a` of `20261123T204000Z-9f3c2a`. */
function endOf(run: string): string {
  return run.slice(run.lastIndexOf('-') + 1);
}

function ambiguousRun(text: string, fitting: readonly string[]): UsageError {
  const offered = fitting.slice(0, offeredMax).join(', ');
  const more = fitting.length > offeredMax ? ', and others' : '';
  return new UsageError(`${text} fits ${String(fitting.length)} runs`, {
    hint: `write more of the id: ${offered}${more}`,
  });
}

function unknownRun(store: Store, text: string, runs: readonly string[]): UsageError {
  const byEnd = new Map(runs.map((run) => [endOf(run), run]));
  const near = [
    ...nearNames(text, runs),
    ...nearNames(text, byEnd.keys()).map((end) => byEnd.get(end) ?? end),
  ];
  const offered = [...new Set(near)].slice(0, offeredMax);
  return new UsageError(`${store.location} has no run ${text}`, {
    hint:
      offered.length > 0
        ? `did you mean ${offered.join(' or ')}?`
        : 'recount runs list shows the runs of a store; check --store too',
  });
}
