/** The operators' jobs as tests run them: with a clock that stands still and no waiting. */
import { collectGarbage } from '../../src/jobs/collect-garbage.ts';
import type { GarbageItem, GarbageRequest, GarbageResult } from '../../src/jobs/collect-garbage.ts';
import type { RunIdentity } from '../../src/jobs/rebuild-types.ts';
import { undoRun } from '../../src/jobs/undo-run.ts';
import type { UndoResult } from '../../src/jobs/undo-run.ts';
import type { UpkeepPorts } from '../../src/jobs/upkeep-ports.ts';
import { keepAges } from '../../src/model/period-transitions.ts';
import type { Store } from '../../src/store/store.ts';

export function portsOf(store: Store, now: number): UpkeepPorts {
  const { signal } = new AbortController();
  return { store, now: () => now, wait: () => Promise.resolve(), signal };
}

export function identityOf(id: string, command: string): RunIdentity {
  return { id, command, options: {}, who: 'test', reason: 'a test', version: 'test' };
}

export type GarbageTest = {
  readonly now: number;
  readonly run?: string;
  readonly request?: Partial<GarbageRequest>;
  readonly items?: GarbageItem[];
};

/** With --apply; 5-minute rows are kept for ever unless the request says otherwise. */
export function runGarbage(store: Store, given: GarbageTest): Promise<GarbageResult> {
  const { now, run = 'gc', request = {}, items = [] } = given;
  const observer = { garbage: (item: GarbageItem) => void items.push(item) };
  return collectGarbage(
    { ...portsOf(store, now), observer },
    {
      isApplied: true,
      retentionOf: () => ({ seconds: undefined, isNamed: false }),
      ages: keepAges,
      run: identityOf(run, 'store gc'),
      ...request,
    },
  );
}

export type UndoTest = {
  readonly now: number;
  /** The run to be undone. */
  readonly undone: string;
  readonly run?: string;
  readonly isApplied?: boolean;
};

/** With --apply. The run to be undone must have a record. */
export async function runUndo(store: Store, given: UndoTest): Promise<UndoResult> {
  const { now, undone, run = 'undo', isApplied = true } = given;
  const record = await store.readRun(undone);
  if (record === undefined) throw new Error(`no run ${undone}`);
  const identity = { ...identityOf(run, 'runs undo'), options: { run: undone } };
  return undoRun(
    { ...portsOf(store, now), observer: {} },
    { undone: record, isApplied, run: identity },
  );
}
