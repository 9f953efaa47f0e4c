/** What `recount erase` was asked to do, checked as a whole and put as the job's request. */
import { readFileSync } from 'node:fs';
import { systemErrorCode } from '../base/errors.ts';
import { refuseFaults, type OptionFault } from '../config/option-faults.ts';
import type { OptionName } from '../config/options.ts';
import type { Settings } from '../config/resolve-options.ts';
import type { SiteSettings } from '../config/site-settings.ts';
import type { EraseRequest } from '../jobs/erase-types.ts';
import { metrics } from '../model/catalogue.ts';
import { erasureHash, maskedErasure } from '../model/erasure.ts';
import { derivingShares, memoryFaults } from './deriving-shares.ts';
import { siteFromSettings } from './rebuild-call.ts';
import { recordedOptions } from './recorded-options.ts';
import type { RunName } from './run-identity.ts';

export type EraseSettings = Settings<'erase'>;

/** What names visitors in clear: neither recorded nor shown again. */
const namingOptions: readonly OptionName[] = ['visitor'];

/** @throws OptionFaults with everything that is missing or does not fit together. */
export function eraseCall(
  settings: EraseSettings,
  {
    identity,
    key,
    cores,
  }: { readonly identity: RunName; readonly key: Uint8Array; readonly cores: number },
): EraseRequest {
  const { values, sites } = settings;
  const { visitors, faults } = visitorsOf(settings);
  refuseFaults([...faults, ...siteFaults(sites), ...memoryFaults(settings)]);
  const memory = derivingShares(values, { stores: values.store.length, cores });
  const [site] = sites as readonly [SiteSettings];
  const masked = visitors.map((visitor) => {
    return maskedErasure(erasureHash(key, { site: site.site, visitor }));
  });
  const found = new Map([...settings.found].filter(([name]) => !namingOptions.includes(name)));
  const { options, given } = recordedOptions(found);
  const recorded = { options: { ...options, visitor: masked }, given };
  return {
    visitors,
    rebuild: {
      sites: [siteFromSettings(site, [])],
      fromDay: 0,
      untilDay: 0,
      metrics,
      inputFormat: values.inputFormat,
      isApplied: values.apply,
      isForced: false,
      isProvisional: true,
      acceptIncomplete: new Set(),
      acceptEmpty: new Set(),
      eventBytesMax: memory.eventBytesMax,
      workers: memory.workers,
      run: { ...identity, command: 'erase', ...recorded, reason: values.reason ?? null },
    },
  };
}

function visitorsOf({ values }: EraseSettings): {
  readonly visitors: readonly string[];
  readonly faults: readonly OptionFault[];
} {
  const { visitor, visitorFile } = values;
  const listed = visitorFile === undefined ? [] : visitorsInFile(visitorFile);
  if ('message' in listed) return { visitors: [], faults: [listed] };
  const visitors = [...new Set([...visitor, ...listed])];
  if (visitors.length > 0) return { visitors, faults: [] };
  const hint = 'name whom to forget, as the log does: --visitor, or --visitor-file with one a line';
  return { visitors, faults: [{ message: 'no visitor is named', hint }] };
}

function visitorsInFile(path: string): readonly string[] | OptionFault {
  try {
    const lines = readFileSync(path, 'utf8').split(/\r?\n/);
    return lines.filter((line) => line !== '');
  } catch (error) {
    const code = systemErrorCode(error) ?? 'unreadable';
    return {
      message: `--visitor-file ${path} cannot be read: ${code}`,
      hint: 'one visitor a line',
    };
  }
}

function siteFaults(sites: readonly SiteSettings[]): readonly OptionFault[] {
  if (sites.length === 1) return [];
  const names = sites.map(({ site }) => site).join(', ');
  const hint = 'name one with --site; another site needs a run of its own';
  return [{ message: `a visitor is erased from one site, and there are several: ${names}`, hint }];
}
