/** Finds values in a configuration that was checked, and turns them into the texts of options. */
import { isAbsolute, join } from 'node:path';
import type { FileValue } from './config-file.ts';
import type { Option } from './option.ts';
import { childPointer, type Place, type YamlTree } from './yaml-tree.ts';

export type ConfigSource = {
  /** As messages call it. */
  readonly name: string;
  /** Where relative paths in it begin; `.` is where the program runs. */
  readonly folder: string;
};

/** What stands under these keys, as an option's value; undefined where nothing does. */
export function fileValue(
  tree: YamlTree,
  source: ConfigSource,
  { keys, option }: { readonly keys: readonly string[]; readonly option: Option },
): FileValue | undefined {
  const value = valueAt(tree, keys);
  if (value === undefined) return undefined;
  const place = placeAt(tree, keys);
  const texts = (Array.isArray(value) ? value : [value]).map(String);
  const isPath = option.kind !== 'switch' && option.type.path !== undefined;
  return {
    key: place.path,
    place: placeText(source, place),
    texts: isPath ? texts.map((text) => pathFrom(source.folder, text)) : texts,
  };
}

/** What the keys lead to; undefined where there is nothing. */
export function valueAt({ value }: YamlTree, keys: readonly string[]): unknown {
  return keys.reduce((inner, key) => propertiesOf(inner).get(key), value);
}

/** The entries of a mapping, in their order; of all else none. */
export function propertiesOf(value: unknown): ReadonlyMap<string, unknown> {
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
  return new Map(isMapping ? Object.entries(value) : []);
}

export function placeAt({ places }: YamlTree, keys: readonly string[]): Place {
  const pointer = keys.reduce(childPointer, '');
  return places.get(pointer) ?? { line: 1, column: 1, path: '' };
}

/** `recount.yaml:12:5` */
export function placeText({ name }: ConfigSource, { line, column }: Place): string {
  return `${name}:${line}:${column}`;
}

/** Paths in a file are relative to its folder, so that it means the same wherever it is used. */
function pathFrom(folder: string, text: string): string {
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  return folder === '.' || isUrl || isAbsolute(text) ? text : join(folder, text);
}
