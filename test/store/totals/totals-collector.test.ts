/** Totals as stores keep them as a value: what is no such value is nobody's error. */
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { totalsFromStored } from '../../../src/store/totals/totals-collector.ts';

const deflated = deflateRawSync(Buffer.from('totals of a day'));

test.each([
  ['nothing', undefined],
  ['other bytes', Buffer.from([0xff, 0xff, 0xff, 0xff])],
  ['deflated bytes without their end', deflated.subarray(0, deflated.length - 4)],
  ['more than a day may have', deflateRawSync(Buffer.alloc(33 * 1024 * 1024))],
])('%s are no totals', (_what, bytes) => {
  expect(totalsFromStored(bytes)).toBeUndefined();
});

test('deflated bytes are read as they were', () => {
  const stored = totalsFromStored(deflated);
  expect(stored?.totals.read(0, 15).toString()).toBe('totals of a day');
});
