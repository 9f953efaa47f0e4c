/** What the forms of a site's own rules have in common: names and plain values. */
import type { SchemaNode } from './schema-node.ts';

/** Lists of values, conditions and ranges longer than this are a typing error (chosen). */
export const listedMax = 10_000;

/** Names stand in every cell key and in every ledger (chosen). */
const nameCharsMax = 64;

/** Names of segments and of exclusions. */
export const ruleName: SchemaNode = {
  pattern: '^[a-z][a-z0-9_]*$',
  maxLength: nameCharsMax,
  examples: ['office'],
  errorMessage: 'expected a name of a-z, 0-9 and _ that begins with a letter',
};

/** Compared with what a line holds by its JSON text without quotes. */
export const plainValue: SchemaNode = {
  type: ['string', 'number', 'boolean'],
  minLength: 1,
  examples: ['premium'],
  errorMessage: 'expected a text, a number, true or false',
};
