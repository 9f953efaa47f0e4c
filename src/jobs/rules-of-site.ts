/** The rules of a site for one of its days, as they are digested and stored. */
import { dayFromParts, daySeconds, textFromDay } from '../base/calendar.ts';
import { digestFromValue } from '../base/canonical-json.ts';
import { rulesVersion, type SiteRules } from '../model/rules.ts';
import type { RebuildSite } from './rebuild-types.ts';

/** Days of the neighbouring years whose offsets are listed too: windows reach over New Year. */
const marginDays = 7;

export type DigestedRules = { readonly digest: string; readonly rules: SiteRules };

/**
 * Rules cover the offsets of the whole calendar year of `day`, so that all days of a year share
 * one digest, whatever else a run was asked for.
 */
export function rulesOfSite(
  site: RebuildSite,
  day: number,
  libraries: Readonly<Record<string, string>>,
): DigestedRules {
  const year = Number(textFromDay(day).slice(0, 4));
  const from = ((dayFromParts(year, 1, 1) ?? day) - marginDays) * daySeconds;
  const until = ((dayFromParts(year + 1, 1, 1) ?? day) + marginDays) * daySeconds;
  const rules: SiteRules = {
    rulesVersion,
    site: site.site,
    zone: site.clock.zone,
    transitions: site.clock.transitions({ from, until }),
    ownSegments: site.ownSegments,
    exclusions: site.exclusions,
    earlySeconds: site.earlySeconds,
    lateSeconds: site.lateSeconds,
    libraries,
  };
  return { digest: digestFromValue(rules), rules };
}
