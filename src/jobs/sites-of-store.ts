/** The sites that a reader asks for, each once; all of the store where none is named. */
import { UsageError } from '../base/errors.ts';
import { nearNames } from '../model/near-names.ts';
import type { Store } from '../store/store.ts';

/** @throws UsageError for a site that the store does not know, with those that are near. */
export async function sitesOfStore(
  store: Store,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const known = await store.listSites();
  if (wanted.length === 0) return known;
  for (const site of wanted) {
    if (known.includes(site)) continue;
    const near = nearNames(site, known);
    throw new UsageError(`${store.location} knows no site ${site}`, {
      hint:
        near.length > 0
          ? `did you mean ${near.join(' or ')}?`
          : 'check --store and the spelling; sites are named as the lines of the log name them',
    });
  }
  return [...new Set(wanted)];
}
