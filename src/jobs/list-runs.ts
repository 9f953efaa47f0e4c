/** The runs that a store remembers, newest first. */
import { RecountError } from '../base/errors.ts';
import type { RunRecord } from '../model/run-record.ts';
import { faultsOfRunRecord } from '../model/run-record-faults.ts';
import type { Store } from '../store/store.ts';

export type ListedRun =
  | { readonly kind: 'run'; readonly run: RunRecord }
  | { readonly kind: 'unreadable'; readonly id: string; readonly message: string };

export type RunSelection = {
  /** Empty = of all sites. */
  readonly sites: readonly string[];
  /** At most so many. */
  readonly runsMax: number;
};

/** Memory: one record, and the ids. A damaged record does not hide the others. */
export async function* listRuns(
  store: Store,
  { sites, runsMax }: RunSelection,
): AsyncGenerator<ListedRun, void, undefined> {
  let listed = 0;
  for await (const id of store.listRuns()) {
    if (listed === runsMax) return;
    const found = await readRun(store, id);
    if (found === undefined || !isOfSites(found, sites)) continue;
    listed += 1;
    yield found;
  }
}

async function readRun(store: Store, id: string): Promise<ListedRun | undefined> {
  try {
    const run = await store.readRun(id);
    if (run === undefined) return undefined;
    const faults = faultsOfRunRecord(run);
    if (faults.length === 0) return { kind: 'run', run };
    return { kind: 'unreadable', id, message: `its record is damaged: ${faults.join(', ')}` };
  } catch (error) {
    if (!(error instanceof RecountError) || error.exitCode !== 1) throw error;
    return { kind: 'unreadable', id, message: error.message };
  }
}

/** The record of a run that was killed names no periods, but what it was asked for. */
function isOfSites(found: ListedRun, sites: readonly string[]): boolean {
  if (sites.length === 0 || found.kind === 'unreadable') return true;
  const { periods, options } = found.run;
  const asked: unknown = options['site'];
  const named = new Set<unknown>([
    ...periods.map(({ site }) => site),
    ...(Array.isArray(asked) ? (asked as readonly unknown[]) : [asked]),
  ]);
  return sites.some((site) => named.has(site));
}
