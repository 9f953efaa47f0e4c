/**
 * An erasure is first numbered in the site's record, and then written as a least number into the
 * record of every day of the site's history, made where there is none. From then on nothing that
 * was derived without it can be published, kept or undone to.
 */
import { daysBetween, daySeconds } from '../base/calendar.ts';
import { UnavailableError } from '../base/errors.ts';
import { addErasure, numberOfErasure, type NewErasure } from '../model/erasure.ts';
import { raiseBarrier, type Actor } from '../model/period-transitions.ts';
import { changePeriod } from '../store/change-period.ts';
import type { Store } from '../store/store.ts';
import { pauseBetweenTries } from './pause-between-tries.ts';
import { recordsOfStore } from './records-of-store.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';

/** With every try somebody else gets ahead; more than this many means something is broken. */
const triesMax = 20;

/**
 * Numbers the erasure, or finds the number that it has; it then stands in the site's record.
 * @throws UnavailableError where the record did not settle; doing it again is safe.
 */
export async function numberErasure(ports: UpkeepPorts, erasure: NewErasure): Promise<number> {
  const { store } = ports;
  const pause = pauseBetweenTries(ports);
  let lastFailure: UnavailableError | undefined;
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const record = await store.readSite(erasure.site);
    const number = numberOfErasure(record, erasure.hashes);
    if (number !== undefined) return number;
    const next = addErasure(record, erasure);
    try {
      if (next !== undefined) await store.swapSite(next);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      lastFailure = error;
    }
    if (tries > 1) await pause(tries);
  }
  const message = `${store.location} did not settle the record of ${erasure.site}`;
  throw new UnavailableError(message, {
    hint: 'run the command again; what was already done is found and left as it is',
    cause: lastFailure,
  });
}

/**
 * Writes the number into the period records. A run that began before and intends a day beyond
 * them looks at the site's record behind its intent, so that it sees the number there.
 * @returns how many records were changed.
 */
export async function raiseBarriers(
  ports: UpkeepPorts,
  { site, number, run }: { readonly site: string; readonly number: number; readonly run: string },
): Promise<number> {
  const { store, signal } = ports;
  let raised = 0;
  for (const day of await daysOfHistory(store, site, ports.now())) {
    signal.throwIfAborted();
    const actor: Actor = { run, at: ports.now() };
    const change = await changePeriod(
      store,
      { site, day },
      (record) => raiseBarrier(record, number, actor),
      pauseBetweenTries(ports),
    );
    if (change.kind === 'changed') raised += 1;
  }
  return raised;
}

/**
 * From the first day that has a record to today, in any zone, without a gap; but for days whose
 * record cannot be read.
 */
async function daysOfHistory(store: Store, site: string, now: number): Promise<readonly number[]> {
  let first = Infinity;
  let last = Math.floor(now / daySeconds) + 1;
  const unreadable = new Set<number>();
  for await (const { kind, key } of recordsOfStore(store, { sites: [site] })) {
    if (kind === 'unreadable') unreadable.add(key.day);
    first = Math.min(first, key.day);
    last = Math.max(last, key.day);
  }
  if (first === Infinity) return [];
  return daysBetween(first, last + 1).filter((day) => !unreadable.has(day));
}
