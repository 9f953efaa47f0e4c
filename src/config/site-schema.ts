/** What the configuration file may say of a site: its values, own segments and exclusions. */
import { exclusion } from './exclusion-schema.ts';
import { schemaOfOption, textCheck } from './option-schema.ts';
import type { Option } from './option.ts';
import { optionNames, options } from './options.ts';
import { condition, ownSegment, ownSegmentName } from './own-segment-schema.ts';
import { ruleName } from './rule-schema.ts';
import type { SchemaNode } from './schema-node.ts';
import { valueTypes } from './value-types.ts';

/** Every segment multiplies the cells of a row (chosen). */
const ownSegmentsMax = 32;
/** Each line is held against every rule (chosen). */
const exclusionsMax = 1000;

/** Forms that others refer to. */
export const siteDefinitions: Readonly<Record<string, SchemaNode>> = {
  condition,
  own_segment: ownSegment,
  exclusion,
};

const ownSegments: SchemaNode = {
  type: 'object',
  propertyNames: ownSegmentName,
  additionalProperties: { $ref: '#/definitions/own_segment' },
  maxProperties: ownSegmentsMax,
  description: 'own segments by name; they carry every metric, as device and visitor do',
  examples: [{ core_region: { field: 'ip_country', in: ['US', 'CA'] } }],
  errorMessage: `expected names with a rule each, at most ${ownSegmentsMax}`,
};

const exclusions: SchemaNode = {
  type: 'object',
  propertyNames: ruleName,
  additionalProperties: { $ref: '#/definitions/exclusion' },
  maxProperties: exclusionsMax,
  description: 'what is not counted, by name; the first rule that applies is named in the ledger',
  examples: [{ office: { ip: ['192.0.2.0/24'] } }],
  errorMessage: `expected names with a rule each, at most ${exclusionsMax}`,
};

const site: SchemaNode = {
  type: ['object', 'null'],
  properties: { ...schemasOfOptions(), segments: ownSegments, exclusions },
  additionalProperties: false,
  description: 'a site by its name in the log; what it does not say is as for all sites',
  examples: [{ zone: 'America/New_York' }],
  errorMessage: 'expected the keys of a site such as zone',
};

export const sitesSchema: SchemaNode = {
  type: 'object',
  propertyNames: {
    errorMessage: `expected ${valueTypes.site.expected}`,
    check: textCheck(valueTypes.site.parse),
  },
  additionalProperties: site,
  description: 'the sites that are meant where --site does not name any',
  examples: [{ 'news.example': { zone: 'America/New_York' } }],
  errorMessage: 'expected sites by their names in the log',
};

function schemasOfOptions(): Readonly<Record<string, SchemaNode>> {
  const schemas: Record<string, SchemaNode> = {};
  for (const name of optionNames) {
    const option: Option = options[name];
    if (option.siteKey === undefined) continue;
    schemas[option.siteKey] = schemaOfOption(option, { isOfSite: true });
  }
  return schemas;
}
