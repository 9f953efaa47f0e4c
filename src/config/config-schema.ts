/** The schema of recount.yaml, made from the table of options and the forms of a site. */
import { fileKey, type Option } from './option.ts';
import { schemaOfOption } from './option-schema.ts';
import { optionNames, options } from './options.ts';
import { publishedNode, type SchemaNode } from './schema-node.ts';
import { siteDefinitions, sitesSchema } from './site-schema.ts';

/**
 * Keys that hold others. One with a `short` key may be given that one's value alone:
 * `archive: ./raw` is `archive: {place: ./raw}`.
 */
export const keyGroups: Readonly<
  Record<string, { readonly about: string; readonly short?: string }>
> = {
  archive: { about: 'the raw logs: their place alone, or with more about them', short: 'place' },
  limits: { about: 'what a run may take of the machine' },
};

export const configSchema: SchemaNode = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Configuration of recount',
  type: ['object', 'null'],
  properties: { ...keysOfOptions(), sites: sitesSchema },
  additionalProperties: false,
  errorMessage: 'expected keys such as archive, store and sites',
  definitions: siteDefinitions,
};

/** For editors and other programs. */
export const publishedSchema: SchemaNode = publishedNode(configSchema);

function keysOfOptions(): Readonly<Record<string, SchemaNode>> {
  const keys: Record<string, SchemaNode> = {};
  const groups = new Map<string, Record<string, SchemaNode>>();
  for (const name of optionNames) {
    const option: Option = options[name];
    const [first, second] = fileKey(option)?.split('.') ?? [];
    if (first === undefined) continue;
    const schema = schemaOfOption(option, { isOfSite: false });
    if (second === undefined) {
      keys[first] = schema;
      continue;
    }
    const members = groups.get(first) ?? {};
    members[second] = schema;
    groups.set(first, members);
    keys[first] = schemaOfGroup(first, members);
  }
  return keys;
}

function schemaOfGroup(name: string, properties: Readonly<Record<string, SchemaNode>>): SchemaNode {
  const { about = '', short } = keyGroups[name] ?? {};
  const brief = short === undefined ? undefined : properties[short];
  const expected = `the keys ${Object.keys(properties).join(', ')}`;
  if (brief === undefined) {
    const errorMessage = `expected ${expected}`;
    return {
      description: about,
      type: 'object',
      properties,
      additionalProperties: false,
      errorMessage,
    };
  }
  const errorMessage = `${brief.errorMessage ?? 'expected a text'}, or ${expected}`;
  const text = { ...brief, description: about, type: ['string', 'object'] };
  return { ...text, properties, additionalProperties: false, errorMessage };
}
