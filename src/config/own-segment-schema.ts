/** The forms of a site's own segments, as a schema. */
import { allSegment, breakdowns, segments } from '../model/segments.ts';
import { plainText } from './plain-text.ts';
import { listedMax, plainValue, ruleName } from './rule-schema.ts';
import type { SchemaNode, ValueCheck } from './schema-node.ts';

/** A segment is a closed list; what has more values is a breakdown (chosen). */
const segmentValuesMax = 1000;

const reservedNames = [allSegment, ...[...segments, ...breakdowns].map(({ name }) => name)];

export const ownSegmentName: SchemaNode = {
  ...ruleName,
  not: { enum: reservedNames },
  examples: ['core_region'],
  check: (name) => {
    if (!reservedNames.includes(String(name))) return undefined;
    return { hint: `${String(name)} is in every row already; choose another name` };
  },
  errorMessage: 'expected a name of a-z, 0-9 and _ that no segment and no breakdown has',
};

const field: SchemaNode = {
  type: 'string',
  minLength: 1,
  description: 'the field of the line that decides, by its Data Pipeline name; extra_data.KEY too',
  examples: ['extra_data.subscriber_type', 'ip_country', 'session_id'],
  errorMessage: 'expected the name of a field such as ip_country or extra_data.plan',
};

function valueList(description: string, examples: readonly unknown[]): SchemaNode {
  return {
    type: 'array',
    items: plainValue,
    minItems: 1,
    uniqueItems: true,
    description,
    examples,
    errorMessage: 'expected a list of different values such as [premium, free]',
    check: differentValues,
  };
}

/** Values compare by their JSON text without quotes, so 1 and "1" are the same. */
const differentValues: ValueCheck = (value) => {
  if (!Array.isArray(value)) return undefined;
  const texts = value.map(plainText);
  const twice = texts.find((text, index) => texts.indexOf(text) < index);
  if (twice === undefined) return undefined;
  return { found: `${twice} twice`, hint: 'leave one of them out' };
};

const inValues: SchemaNode = {
  ...valueList('yes where the field has one of these values', [['US', 'CA']]),
  maxItems: listedMax,
};

const atLeast: SchemaNode = {
  type: 'number',
  description: 'yes where the field is a number that is not below this one',
  examples: [10],
  errorMessage: 'expected a number such as 10',
};

const all: SchemaNode = {
  type: 'array',
  items: { $ref: '#/definitions/condition' },
  minItems: 1,
  maxItems: listedMax,
  description: 'yes where every one of these conditions is met',
  examples: [
    [
      { field: 'session_id', at_least: 3 },
      { field: 'channel', in: ['website', 'amp'] },
    ],
  ],
  errorMessage: 'expected a list of conditions such as [{field: ip_country, in: [US, CA]}]',
};

const conditionForms: readonly SchemaNode[] = [
  { required: ['field', 'in'] },
  { required: ['field', 'at_least'] },
  { required: ['all'], maxProperties: 1 },
];

export const condition: SchemaNode = {
  type: 'object',
  description: 'what must be true of an event; an absent value meets no condition',
  properties: { field, in: inValues, at_least: atLeast, all },
  additionalProperties: false,
  oneOf: conditionForms,
  examples: [{ field: 'ip_country', in: ['US', 'CA'] }],
  errorMessage: 'expected field with in, field with at_least, or all',
};

export const ownSegment: SchemaNode = {
  type: 'object',
  description:
    'a segment of the site: the values of a field (others are "other", absent is "none"), or ' +
    'yes and no by a condition',
  properties: {
    field,
    values: {
      ...valueList('the values of the segment', [['premium', 'free']]),
      maxItems: segmentValuesMax,
    },
    in: inValues,
    at_least: atLeast,
    all,
  },
  additionalProperties: false,
  oneOf: [{ required: ['field', 'values'] }, ...conditionForms],
  examples: [{ field: 'extra_data.subscriber_type', values: ['premium', 'free'] }],
  errorMessage: 'expected field with values, field with in, field with at_least, or all',
};
