/** The forms of a site's exclusion rules, as a schema. */
import { isAddressRange } from '../base/address-ranges.ts';
import { listedMax, plainValue } from './rule-schema.ts';
import type { Misfit, SchemaNode } from './schema-node.ts';

const addressRange: SchemaNode = {
  type: 'string',
  examples: ['192.0.2.0/24', '2001:db8::/32', '192.0.2.1-192.0.2.9'],
  errorMessage: 'expected a range of IP addresses such as 192.0.2.0/24',
  check: (value) => {
    if (typeof value !== 'string' || isAddressRange(value)) return undefined;
    return { hint: 'write it as in 192.0.2.0/24, 2001:db8::/32 or 192.0.2.1-192.0.2.9' };
  },
};

export const exclusion: SchemaNode = {
  type: 'object',
  description: 'events that are not counted; each rule has its own count in the ledger of a day',
  properties: {
    ip: {
      ...addressRange,
      type: ['string', 'array'],
      items: addressRange,
      minItems: 1,
      maxItems: listedMax,
      description: 'addresses of visitors; they are compared and never stored',
    },
    extra_data: {
      type: 'object',
      additionalProperties: plainValue,
      minProperties: 1,
      maxProperties: 1,
      description: 'one key of extra_data and the value that it has',
      examples: [{ internal: true }],
      errorMessage: 'expected one key and its value such as {internal: true}',
    },
    url_prefix: {
      type: 'string',
      minLength: 1,
      description: 'the beginning of urls, as they are stored: without query and fragment',
      examples: ['https://news.example/preview/'],
      errorMessage: 'expected the beginning of stored urls such as https://news.example/preview/',
      check: storedPrefix,
    },
  },
  additionalProperties: false,
  oneOf: ['ip', 'extra_data', 'url_prefix'].map((name) => ({ required: [name] })),
  examples: [{ ip: ['192.0.2.0/24'] }],
  errorMessage: 'expected one of ip, extra_data and url_prefix',
};

/** A prefix that no stored url can begin with would exclude nothing, in silence. */
function storedPrefix(value: unknown): Misfit | undefined {
  if (typeof value !== 'string') return undefined;
  if (/[?#]/.test(value))
    return { hint: 'leave out ? and # and what follows: no stored url has it' };
  const [origin = ''] = /^[^/]*:\/\/[^/]*/.exec(value) ?? [];
  if (origin !== origin.toLowerCase()) return { hint: 'write scheme and host in lower case' };
  return origin.includes('@')
    ? { hint: 'leave out user and password: no stored url has them' }
    : undefined;
}
