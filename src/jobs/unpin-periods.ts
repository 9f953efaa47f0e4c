/**
 * Takes the pins off that undos left: rollup then treats the days as all others, and rebuilds those
 * that are not up to date. What is live stays live.
 */
import { textFromDay } from '../base/calendar.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import type { PeriodKey } from '../model/period.ts';
import { unpin } from '../model/period-transitions.ts';
import type { Actor, Change } from '../model/period-transitions.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import { changePeriod } from '../store/change-period.ts';
import { pauseBetweenTries } from './pause-between-tries.ts';
import type { RunIdentity } from './rebuild-types.ts';
import { recordsOfStore } from './records-of-store.ts';
import type { RecordSelection } from './records-of-store.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';
import { UpkeepRun } from './upkeep-run.ts';

export type UnpinRequest = {
  readonly selection: RecordSelection;
  readonly isApplied: boolean;
  readonly run: RunIdentity;
};

export type UnpinItem = PeriodKey & {
  /** `moved_on`: between look and change, another undo pinned it anew. */
  readonly kind: 'unpinned' | 'pinned' | 'moved_on';
  /** The undo that pinned it. */
  readonly pinnedBy: string;
  readonly live: string | null;
};

export type UnpinResult = {
  readonly items: readonly UnpinItem[];
  /** Messages of the records that could not be read. */
  readonly unreadable: readonly string[];
  readonly causes: readonly ExitCode[];
};

export async function unpinPeriods(
  ports: UpkeepPorts,
  request: UnpinRequest,
): Promise<UnpinResult> {
  const run = new UpkeepRun(ports, request.run);
  const items: UnpinItem[] = [];
  const unreadable: string[] = [];
  for await (const stored of recordsOfStore(ports.store, request.selection)) {
    ports.signal.throwIfAborted();
    if (stored.kind === 'unreadable') unreadable.push(stored.error.message);
    if (stored.kind !== 'record' || stored.record.pinnedBy === null) continue;
    const { key, record } = stored;
    const item = { ...key, kind: 'pinned' as const, pinnedBy: stored.record.pinnedBy };
    const found = { ...item, live: record.live };
    items.push(request.isApplied ? await takeOff({ ports, request, run }, found) : found);
  }
  const causes: ExitCode[] = unreadable.length === 0 ? [0] : [4];
  if (items.some(({ kind }) => kind === 'moved_on')) causes.push(6);
  await run.end(causes);
  return { items, unreadable, causes };
}

async function takeOff(
  work: { readonly ports: UpkeepPorts; readonly request: UnpinRequest; readonly run: UpkeepRun },
  item: UnpinItem,
): Promise<UnpinItem> {
  const { ports, request, run } = work;
  await run.begin();
  const actor: Actor = { run: request.run.id, at: ports.now() };
  const change = await changePeriod(
    ports.store,
    item,
    (record) => unpinSeen(record, item.pinnedBy, actor),
    pauseBetweenTries(ports),
  );
  const kind = change.kind === 'refused' ? 'moved_on' : 'unpinned';
  run.add({
    site: item.site,
    date: textFromDay(item.day),
    result: kind,
    reason: `pinned by run ${item.pinnedBy}`,
    generationBefore: item.live,
    generationAfter: change.record.live,
    before: null,
    after: null,
  });
  return { ...item, kind };
}

/** A pin that another undo has set since is that one's to be taken off. */
function unpinSeen(record: PeriodRecord, pinnedBy: string, actor: Actor): Change {
  if (record.pinnedBy === null || record.pinnedBy === pinnedBy) return unpin(record, actor);
  return { kind: 'refused', why: 'epoch_moved', by: record.pinnedBy };
}
