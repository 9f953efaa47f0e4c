/** The order of texts by their UTF-8 bytes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTexts } from '../../src/base/bytes.ts';

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
