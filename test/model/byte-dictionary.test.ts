/** A dictionary that is made at once, against one that is filled text by text. */
import { expect, test } from 'vitest';
import { bytesFromText } from '../../src/base/bytes.ts';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';

test('a dictionary of different texts knows them as if they had been interned', () => {
  const texts = Array.from({ length: 500 }, (_, index) => `text ${String(index)} \u00e4`);
  const bytes = bytesFromText(texts.join(''));
  let end = 0;
  const ends = Uint32Array.from(texts, (text) => (end += Buffer.byteLength(text)));
  const dictionary = ByteDictionary.fromDistinct(bytes, ends);
  bytes.fill(0);
  expect(dictionary.count).toBe(501);
  expect(dictionary.text(0)).toBe('');
  expect(texts.map((text) => dictionary.internText(text))).toEqual(texts.map((_, at) => at + 1));
  expect(dictionary.internText('')).toBe(0);
  expect(dictionary.internText('another')).toBe(501);
  expect(dictionary.text(500)).toBe('text 499 \u00e4');
  expect(new ByteDictionary().internEntry(dictionary, 7)).toBe(1);
});

test('a dictionary of no texts holds the empty one', () => {
  const dictionary = ByteDictionary.fromDistinct(new Uint8Array(0), new Uint32Array(0));
  expect(dictionary.count).toBe(1);
  expect(dictionary.internText('a')).toBe(1);
});
