/** Numbers, sizes and spans as people read them. */
import { expect, test } from 'vitest';
import {
  bytesText,
  changeText,
  countText,
  groupedText,
  numberOrDash,
  spanText,
} from '../../src/report/number-text.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1_234_567, '1,234,567'],
  [9_007_199_254_740_991, '9,007,199,254,740,991'],
])('%d is written %s', (number, text) => {
  expect(groupedText(number)).toBe(text);
});

test('one is one, and every other count is several', () => {
  expect([0, 1, 2000].map((count) => countText(count, 'object'))).toEqual([
    '0 objects',
    '1 object',
    '2,000 objects',
  ]);
});

test.each([
  [1, '1 byte'],
  [1023, '1,023 bytes'],
  [1024, '1.0 KiB'],
  [1_048_575, '1.0 MiB'],
  [12_897_485, '12.3 MiB'],
  [1_073_741_824, '1.0 GiB'],
  [1_099_511_627_776 * 5000, '5,000.0 TiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [0, '0 s'],
  [0.2, '1 s'],
  [59.5, '60 s'],
  [61, '2 min'],
  [3599, '1 h'],
  [7500, '2 h 5 min'],
  [90_000, '1 d 1 h'],
  [172_800, '2 d'],
])('%d seconds are %s', (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});

test('a change has its sign, none is an equals sign, and nothing before counts as 0', () => {
  expect([changeText(10, 15), changeText(1500, 0), changeText(7, 7), changeText(null, 3)]).toEqual([
    '+5',
    '-1,500',
    '=',
    '+3',
  ]);
  expect([numberOrDash(null), numberOrDash(1000)]).toEqual(['-', '1,000']);
});
