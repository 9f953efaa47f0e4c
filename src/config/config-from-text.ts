/** A configuration file from its text: checked as a whole, all faults at once. */
import { valueChecker } from './check-values.ts';
import type { ConfigFile, ConfiguredSite, FileValue } from './config-file.ts';
import { configSchema, keyGroups } from './config-schema.ts';
import { configuredSite } from './configured-site.ts';
import { fileValue, placeText, propertiesOf, valueAt, type ConfigSource } from './file-value.ts';
import { fileKey, type Option } from './option.ts';
import { optionNames, options } from './options.ts';
import { childPointer, yamlTree, type YamlFault, type YamlTree } from './yaml-tree.ts';

/** Where there are faults, no value is returned: a run is refused for them anyway. */
export function configFromText(text: string, source: ConfigSource): ConfigFile {
  const tree = yamlTree(text);
  const faults = faultsOf(tree).map(({ place, fault }) => {
    const path = place.path === '' ? '' : ` ${place.path}`;
    return { ...fault, message: `${placeText(source, place)}${path}: ${fault.message}` };
  });
  const isGood = faults.length === 0;
  return {
    name: source.name,
    faults,
    values: isGood ? valuesOf(tree, source) : new Map(),
    sites: isGood ? sitesOf(tree, source) : new Map(),
  };
}

/** In the order of the file, one for each place. */
function faultsOf(tree: YamlTree): readonly YamlFault[] {
  const all = tree.value === undefined ? tree.faults : [...tree.faults, ...faultsOfValues(tree)];
  const byPlace = new Map<string, YamlFault>();
  for (const fault of all) {
    const { line, column, path } = fault.place;
    const place = JSON.stringify([line, column, path]);
    if (!byPlace.has(place)) byPlace.set(place, fault);
  }
  return [...byPlace.values()].sort(
    (a, b) => a.place.line - b.place.line || a.place.column - b.place.column,
  );
}

/** Made when the first file is read: it takes longer than all else of a short command. */
let checkValues: ReturnType<typeof valueChecker> | undefined;

function faultsOfValues({ value, places }: YamlTree): readonly YamlFault[] {
  checkValues ??= valueChecker(configSchema);
  return checkValues(value).map(({ pointer, key, message, hint }) => {
    const own = key === undefined ? pointer : childPointer(pointer, key);
    const place = places.get(own) ?? { line: 1, column: 1, path: '' };
    return { place, fault: { message, hint } };
  });
}

function valuesOf(tree: YamlTree, source: ConfigSource): ReadonlyMap<string, FileValue> {
  const values = new Map<string, FileValue>();
  for (const name of optionNames) {
    const option: Option = options[name];
    const key = fileKey(option);
    if (key === undefined) continue;
    const value = fileValue(tree, source, { keys: keysOf(tree, key), option });
    if (value !== undefined) values.set(key, value);
  }
  return values;
}

/** The keys that lead to an option, by the short form where that is what stands there. */
function keysOf(tree: YamlTree, key: string): readonly string[] {
  const [group = '', member] = key.split('.');
  if (member === undefined) return [group];
  const isShort = keyGroups[group]?.short === member && typeof valueAt(tree, [group]) === 'string';
  return isShort ? [group] : [group, member];
}

function sitesOf(tree: YamlTree, source: ConfigSource): ReadonlyMap<string, ConfiguredSite> {
  const names = [...propertiesOf(valueAt(tree, ['sites'])).keys()];
  return new Map(names.map((site) => [site, configuredSite(tree, source, site)]));
}
