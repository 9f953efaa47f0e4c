/**
 * Which days several stores do not show the same of, by what their records say: the checksums of
 * rows and pages. No row is read.
 */
import { canonicalJson } from '../base/canonical-json.ts';
import type { Content } from '../model/checksum.ts';
import { comparePeriods } from '../model/period.ts';
import type { PeriodKey } from '../model/period.ts';
import type { GenerationEntry } from '../model/period-record.ts';
import { grains } from '../model/row.ts';
import type { Store } from '../store/store.ts';
import { recordsOfStore } from './records-of-store.ts';
import type { RecordSelection, StoredRecord } from './records-of-store.ts';

export type Disagreement = PeriodKey & {
  /** Indexes of the two stores; the first is always that of the first store. */
  readonly stores: readonly [number, number];
  /** What is not the same, for a person: `the 1d rows`, `live in one of them only`. */
  readonly what: string;
};

/**
 * Every store against the first, ascending by site and day. Days that cannot be read in one of them
 * are left out: they are told where that store is looked at alone.
 * Memory: the days of one site for each store.
 */
export async function* compareStores(
  stores: readonly Store[],
  selection: RecordSelection,
): AsyncGenerator<Disagreement, void, undefined> {
  const cursors = await Promise.all(stores.map((store) => openCursor(store, selection)));
  for (;;) {
    const least = leastOf(cursors);
    if (least === undefined) return;
    const found: (StoredRecord | undefined)[] = [];
    for (const cursor of cursors) found.push(await takeAt(cursor, least));
    if (found.some((stored) => stored?.kind === 'unreadable')) continue;
    const [first, ...others] = found.map(liveOf);
    for (const [index, other] of others.entries()) {
      const what = differenceOf(first, other);
      if (what === undefined) continue;
      yield { site: least.site, day: least.day, stores: [0, index + 1], what };
    }
  }
}

type Cursor = {
  readonly records: AsyncIterator<StoredRecord, void>;
  next: StoredRecord | undefined;
};

/** Sites that a store does not have are none of its days, not an error. */
async function openCursor(store: Store, selection: RecordSelection): Promise<Cursor> {
  const known = new Set(await store.listSites());
  const sites = selection.sites.filter((site) => known.has(site));
  const isNone = selection.sites.length > 0 && sites.length === 0;
  const records = isNone ? noRecords() : recordsOfStore(store, { ...selection, sites });
  const cursor: Cursor = { records, next: undefined };
  await advance(cursor);
  return cursor;
}

async function* noRecords(): AsyncGenerator<StoredRecord, void, undefined> {
  // A store without the sites that were asked for.
}

async function advance(cursor: Cursor): Promise<void> {
  const next = await cursor.records.next();
  cursor.next = next.done === true ? undefined : next.value;
}

function leastOf(cursors: readonly Cursor[]): PeriodKey | undefined {
  return cursors
    .flatMap(({ next }) => (next === undefined ? [] : [next.key]))
    .sort(comparePeriods)[0];
}

async function takeAt(cursor: Cursor, key: PeriodKey): Promise<StoredRecord | undefined> {
  const { next } = cursor;
  if (next === undefined || comparePeriods(next.key, key) !== 0) return undefined;
  await advance(cursor);
  return next;
}

function liveOf(stored: StoredRecord | undefined): GenerationEntry | undefined {
  if (stored?.kind !== 'record') return undefined;
  const { live, generations } = stored.record;
  return generations.find(({ generation }) => generation === live);
}

function differenceOf(
  a: GenerationEntry | undefined,
  b: GenerationEntry | undefined,
): string | undefined {
  if (a === undefined && b === undefined) return undefined;
  if (a === undefined || b === undefined) return 'live in one of them only';
  const differing: string[] = grains
    .filter((grain) => !isSameContent(a.rows[grain], b.rows[grain]))
    .map((grain) => `${grain} rows`);
  if (!isSameContent(a.pages ?? undefined, b.pages ?? undefined)) differing.push('page records');
  return differing.length === 0 ? undefined : `other ${differing.join(', ')}`;
}

function isSameContent(a: Content | undefined, b: Content | undefined): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
