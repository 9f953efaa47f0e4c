/**
 * Removes what stands below an erasure and is not live: marked first, so that nobody can make it
 * live any more, then out of the views, and only then deleted.
 */
import type { PeriodKey } from '../model/period.ts';
import type { GenerationEntry, PeriodRecord } from '../model/period-record.ts';
import { dropGeneration, keepAges, type Actor } from '../model/period-transitions.ts';
import { changePeriod } from '../store/change-period.ts';
import { pauseBetweenTries } from './pause-between-tries.ts';
import { recordsOfStore } from './records-of-store.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';

export type PurgedSite = {
  /** Generations removed now or, having been marked before, deleted now; by period. */
  readonly purged: readonly (PeriodKey & { readonly generations: readonly string[] })[];
  /** Live generations that still stand below the number. */
  readonly remaining: readonly (PeriodKey & { readonly entry: GenerationEntry })[];
};

/** Killed at any point, it goes on from there when it is called again. */
export async function purgeBarred(
  ports: UpkeepPorts,
  site: string,
  { number, run }: { readonly number: number; readonly run: string },
): Promise<PurgedSite> {
  const { store, signal } = ports;
  const purged: (PeriodKey & { readonly generations: readonly string[] })[] = [];
  const remaining: PurgedSite['remaining'][number][] = [];
  for await (const stored of recordsOfStore(store, { sites: [site] })) {
    signal.throwIfAborted();
    if (stored.kind !== 'record') continue;
    const record = await markBarred(ports, stored.record, { number, run });
    const { key } = stored;
    const live = record.generations.find(({ generation }) => generation === record.live);
    if (live !== undefined && live.barrier < number) remaining.push({ ...key, entry: live });
    const listed = await store.listGenerations(key);
    const generations = listed.filter((one) => record.dropped.includes(one));
    if (generations.length > 0) purged.push({ ...key, generations });
  }
  if (purged.length > 0) await store.refreshViews?.();
  for (const { day, generations } of purged) {
    for (const generation of generations) await store.dropGeneration({ site, day, generation });
  }
  return { purged, remaining };
}

async function markBarred(
  ports: UpkeepPorts,
  seen: PeriodRecord,
  { number, run }: { readonly number: number; readonly run: string },
): Promise<PeriodRecord> {
  let record = seen;
  const { site, day } = seen;
  for (const { generation, barrier } of seen.generations) {
    if (generation === seen.live || barrier >= number) continue;
    const actor: Actor = { run, at: ports.now() };
    const change = await changePeriod(
      ports.store,
      { site, day },
      (now) => dropGeneration(now, { generation, ages: keepAges }, actor),
      pauseBetweenTries(ports),
    );
    record = change.record;
  }
  return record;
}
