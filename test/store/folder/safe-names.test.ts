/** Names of files from any text: one to one, safe everywhere, and short enough. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameFromText, textFromName } from '../../../src/store/folder/safe-names.ts';

describe('a name', () => {
  test('is the text itself where that is safe', () => {
    expect(nameFromText('news.example')).toBe('news.example');
    expect(nameFromText('20260308t100000z-a_b')).toBe('20260308t100000z-a_b');
  });

  test('escapes what means something to a file system or a shell', () => {
    expect(nameFromText('')).toBe('%');
    expect(nameFromText('..')).toBe('%2e.');
    expect(nameFromText('.hidden')).toBe('%2ehidden');
    expect(nameFromText('a/b\\c')).toBe('a%2fb%5cc');
    expect(nameFromText('News')).toBe('%4eews');
    expect(nameFromText('100%')).toBe('100%25');
    expect(nameFromText('ä\0')).toBe('%c3%a4%00');
  });

  test('that would be too long is cut and told apart by a digest', () => {
    const [one, two] = [nameFromText(`${'x'.repeat(500)}1`), nameFromText(`${'x'.repeat(500)}2`)];
    expect([one.length, two.length]).toEqual([180, 180]);
    expect(one).not.toBe(two);
    expect(textFromName(one)).toBeUndefined();
  });

  test('gives its text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 15 }), (text) => {
        const name = nameFromText(text);
        expect(name).toMatch(/^[a-z0-9._%-]+$/);
        expect(textFromName(name)).toBe(text);
      }),
    );
  });

  test('of something else has no text', () => {
    for (const name of ['A', 'a%', 'a%2', 'a%2G', 'a b', '']) {
      expect(textFromName(name)).toBeUndefined();
    }
  });
});
