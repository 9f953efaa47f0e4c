/** Who was erased from the sites of a run, read before anything is derived for them. */
import { UsageError } from '../base/errors.ts';
import { erasedHashes, isEraseKey, type VisitorErasure } from '../model/erasure.ts';
import { lastBarrier, type SiteRecord } from '../model/site-record.ts';
import type { Store } from '../store/store.ts';
import type { DerivePorts } from './derive-types.ts';

export type SiteBarriers = {
  /** The number under which a site is derived, one per store. */
  readonly numbers: readonly number[];
  /** undefined where nobody was ever erased. */
  readonly erasure: VisitorErasure | undefined;
};

export type ErasurePorts = Pick<DerivePorts, 'stores' | 'eraseKey'>;

/**
 * @param alsoErased keyed hashes of visitors who are not erased yet: what if they were?
 * @throws UsageError without the key of a site that visitors were erased from, with a wrong one,
 * or where stores do not agree on who was erased.
 */
export async function readBarriers(
  { stores, eraseKey }: ErasurePorts,
  site: string,
  alsoErased: readonly string[] = [],
): Promise<SiteBarriers> {
  const records = await Promise.all(stores.map((store) => store.readSite(site)));
  const lists = records.map((record) => [...new Set([...erasedHashes(record), ...alsoErased])]);
  refuseDifferent(site, stores, lists);
  const hashes = lists[0] ?? alsoErased;
  const numbers = records.map(lastBarrier);
  if (hashes.length === 0) return { numbers, erasure: undefined };
  const key = checkedKey(site, records, eraseKey);
  return { numbers, erasure: { key, hashes } };
}

/** @throws UsageError without the key, or with one that visitors were not erased with. */
export function checkedKey(
  site: string,
  records: readonly (SiteRecord | undefined)[],
  eraseKey: Uint8Array | undefined,
): Uint8Array {
  if (eraseKey === undefined) {
    throw new UsageError(`the key of erasures is needed: visitors were erased from ${site}`, {
      hint: 'name its file with --erase-key-file, or give it as RECOUNT_ERASE_KEY',
    });
  }
  if (records.every((record) => isEraseKey(record, eraseKey))) return eraseKey;
  throw new UsageError(`the key of erasures is not that of earlier erasures from ${site}`, {
    hint: 'give the key that recount erase was first run with; a site has one for ever',
  });
}

/** One derivation serves all stores of a run, and cannot leave out different visitors for each. */
function refuseDifferent(
  site: string,
  stores: readonly Store[],
  lists: readonly (readonly string[])[],
): void {
  const texts = lists.map((hashes) => [...hashes].sort().join());
  const other = texts.findIndex((text) => text !== texts[0]);
  if (other === -1) return;
  const [first, second] = [stores[0]?.location ?? '', stores[other]?.location ?? ''];
  throw new UsageError(`${first} and ${second} do not leave out the same visitors of ${site}`, {
    hint: 'run the command for one --store at a time, or recount erase for both of them',
  });
}
