/** Where the value of an option comes from: flag before environment before file before default. */
import { environmentNames, fileKey, type Option } from './option.ts';
import type { ConfigFile, FileValue } from './config-file.ts';
import { options, type OptionName } from './options.ts';

/** What was written, before it is read. Switches are `true` and `false`. */
export type GivenOptions = {
  /** By name of the option; every time a flag was given, in order. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly file: ConfigFile;
};

export type Origin = 'flag' | 'environment' | 'file' | 'default';

/**
 * How the place of a value is called (`--memory`, `RECOUNT_MEMORY`, `recount.yaml:3:3
 * limits.memory`), and the texts found there; none where an option has no value at all.
 */
export type Found = {
  readonly origin: Origin;
  readonly called: string;
  readonly texts: readonly string[];
  /** In the file: `recount.yaml:3:3`. */
  readonly place?: string;
};

export function findTexts(name: OptionName, given: GivenOptions): Found {
  const option: Option = options[name];
  const outside = findOutsideFile(name, given);
  if (outside !== undefined) return outside;
  const value = given.file.values.get(fileKey(option) ?? '');
  if (value !== undefined) return foundInFile(value);
  const texts = option.default === undefined ? [] : [String(option.default)];
  return { origin: 'default', called: option.flag, texts };
}

/** Flag or environment, which both win over anything that the file says. */
export function findOutsideFile(name: OptionName, given: GivenOptions): Found | undefined {
  const option: Option = options[name];
  const flags = given.flags.get(name);
  if (flags !== undefined) return { origin: 'flag', called: option.flag, texts: flags };
  if (option.sources === 'flag') return undefined;
  // A variable that is set to nothing is how a shell says "not set".
  const variable = environmentNames(option).find((one) => given.environment[one]);
  if (variable === undefined) return undefined;
  const text = given.environment[variable] ?? '';
  const texts = option.kind === 'list' ? text.split(/\s+/).filter(Boolean) : [text];
  return { origin: 'environment', called: variable, texts };
}

export function foundInFile({ key, place, texts }: FileValue): Found {
  return { origin: 'file', called: `${place} ${key}`, texts, place };
}
