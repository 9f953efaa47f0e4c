/** The period records of a store, one by one; what is wrong with one hides none behind it. */
import { DataError, RecountError, UnavailableError, UsageError } from '../base/errors.ts';
import { nearNames } from '../model/near-names.ts';
import { textFromPeriod } from '../model/period.ts';
import type { PeriodKey } from '../model/period.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import { faultsOfPeriodRecord } from '../model/period-record-faults.ts';
import type { PeriodRange, Store } from '../store/store.ts';

export type StoredRecord =
  | { readonly kind: 'record'; readonly key: PeriodKey; readonly record: PeriodRecord }
  /** Something is stored of the period, and no record. */
  | { readonly kind: 'none'; readonly key: PeriodKey }
  | { readonly kind: 'unreadable'; readonly key: PeriodKey; readonly error: RecountError };

export type RecordSelection = {
  /** Empty = every site of the store. */
  readonly sites: readonly string[];
  /** Local days in [fromDay, untilDay); undefined = from the first, until the last. */
  readonly fromDay?: number | undefined;
  readonly untilDay?: number | undefined;
};

/**
 * Ascending by site and day. Memory: the days of one site.
 * @throws UsageError for a site that the store does not know; UnavailableError, because then no
 * other record could be read either.
 */
export async function* recordsOfStore(
  store: Store,
  { sites, fromDay = -Infinity, untilDay = Infinity }: RecordSelection,
): AsyncGenerator<StoredRecord, void, undefined> {
  for (const site of await knownSites(store, sites)) {
    if (store.upkeep === undefined) {
      const range: PeriodRange = { site, fromDay, untilDay };
      for await (const record of store.listPeriods(range)) yield read(record, record);
      continue;
    }
    for (const day of await store.upkeep.listDays(site)) {
      if (day >= fromDay && day < untilDay) yield await readRecord(store, { site, day });
    }
  }
}

/** The wanted sites, or all; in the order of the store. */
export async function knownSites(
  store: Store,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const known = await store.listSites();
  if (wanted.length === 0) return known;
  const unknown = wanted.find((site) => !known.includes(site));
  if (unknown === undefined) return known.filter((site) => wanted.includes(site));
  const near = nearNames(unknown, known);
  throw new UsageError(`${store.location} knows no site ${unknown}`, {
    hint:
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : 'check --store and the spelling; sites are named as the lines of the log name them',
  });
}

/**
 * The record of a period, which nothing may be done by unless it holds together.
 * @throws DataError where it contradicts itself; whatever the store throws.
 */
export async function readSoundRecord(
  store: Store,
  { site, day }: PeriodKey,
): Promise<PeriodRecord | undefined> {
  const key = { site, day };
  const record = await store.readPeriod(key);
  const faults = record === undefined ? [] : faultsOfPeriodRecord(record, key);
  if (faults.length === 0) return record;
  const name = `the record of ${textFromPeriod(key)} in ${store.location}`;
  throw new DataError(`${name} ${faults.join('; it ')}`, {
    hint: 'restore the record from a backup; leave the day alone until then',
  });
}

async function readRecord(store: Store, key: PeriodKey): Promise<StoredRecord> {
  try {
    return read(key, await readSoundRecord(store, key));
  } catch (error) {
    if (!(error instanceof RecountError) || error instanceof UnavailableError) throw error;
    return { kind: 'unreadable', key, error };
  }
}

function read({ site, day }: PeriodKey, record: PeriodRecord | undefined): StoredRecord {
  const key = { site, day };
  return record === undefined ? { kind: 'none', key } : { kind: 'record', key, record };
}
