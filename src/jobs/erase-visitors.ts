/**
 * Forgets visitors of a site: they become an exclusion that is kept as keyed hashes, what was
 * derived before is barred, and every day that can hold them is rebuilt or cleared of what does.
 */
import { UsageError } from '../base/errors.ts';
import { erasureHash, maskedErasure } from '../model/erasure.ts';
import { lastBarrier, type SiteRecord } from '../model/site-record.ts';
import { causesOfErasure, dayResults, runPeriodsOf, type StoreErasure } from './erased-days.ts';
import type { EraseRequest, EraseResult, RebuiltDays } from './erase-types.ts';
import { visitorHash } from './find-visitors.ts';
import { EmptyArchiveError } from './prepare-periods.ts';
import { purgeBarred, type PurgedSite } from './purge-barred.ts';
import { checkedKey } from './read-erasures.ts';
import { rebuildPeriods } from './rebuild.ts';
import type { RebuildPorts, RebuildRequest, RebuildResult } from './rebuild-types.ts';
import { runObject } from './record-run.ts';
import { knownSites } from './records-of-store.ts';
import { numberErasure, raiseBarriers } from './set-erasure.ts';
import { areErased, otherBarriers, traceVisitors, type TracedPeriod } from './trace-visitors.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';
import { UpkeepRun } from './upkeep-run.ts';

type Erasing = {
  readonly ports: RebuildPorts;
  readonly request: EraseRequest;
  readonly site: string;
  readonly key: Uint8Array;
  readonly hashes: readonly string[];
};

/** One store, and what is done in it. */
type ErasingStore = {
  readonly upkeep: UpkeepPorts;
  readonly run: UpkeepRun;
  readonly before: SiteRecord | undefined;
};

/**
 * Memory: that of a rebuild, and some 200 bytes for every day that can hold a visitor. Killed at
 * any point, the same call finishes what was begun.
 * @throws UsageError without the key or with a wrong one, or for a site that no store knows.
 */
export async function eraseVisitors(
  ports: RebuildPorts,
  request: EraseRequest,
): Promise<EraseResult> {
  const { isApplied, run, sites } = request.rebuild;
  const site = sites[0]?.site ?? '';
  for (const store of ports.stores) await knownSites(store, [site]);
  const records = await Promise.all(ports.stores.map((store) => store.readSite(site)));
  const key = checkedKey(site, records, ports.eraseKey);
  const visitors = [...new Set(request.visitors)];
  refuseNamedReason(visitors, run.reason);
  const hashes = visitors.map((visitor) => erasureHash(key, { site, visitor }));
  const erasing = { ports, request, site, key, hashes };
  const stores = ports.stores.map((store, index): ErasingStore => {
    const { now, wait, signal } = ports;
    const upkeep = { store, now, wait, signal };
    return { upkeep, run: new UpkeepRun(upkeep, run), before: records[index] };
  });
  const done = isApplied ? await apply(erasing, stores) : await tryOut(erasing, stores);
  return {
    site,
    visitors: hashes.map(maskedErasure),
    isRepeated: records.every((record) => areErased(record, hashes)),
    ...done,
  };
}

/** A reason is kept with the run for ever, and in clear. */
function refuseNamedReason(visitors: readonly string[], reason: string | null): void {
  if (!visitors.some((visitor) => reason?.includes(visitor))) return;
  throw new UsageError('--reason names a visitor to be erased, and reasons are kept', {
    hint: 'name a ticket, or who asked, in place of the visitor',
  });
}

type Done = Pick<EraseResult, 'days' | 'rebuilt' | 'causes'>;

async function apply(erasing: Erasing, stores: readonly ErasingStore[]): Promise<Done> {
  const { site, request } = erasing;
  const run = request.rebuild.run.id;
  const numbers: number[] = [];
  for (const one of stores) numbers.push(await setErasure(erasing, one));
  const traced: TracedPeriod[][] = [];
  for (const [index, one] of stores.entries()) {
    traced.push(await traceIn(erasing, one, numbers[index] ?? 0));
  }
  const rebuilt = await rebuildTraced(erasing, traced.flat(), {});
  const inStores: StoreErasure[] = [];
  for (const [index, { upkeep }] of stores.entries()) {
    const number = numbers[index] ?? 0;
    const purge: PurgedSite = await purgeBarred(upkeep, site, { number, run });
    inStores.push({ store: upkeep.store.location, traced: traced[index] ?? [], purge });
  }
  const days = inStores.flatMap((one) => dayResults(one, rebuilt));
  const causes = causesOfErasure(days, rebuilt);
  for (const one of stores) await endRun(one, { days, rebuilt, causes });
  return { days, causes, rebuilt: resultOf(rebuilt) };
}

/** Without --apply: the same, as if they were erased. */
async function tryOut(erasing: Erasing, stores: readonly ErasingStore[]): Promise<Done> {
  const traced: TracedPeriod[][] = [];
  for (const one of stores) traced.push(await traceIn(erasing, one, lastBarrier(one.before) + 1));
  const rebuilt = await rebuildTraced(erasing, traced.flat(), { alsoErased: erasing.hashes });
  const days = stores.flatMap(({ upkeep }, index) => {
    const one = { store: upkeep.store.location, traced: traced[index] ?? [], purge: undefined };
    return dayResults(one, rebuilt);
  });
  return { days, causes: causesOfErasure(days, rebuilt), rebuilt: resultOf(rebuilt) };
}

async function setErasure(erasing: Erasing, { upkeep, run }: ErasingStore): Promise<number> {
  const { request, site, key, hashes } = erasing;
  const { id, reason } = request.rebuild.run;
  await run.begin();
  const number = await numberErasure(upkeep, {
    ...{ site, key, hashes, run: id },
    ...{ at: upkeep.now(), reason: reason ?? '' },
  });
  await raiseBarriers(upkeep, { site, number, run: id });
  return number;
}

async function traceIn(
  { request, site, hashes }: Erasing,
  { upkeep, before }: ErasingStore,
  number: number,
): Promise<TracedPeriod[]> {
  const { isApplied, run } = request.rebuild;
  const record = isApplied ? await upkeep.store.readSite(site) : before;
  const others = otherBarriers(record, hashes);
  const lift = isApplied ? { run: run.id, at: upkeep.now() } : undefined;
  const visitors = request.visitors.map(visitorHash);
  const periods: TracedPeriod[] = [];
  const traced = { number, visitors, others, lift };
  for await (const period of traceVisitors(upkeep, site, traced)) periods.push(period);
  return periods;
}

async function rebuildTraced(
  { ports, request: { rebuild } }: Erasing,
  traced: readonly TracedPeriod[],
  more: Partial<RebuildRequest>,
): Promise<RebuiltDays | null> {
  const live = traced.flatMap((one) => (one.kind === 'traced' && one.live !== 'free' ? [one] : []));
  const days = [...new Set(live.map(({ key }) => key.day))].sort((a, b) => a - b);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const incomplete = live.filter(({ isComplete }) => !isComplete).map(({ key }) => key.day);
  try {
    return await rebuildPeriods(ports, {
      ...rebuild,
      ...more,
      sites: rebuild.sites.map((site) => ({ ...site, days })),
      fromDay: first,
      untilDay: last + 1,
      // Days that were published while they were open, or without some logs, hold visitors too.
      isProvisional: true,
      acceptIncomplete: new Set(incomplete),
      isForced: false,
    });
  } catch (error) {
    if (!(error instanceof EmptyArchiveError)) throw error;
    return { kind: 'no_logs', message: error.message };
  }
}

function resultOf(rebuilt: RebuiltDays | null): RebuildResult | null {
  return rebuilt === null || 'kind' in rebuilt ? null : rebuilt;
}

async function endRun(
  { run, upkeep }: ErasingStore,
  { days, rebuilt, causes }: Omit<Done, 'rebuilt'> & { readonly rebuilt: RebuiltDays | null },
): Promise<void> {
  const own = days.filter(({ store }) => store === upkeep.store.location);
  const result = resultOf(rebuilt);
  for (const period of runPeriodsOf(own, result)) run.add(period);
  if (result === null) await run.end(causes);
  else await run.end(causes, { ledger: result.ledger, objects: result.objects.map(runObject) });
}
