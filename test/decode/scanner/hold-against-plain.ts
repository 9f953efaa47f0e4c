/** The same bytes through the scanner and through the plain path: nothing may differ. */
import { expect } from 'vitest';
import { createPlainDecoder } from '../../../src/decode/object-decoder.ts';
import { decode, type Decoded, type Setting } from '../decoded.ts';

export function expectSameAsPlain(bytes: Uint8Array, setting: Setting): Decoded {
  const fast = decode(bytes, setting);
  const plain = decode(bytes, { ...setting, makeDecoder: createPlainDecoder });
  expect(fast.outcomes).toEqual(plain.outcomes);
  expect(fast.tally).toEqual(plain.tally);
  expect(fast.events).toEqual(plain.events);
  return fast;
}

/** Own segments and exclusions that read fields in every way. */
export const ruledSite: NonNullable<Setting['sites']>[number] = {
  ownSegments: [
    { kind: 'field', name: 'subscriber', field: 'extra_data.kind', values: ['a', 'b'] },
    { kind: 'field', name: 'dotted', field: 'a.b', values: ['1', '2', 'x'] },
    { kind: 'field', name: 'kind', field: 'metadata_section', values: ['a'] },
    { kind: 'rule', name: 'loyal', when: { kind: 'at_least', field: 'session_id', value: 2 } },
    { kind: 'rule', name: 'core', when: { kind: 'in', field: 'ip_country', values: ['DE'] } },
  ],
  exclusions: [
    { kind: 'ip', name: 'office', ranges: ['192.0.2.0/24'] },
    { kind: 'url_prefix', name: 'drafts', prefix: 'https://news.example/drafts/' },
    { kind: 'extra_data', name: 'tests', key: 'test', value: 'true' },
  ],
};
