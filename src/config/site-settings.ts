/** The values of each site: its own where the file has them, unless a flag or variable is given. */
import type { ConfigFile, ConfiguredSite, PlacedRule } from './config-file.ts';
import { findOutsideFile, findTexts, foundInFile, type Found } from './find-texts.ts';
import type { GivenOptions } from './find-texts.ts';
import type { Exclusion, OwnSegment } from '../model/rules.ts';
import type { Option, OptionValue } from './option.ts';
import type { OptionFault } from './option-faults.ts';
import { optionNames, options, type OptionName } from './options.ts';
import { readValue } from './read-value.ts';

/** Names of the options that a site may have a value of its own for. */
export type SiteOptionName = {
  readonly [Name in OptionName]: (typeof options)[Name] extends { readonly siteKey: string }
    ? Name
    : never;
}[OptionName];

export type SiteValues = {
  readonly [Name in SiteOptionName]: OptionValue<(typeof options)[Name]>;
};

export type SiteSettings = {
  readonly site: string;
  /** `recount.yaml:9:3`; undefined for a site that is not configured. */
  readonly place: string | undefined;
  readonly values: SiteValues;
  readonly found: ReadonlyMap<SiteOptionName, Found>;
  readonly ownSegments: readonly PlacedRule<OwnSegment>[];
  readonly exclusions: readonly PlacedRule<Exclusion>[];
};

export const siteOptionNames = optionNames.filter(isSiteOption);

/** Faults of values are told where the file and the general options are read, not here again. */
export function settingsOfSite(site: string, given: GivenOptions): SiteSettings {
  const configured = given.file.sites.get(site);
  const found = new Map<SiteOptionName, Found>();
  const values: Record<string, unknown> = {};
  const toldElsewhere: OptionFault[] = [];
  for (const name of siteOptionNames) {
    const place = findOfSite(name, configured, given);
    found.set(name, place);
    values[name] = readValue(options[name], place, toldElsewhere);
  }
  return {
    site,
    place: configured?.place,
    values: values as SiteValues,
    found,
    ownSegments: configured?.ownSegments ?? [],
    exclusions: configured?.exclusions ?? [],
  };
}

function findOfSite(
  name: SiteOptionName,
  configured: ConfiguredSite | undefined,
  given: GivenOptions,
): Found {
  const own = configured?.values.get(options[name].siteKey);
  if (own === undefined) return findTexts(name, given);
  return findOutsideFile(name, given) ?? foundInFile(own);
}

/** The sites that a command is about: those asked for, else those that are configured. */
export function sitesOf(asked: readonly string[], file: ConfigFile): readonly string[] {
  return asked.length > 0 ? [...new Set(asked)] : [...file.sites.keys()];
}

function isSiteOption(name: OptionName): name is SiteOptionName {
  const option: Option = options[name];
  return option.siteKey !== undefined;
}
