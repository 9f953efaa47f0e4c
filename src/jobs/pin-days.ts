/**
 * The days that a query reads, each pinned to the generation that was live when it began. A
 * pinned generation stays whole for days after it ceased to be live; `arePinned` says whether it
 * did.
 */
import { ConflictError, DataError } from '../base/errors.ts';
import type { Manifest } from '../model/manifest.ts';
import type { GenerationEntry, PeriodRecord } from '../model/period-record.ts';
import { textFromPeriod, type GenerationKey } from '../model/period.ts';
import type { SiteRules } from '../model/rules.ts';
import type { PeriodRange, Store } from '../store/store.ts';

export type PinnedDay = {
  readonly day: number;
  readonly key: GenerationKey;
  readonly live: GenerationEntry;
  readonly manifest: Manifest;
  /** undefined where they are not there any more. */
  readonly rules: SiteRules | undefined;
};

/** Documents read at once: they are small, and each costs a wait. */
const readsMax = 16;

/** What is live in the range, ascending by day. Memory: the manifests. */
export async function pinDays(store: Store, range: PeriodRange): Promise<readonly PinnedDay[]> {
  const lives: LiveDay[] = [];
  for await (const record of store.listPeriods(range)) {
    const live = liveEntry(record);
    if (live === undefined) continue;
    const { site, day } = record;
    lives.push({ key: { site, day, generation: live.generation }, live });
  }
  const rulesByDigest = new Map<string, Promise<SiteRules | undefined>>();
  const rulesOf = (digest: string): Promise<SiteRules | undefined> => {
    const known = rulesByDigest.get(digest) ?? store.readRules(digest);
    rulesByDigest.set(digest, known);
    return known;
  };
  const manifests = await store.readManifests?.(lives.map(({ key }) => key));
  const pinned = await inBatches(lives, async (seen, place): Promise<PinnedDay | undefined> => {
    const manifest = manifests?.[place];
    const day = manifest ? { ...seen, manifest } : await withManifest(store, seen);
    if (day === undefined) return undefined;
    return { day: day.key.day, ...day, rules: await rulesOf(day.manifest.rules) };
  });
  return pinned.filter((day) => day !== undefined);
}

type LiveDay = Pick<PinnedDay, 'key' | 'live'>;

/** What was live may be replaced and removed before its manifest is read, but hardly twice. */
const triesMax = 3;

/** undefined where nothing is live any more. */
async function withManifest(
  store: Store,
  seen: LiveDay,
): Promise<(LiveDay & Pick<PinnedDay, 'manifest'>) | undefined> {
  let { key, live } = seen;
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const manifest = await store.readManifest(key);
    if (manifest !== undefined) return { key, live, manifest };
    const record = await store.readPeriod(key);
    const newer = record && liveEntry(record);
    if (newer === undefined) return undefined;
    if (newer.generation === key.generation) throw withoutManifest(key);
    live = newer;
    key = { ...key, generation: newer.generation };
  }
  throw new ConflictError(`${textFromPeriod(key)} was replaced each time that it was looked at`, {
    hint: 'run the query again',
  });
}

/** The keys of what is live in the range, without reading manifests. */
export async function liveKeys(
  store: Store,
  range: PeriodRange,
): Promise<readonly GenerationKey[]> {
  const keys: GenerationKey[] = [];
  for await (const record of store.listPeriods(range)) {
    const live = liveEntry(record);
    const { site, day } = record;
    if (live !== undefined) keys.push({ site, day, generation: live.generation });
  }
  return keys;
}

/** Whether every one of the generations is still there, with the grains it had. */
export async function arePinned(store: Store, days: readonly PinnedDay[]): Promise<boolean> {
  const bySite = new Map<string, PinnedDay[]>();
  for (const day of days) bySite.set(day.key.site, [...(bySite.get(day.key.site) ?? []), day]);
  for (const [site, own] of bySite) {
    const numbers = own.map(({ day }) => day);
    const range = { site, fromDay: Math.min(...numbers), untilDay: Math.max(...numbers) + 1 };
    const left = new Map(own.map((one) => [one.day, one]));
    for await (const { day, generations } of store.listPeriods(range)) {
      const pinned = left.get(day);
      const entry = generations.find(({ generation }) => generation === pinned?.key.generation);
      const isThere = pinned?.live.grains.every((grain) => entry?.grains.includes(grain) === true);
      if (isThere === false) return false;
      left.delete(day);
    }
    if (left.size > 0) return false;
  }
  return true;
}

function liveEntry({ live, generations }: PeriodRecord): GenerationEntry | undefined {
  return generations.find(({ generation }) => generation === live);
}

async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item, place: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += readsMax) {
    const some = items.slice(from, from + readsMax);
    results.push(...(await Promise.all(some.map((item, index) => work(item, from + index)))));
  }
  return results;
}

function withoutManifest(key: GenerationKey): DataError {
  return new DataError(
    `${textFromPeriod(key)}, generation ${key.generation}: its manifest is missing`,
    { hint: 'rebuild the day with --force' },
  );
}
