/** The two kinds of places whose numbers can be compared: a store's live periods, and a file. */
import { ZoneClock } from '../base/zone-clock.ts';
import { customEventPrefix } from '../model/catalogue.ts';
import type { ForeignNumbers, Recorded, ValueKind } from '../model/foreign-numbers.ts';
import type { Catalogue } from '../model/manifest.ts';
import type { PeriodKey } from '../model/period.ts';
import type { Grain, RowPart } from '../model/row.ts';
import { allSegment } from '../model/segments.ts';
import type { Store } from '../store/store.ts';
import type { NumbersSource } from './against-types.ts';
import { readLivePeriod } from './read-live-period.ts';
import { recordsOfStore } from './records-of-store.ts';

export type SourceSelection = {
  /** Empty = all. Sites that a side does not have are none of its periods. */
  readonly sites: readonly string[];
  /** Of these days of a site; undefined = from the first, until the last. */
  readonly daysOf: (site: string) => {
    readonly fromDay: number | undefined;
    readonly untilDay: number | undefined;
  };
};

export function isSelected({ site, day }: PeriodKey, { sites, daysOf }: SourceSelection): boolean {
  if (sites.length > 0 && !sites.includes(site)) return false;
  const { fromDay = -Infinity, untilDay = Infinity } = daysOf(site);
  return day >= fromDay && day < untilDay;
}

/** What a store shows. Days whose record cannot be read are opened, and then say so. */
export function storeSource(
  store: Store,
  selection: SourceSelection,
  signal: AbortSignal,
): NumbersSource {
  return {
    location: store.location,
    async *periods() {
      const known = await store.listSites();
      const { sites } = selection;
      for (const site of known.filter((one) => sites.length === 0 || sites.includes(one))) {
        const days = selection.daysOf(site);
        for await (const stored of recordsOfStore(store, { sites: [site], ...days })) {
          if (stored.kind === 'record' && stored.record.live === null) continue;
          if (stored.kind !== 'none') yield stored.key;
        }
      }
    },
    async open(period) {
      const record = await store.readPeriod(period);
      const live = record?.generations.find(({ generation }) => generation === record.live);
      if (live === undefined) return undefined;
      const manifest = await store.readManifest({ ...period, generation: live.generation });
      const kept = live.grains.filter((grain) => manifest?.rows[grain] !== undefined);
      return {
        recorded: (kind) => recordedByCatalogue(kind, kept, manifest?.catalogue),
        rows: () => liveRows(store, period, signal),
      };
    },
  };
}

async function* liveRows(
  store: Store,
  period: PeriodKey,
  signal: AbortSignal,
): AsyncGenerator<RowPart, void, undefined> {
  const all = { content: 'rows', grain: 'stored', url: undefined } as const;
  for await (const item of readLivePeriod(store, period, all, signal)) {
    if (item.kind === 'part') yield item.part;
  }
}

/** A manifest that is missing is told when the rows are read. */
export function recordedByCatalogue(
  { grain, dimension, metric }: ValueKind,
  grains: readonly Grain[],
  catalogue: Catalogue | undefined,
): Recorded {
  if (catalogue === undefined) return 'sketch';
  const isMetric = catalogue.metrics.includes(metric) || metric.startsWith(customEventPrefix);
  const isDimension =
    dimension === allSegment ||
    catalogue.segments.includes(dimension) ||
    catalogue.breakdowns.includes(dimension);
  return isMetric && isDimension && grains.includes(grain) ? 'sketch' : 'no';
}

export function fileSource(numbers: ForeignNumbers, selection: SourceSelection): NumbersSource {
  const known = new Set(numbers.periods.map(({ site, day }) => `${day} ${site}`));
  return {
    location: numbers.location,
    async *periods() {
      yield* await Promise.resolve(numbers.periods.filter((one) => isSelected(one, selection)));
    },
    open(period) {
      const isKnown = known.has(`${period.day} ${period.site}`);
      return Promise.resolve(
        isKnown
          ? {
              recorded: (kind) => numbers.recorded(period.site, kind),
              rows: () => numbers.rows(period),
            }
          : undefined,
      );
    },
  };
}

/** The zone of each site of a store, as its first readable day has it. */
export async function zonesOfStore(store: Store): Promise<ReadonlyMap<string, ZoneClock>> {
  const zones = new Map<string, ZoneClock>();
  for (const site of await store.listSites()) {
    for await (const stored of recordsOfStore(store, { sites: [site] })) {
      if (stored.kind !== 'record' || stored.record.live === null) continue;
      const { key, record } = stored;
      const manifest = await store.readManifest({ ...key, generation: record.live! });
      if (manifest === undefined) continue;
      zones.set(site, new ZoneClock(manifest.zone));
      break;
    }
  }
  return zones;
}
