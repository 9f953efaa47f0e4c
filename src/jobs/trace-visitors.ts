/** Which generations of a site stand below an erasure, and can hold those who were erased. */
import type { RecountError } from '../base/errors.ts';
import { erasedHashes } from '../model/erasure.ts';
import { liftGeneration, type Actor } from '../model/period-transitions.ts';
import type { PeriodKey } from '../model/period.ts';
import type { GenerationEntry, PeriodRecord } from '../model/period-record.ts';
import type { SiteRecord } from '../model/site-record.ts';
import type { HashWords, Membership } from '../model/sketch-member.ts';
import { changePeriod } from '../store/change-period.ts';
import { findVisitors } from './find-visitors.ts';
import { pauseBetweenTries } from './pause-between-tries.ts';
import { recordsOfStore } from './records-of-store.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';

export type Traced = {
  /** The number of the erasure. */
  readonly number: number;
  /** How sketches know the visitors. */
  readonly visitors: readonly HashWords[];
  /** Numbers of barriers that are about others than these visitors: nothing is known of those. */
  readonly others: readonly number[];
};

export type TracedPeriod =
  | {
      readonly kind: 'traced';
      readonly key: PeriodKey;
      /** Of what is live; `free` where it is, where nothing is live, or stands high enough. */
      readonly live: Membership;
      /** What is live, if it is not free; and whether it was made from all of its logs. */
      readonly entry: GenerationEntry | null;
      readonly isComplete: boolean;
      /** Generations that are not live, to be removed. */
      readonly others: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly key: PeriodKey; readonly error: RecountError };

/** Barriers that are not about these hashes alone. */
export function otherBarriers(
  record: SiteRecord | undefined,
  hashes: readonly string[],
): readonly number[] {
  return (record?.barriers ?? [])
    .filter(({ visitors }) => visitors?.every((hash) => hashes.includes(hash)) !== true)
    .map(({ number }) => number);
}

/** True where every one of them is erased already. */
export function areErased(record: SiteRecord | undefined, hashes: readonly string[]): boolean {
  const erased = new Set(erasedHashes(record));
  return hashes.every((hash) => erased.has(hash));
}

/**
 * Every period of the site of which something stands below the number and may hold a visitor,
 * ascending by day. `lift`: what is free of them is lifted to the number on the way.
 */
export async function* traceVisitors(
  ports: UpkeepPorts,
  site: string,
  traced: Traced & { readonly lift: Actor | undefined },
): AsyncGenerator<TracedPeriod, void, undefined> {
  for await (const stored of recordsOfStore(ports.store, { sites: [site] })) {
    ports.signal.throwIfAborted();
    if (stored.kind === 'unreadable') yield stored;
    if (stored.kind !== 'record') continue;
    const period = await tracePeriod(ports, stored.record, traced);
    if (period.live !== 'free' || period.others.length > 0) yield period;
  }
}

async function tracePeriod(
  ports: UpkeepPorts,
  record: PeriodRecord,
  traced: Traced & { readonly lift: Actor | undefined },
): Promise<TracedPeriod & { readonly kind: 'traced' }> {
  const key = { site: record.site, day: record.day };
  const others: string[] = [];
  let live: Membership = 'free';
  let liveEntry: GenerationEntry | null = null;
  for (const entry of record.generations.filter(({ barrier }) => barrier < traced.number)) {
    const found = await traceGeneration(ports, key, { entry, traced });
    if (found === 'free') await liftFree(ports, key, { entry, traced });
    else if (entry.generation === record.live) [live, liveEntry] = [found, entry];
    else others.push(entry.generation);
  }
  const isComplete = live === 'free' || (await isLiveComplete(ports, record));
  return { kind: 'traced', key, live, entry: liveEntry, isComplete, others };
}

async function traceGeneration(
  { store }: UpkeepPorts,
  key: PeriodKey,
  { entry, traced }: { readonly entry: GenerationEntry; readonly traced: Traced },
): Promise<Membership> {
  // What is still being written holds who knows what.
  if (entry.state === 'intent') return 'may_hold';
  const { barrier, generation } = entry;
  const { others, number, visitors } = traced;
  const found = await findVisitors(store, { ...key, generation }, visitors);
  const isAboutOthers = others.some((other) => other > barrier && other <= number);
  return found === 'free' && isAboutOthers ? 'may_hold' : found;
}

async function liftFree(
  ports: UpkeepPorts,
  key: PeriodKey,
  {
    entry: { generation },
    traced: { lift, number },
  }: {
    readonly entry: GenerationEntry;
    readonly traced: Traced & { readonly lift: Actor | undefined };
  },
): Promise<void> {
  if (lift === undefined) return;
  await changePeriod(
    ports.store,
    key,
    (record) => liftGeneration(record, { generation, barrier: number }, lift),
    pauseBetweenTries(ports),
  );
}

async function isLiveComplete({ store }: UpkeepPorts, record: PeriodRecord): Promise<boolean> {
  const { site, day, live } = record;
  if (live === null) return true;
  return (await store.readManifest({ site, day, generation: live }))?.complete !== false;
}
