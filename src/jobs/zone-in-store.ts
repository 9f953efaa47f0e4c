/** The time zone that a store counts a site's days in. */
import type { Store } from '../store/store.ts';

/** That of the newest day with live numbers; undefined where there is none. */
export async function zoneInStore(store: Store, site: string): Promise<string | undefined> {
  let newest: { readonly day: number; readonly generation: string } | undefined;
  for await (const { day, live } of store.listPeriods({ site })) {
    if (live !== null) newest = { day, generation: live };
  }
  return newest && (await store.readManifest({ site, ...newest }))?.zone;
}
