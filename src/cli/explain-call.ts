/** What `recount explain` was asked for, checked as a whole and put as the job's request. */
import { OptionFaults, refuseFaults, type OptionFault } from '../config/option-faults.ts';
import type { Settings } from '../config/resolve-options.ts';
import type { SiteSettings } from '../config/site-settings.ts';
import type { ExplainRequest } from '../jobs/explain-types.ts';
import type { MemoryShares } from '../jobs/memory-split.ts';
import type { Store } from '../store/store.ts';
import { askedCell } from './asked-cell.ts';
import { memoryFaults } from './deriving-shares.ts';
import { siteFromSettings } from './rebuild-call.ts';
import { faultsOfStores } from './operator-stores.ts';
import { clockOfStores } from './stored-zones.ts';

export type ExplainSettings = Settings<'explain'>;

/** What can be told without opening anything. @throws OptionFaults */
export function checkExplain(settings: ExplainSettings): SiteSettings {
  const { sites } = settings;
  const faults: OptionFault[] = [...faultsOfStores(settings, 'explain')];
  const [site, ...more] = sites;
  if (more.length > 0) {
    const hint = 'name the one that the number is of, with --site';
    faults.push({ message: 'explain is about one site', hint });
  }
  refuseFaults([...faults, ...memoryFaults(settings)]);
  return site as SiteSettings;
}

/** @throws OptionFaults */
export async function explainRequest(
  settings: ExplainSettings,
  {
    site,
    store,
    now,
    memory,
  }: { site: SiteSettings; store: Store; now: number; memory: MemoryShares },
): Promise<ExplainRequest> {
  const { values } = settings;
  const clock = site.values.zone ?? (await clockOfStores([store], site.site));
  const ownSegments = site.ownSegments.map(({ rule }) => rule);
  const asked = askedCell({ values, site: site.site, clock, ownSegments, now });
  if (!('cell' in asked)) throw new OptionFaults(asked);
  return {
    site: { ...siteFromSettings(site, []), clock },
    asked,
    inputFormat: values.inputFormat,
    beyondSeconds: values.beyond,
    eventBytesMax: memory.eventBytesMax,
  };
}
