/** The time zones of sites for which none was given: those that stores have their days in. */
import { statSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import { OptionFaults } from '../config/option-faults.ts';
import type { SiteSettings } from '../config/site-settings.ts';
import { zoneInStore } from '../jobs/zone-in-store.ts';
import type { Store } from '../store/store.ts';
import type { AuditSettings } from './audit-call.ts';
import { withStores } from './operator-stores.ts';
import type { Session } from './session.ts';

/**
 * Where no log is read, everything that an audit looks at says its zone.
 * @throws OptionFaults where none does; UsageError where two stores have different ones.
 */
export async function settingsWithStoredZones(
  session: Session,
  settings: AuditSettings,
): Promise<AuditSettings> {
  const { values, sites, found } = settings;
  if (!values.stored || sites.every(hasZone)) return settings;
  const { against = '' } = values;
  const store = [...values.store.slice(0, 1), ...(isStorePlace(against) ? [against] : [])];
  const zoned: SiteSettings[] = [];
  await withStores(session, { values: { ...values, store } }, async (stores) => {
    for (const one of sites) {
      const zone = one.values.zone ?? (await clockOfStores(stores, one.site));
      zoned.push({ ...one, values: { ...one.values, zone } });
    }
  });
  const zones = new Set(zoned.map(({ values: { zone } }) => zone?.zone ?? ''));
  if (zones.size > 1) return { ...settings, sites: zoned };
  // As if it had been given: commands to go on with read logs, and then need it.
  const told = { origin: 'flag', called: '--zone', texts: [...zones] } as const;
  return { ...settings, sites: zoned, found: new Map([...found, ['zone', told]]) };
}

function hasZone({ values }: SiteSettings): boolean {
  return values.zone !== undefined;
}

/** A scheme, or a folder: a file holds numbers of another system. */
export function isStorePlace(place: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(place)) return true;
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * The zone that all of these stores have days of the site in; those that have none are not asked.
 * @throws OptionFaults where none has; UsageError where two have different ones.
 */
export async function clockOfStores(stores: readonly Store[], site: string): Promise<ZoneClock> {
  const zones = new Map<string, Store>();
  for (const store of stores) {
    const zone = await zoneInStore(store, site);
    if (zone !== undefined && !zones.has(zone)) zones.set(zone, store);
  }
  const [first, second] = zones;
  if (first === undefined) {
    const hint = 'name the time zone of its days, as in America/New_York, or UTC';
    throw new OptionFaults([{ message: `--zone is missing for the site ${site}`, hint }]);
  }
  if (second === undefined) return new ZoneClock(first[0]);
  const [one, other] = [first, second].map(([zone, { location }]) => `${zone} in ${location}`);
  throw new UsageError(`days of ${site} are in the zone ${one}, and ${other}`, {
    hint:
      'a date is not the same stretch of time in both: rebuild one of them in the zone of the ' +
      'other; --zone compares date by date all the same',
  });
}
