/** The order of texts by their UTF-8 bytes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTexts, orderOfTexts } from '../../src/base/bytes.ts';

const wellFormed = fc.string({ unit: 'binary', maxLength: 6 });

test('texts compare as their UTF-8 bytes do', () => {
  fc.assert(
    fc.property(wellFormed, wellFormed, (a, b) => {
      const expected = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(Math.sign(compareTexts(a, b))).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test('a list is ordered by UTF-8 bytes with and without surrogates', () => {
  const order = (texts: string[]): (string | undefined)[] =>
    Array.from(orderOfTexts(texts), (index) => texts[index]);
  expect(order(['b', 'a', '', 'ab'])).toEqual(['', 'a', 'ab', 'b']);
  // U+1F600 is F0 9F 98 80 in UTF-8, U+FB00 is EF AC 80, U+00E4 is C3 A4.
  expect(order(['\u{1F600}', '\uFB00', '\u00E4'])).toEqual(['\u00E4', '\uFB00', '\u{1F600}']);
});
