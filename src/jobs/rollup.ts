/**
 * The rollup, for cron: of every site yesterday, once it has closed, and the days before it as far
 * as nothing is live of them or their logs appeared or changed since. All of them in one reading.
 */
import type { PeriodKey } from '../model/period.ts';
import type { Store } from '../store/store.ts';
import { rebuild } from './rebuild.ts';
import type {
  PeriodResult,
  RebuildObserver,
  RebuildPorts,
  RebuildRequest,
  RebuildResult,
  RebuildSite,
} from './rebuild-types.ts';

export type RollupRequest = Omit<
  RebuildRequest,
  'fromDay' | 'untilDay' | 'isForced' | 'isProvisional' | 'acceptIncomplete' | 'rollup'
> & {
  /** Days before today in each site's zone, yesterday being the first of them; at least 1. */
  readonly lookBackDays: number;
  /** No day is begun after this instant, epoch seconds; undefined = until all is done. */
  readonly stopAt: number | undefined;
};

export type SiteRollup = {
  readonly site: string;
  /** Ascending by day. */
  readonly periods: readonly PeriodResult[];
  /** Nothing of it was refused, left over or lost to another run. */
  readonly isSound: boolean;
  /** Days whose published numbers are others than before. */
  readonly differences: number;
  /** Seconds from the end of the newest live day until now; null where none is live. */
  readonly lagSeconds: number | null;
  /** From the beginning of the run to the end of its last day. */
  readonly durationSeconds: number;
};

export type RollupResult = {
  readonly rebuilt: RebuildResult;
  readonly sites: readonly SiteRollup[];
  /** Epoch seconds. */
  readonly startedAt: number;
  readonly finishedAt: number;
};

/**
 * May be run while another is at work: each day is published by one of them, and the other finds
 * it up to date or is told. Memory: that of a rebuild.
 * @throws EmptyArchiveError for an archive without any log of these days.
 */
export async function rollup(ports: RebuildPorts, request: RollupRequest): Promise<RollupResult> {
  const startedAt = ports.now();
  const sites = request.sites.map((site) => withDays(site, startedAt, request.lookBackDays));
  const days = sites.flatMap((site) => site.days ?? []);
  const doneAt = new Map<string, number>();
  const observer: RebuildObserver = {
    ...ports.observer,
    periodDone(period) {
      doneAt.set(period.site, ports.now());
      ports.observer.periodDone?.(period);
    },
  };
  const rebuilt = await rebuild(
    { ...ports, observer },
    {
      ...request,
      sites,
      fromDay: Math.min(...days),
      untilDay: Math.max(...days) + 1,
      isForced: false,
      isProvisional: false,
      acceptIncomplete: new Set(),
      rollup: { stopAt: request.stopAt },
    },
  );
  const finishedAt = ports.now();
  const bySite: SiteRollup[] = [];
  for (const site of sites) {
    const own = rebuilt.periods.filter((period) => period.site === site.site);
    bySite.push({
      site: site.site,
      periods: own.sort((a, b) => a.day - b.day),
      isSound: own.every(({ kind }) => soundKinds.has(kind)),
      differences: own.filter(isOther).length,
      lagSeconds: await lagOf(ports.stores, site, finishedAt),
      durationSeconds: (doneAt.get(site.site) ?? finishedAt) - startedAt,
    });
  }
  return { rebuilt, sites: bySite, startedAt, finishedAt };
}

const soundKinds: ReadonlySet<PeriodResult['kind']> = new Set([
  ...(['published', 'derived', 'current', 'pinned', 'open', 'no_such_day'] as const),
]);

function withDays(site: RebuildSite, now: number, lookBackDays: number): RebuildSite {
  const today = site.clock.dayOf(now);
  const days = Array.from({ length: lookBackDays }, (_, index) => today - lookBackDays + index);
  return { ...site, days };
}

function isOther({ kind, before, after }: PeriodResult): boolean {
  if (kind !== 'published' && kind !== 'derived') return false;
  return before !== null && JSON.stringify(before) !== JSON.stringify(after);
}

/** By the store that is furthest behind. */
async function lagOf(
  stores: readonly Store[],
  { site, days = [], clock }: RebuildSite,
  now: number,
): Promise<number | null> {
  const ends = await Promise.all(
    stores.map(async (store) => {
      for (const day of [...days].reverse()) {
        if (await isLive(store, { site, day })) return clock.rangeOfDay(day)?.until;
      }
      return undefined;
    }),
  );
  const known = ends.filter((end) => end !== undefined);
  return known.length === 0 || known.length < ends.length ? null : now - Math.min(...known);
}

async function isLive(store: Store, period: PeriodKey): Promise<boolean> {
  const record = await store.readPeriod(period);
  return (record?.live ?? null) !== null;
}
