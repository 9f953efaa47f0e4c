/** What a configuration file says, each value with its place; options are not read yet. */
import type { Exclusion, OwnSegment } from '../model/rules.ts';
import type { OptionFault } from './option-faults.ts';

/** One key of the file, as the texts that a flag would have. */
export type FileValue = {
  /** `sites.news.example.zone` */
  readonly key: string;
  /** `recount.yaml:12:5` */
  readonly place: string;
  readonly texts: readonly string[];
};

/** A site's own rule, and its place in the file. */
export type PlacedRule<Rule> = { readonly place: string; readonly rule: Rule };

export type ConfiguredSite = {
  readonly site: string;
  readonly place: string;
  /** By the names that options have among the keys of a site. */
  readonly values: ReadonlyMap<string, FileValue>;
  readonly ownSegments: readonly PlacedRule<OwnSegment>[];
  readonly exclusions: readonly PlacedRule<Exclusion>[];
};

export type ConfigFile = {
  /** As it was named; undefined where there is none. */
  readonly name: string | undefined;
  /** Where there are any, all else holds only what is not wrong. */
  readonly faults: readonly OptionFault[];
  /** By key: `limits.memory`. */
  readonly values: ReadonlyMap<string, FileValue>;
  /** In the order of the file. */
  readonly sites: ReadonlyMap<string, ConfiguredSite>;
};

export const noConfigFile: ConfigFile = {
  name: undefined,
  faults: [],
  values: new Map(),
  sites: new Map(),
};
