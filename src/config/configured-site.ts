/** A site of a configuration that was checked: its own values, segments and exclusions. */
import type { Condition, Exclusion, OwnSegment } from '../model/rules.ts';
import type { ConfiguredSite, FileValue, PlacedRule } from './config-file.ts';
import { fileValue, placeAt, placeText, propertiesOf, valueAt } from './file-value.ts';
import type { ConfigSource } from './file-value.ts';
import type { Option } from './option.ts';
import { optionNames, options } from './options.ts';
import { plainText } from './plain-text.ts';
import type { YamlTree } from './yaml-tree.ts';

export function configuredSite(tree: YamlTree, source: ConfigSource, site: string): ConfiguredSite {
  const keys = ['sites', site];
  const rules = <Rule>(
    key: string,
    ruleFrom: (name: string, form: unknown) => Rule,
  ): readonly PlacedRule<Rule>[] =>
    [...propertiesOf(valueAt(tree, [...keys, key]))].map(([name, form]) => ({
      place: placeText(source, placeAt(tree, [...keys, key, name])),
      rule: ruleFrom(name, form),
    }));
  return {
    site,
    place: placeText(source, placeAt(tree, keys)),
    values: ownValues(tree, source, keys),
    ownSegments: rules('segments', ownSegmentFromForm),
    exclusions: rules('exclusions', exclusionFromForm),
  };
}

function ownValues(
  tree: YamlTree,
  source: ConfigSource,
  keys: readonly string[],
): ReadonlyMap<string, FileValue> {
  const values = new Map<string, FileValue>();
  for (const name of optionNames) {
    const option: Option = options[name];
    if (option.siteKey === undefined) continue;
    const value = fileValue(tree, source, { keys: [...keys, option.siteKey], option });
    if (value !== undefined) values.set(option.siteKey, value);
  }
  return values;
}

function ownSegmentFromForm(name: string, form: unknown): OwnSegment {
  const entries = propertiesOf(form);
  if (!entries.has('values')) return { kind: 'rule', name, when: conditionFromForm(form) };
  return {
    kind: 'field',
    name,
    field: plainText(entries.get('field')),
    values: textsAt(form, 'values'),
  };
}

function conditionFromForm(form: unknown): Condition {
  const entries = propertiesOf(form);
  const field = plainText(entries.get('field'));
  if (entries.has('all')) {
    return { kind: 'all', conditions: listAt(form, 'all').map(conditionFromForm) };
  }
  if (entries.has('in')) return { kind: 'in', field, values: textsAt(form, 'in') };
  return { kind: 'at_least', field, value: Number(entries.get('at_least')) };
}

function exclusionFromForm(name: string, form: unknown): Exclusion {
  const entries = propertiesOf(form);
  if (entries.has('ip')) return { kind: 'ip', name, ranges: textsAt(form, 'ip') };
  if (entries.has('url_prefix')) {
    return { kind: 'url_prefix', name, prefix: plainText(entries.get('url_prefix')) };
  }
  const [pair] = propertiesOf(entries.get('extra_data'));
  const [key, value] = pair ?? ['', ''];
  return { kind: 'extra_data', name, key, value: plainText(value) };
}

function textsAt(form: unknown, key: string): readonly string[] {
  return listAt(form, key).map(plainText);
}

/** A single value stands for a list of one. */
function listAt(form: unknown, key: string): readonly unknown[] {
  const value = propertiesOf(form).get(key);
  return Array.isArray(value) ? value : [value];
}
