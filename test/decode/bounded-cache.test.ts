/** A cache finds each text once, but neither keeps too many texts nor long ones. */
import { expect, test } from 'vitest';
import { BoundedCache } from '../../src/decode/bounded-cache.ts';

/** A cache of the first characters, and the texts that it had to look at. */
function cacheOfFirst() {
  const asked: string[] = [];
  const cache = new BoundedCache<string>((text) => {
    asked.push(text);
    return text.slice(0, 1);
  });
  return { cache, asked };
}

test('a text is looked at once', () => {
  const { cache, asked } = cacheOfFirst();
  const texts = ['ab', 'cd', 'ab', '', '', '\ud800x', '\ufffdx', '\ud800x'];
  expect(texts.map((text) => cache.valueOf(text)[0])).toEqual(texts.map((text) => text[0]));
  expect(asked).toEqual(['ab', 'cd', '', '\ud800x', '\ufffdx']);
});

test('long texts are looked at each time', () => {
  const { cache, asked } = cacheOfFirst();
  for (const length of [1024, 1024, 1025, 1025]) cache.valueOf('x'.repeat(length));
  expect(asked.map(({ length }) => length)).toEqual([1024, 1025, 1025]);
});

test('it starts anew after ten thousand texts', () => {
  const { cache, asked } = cacheOfFirst();
  for (let number = 0; number < 10_000; number += 1) cache.valueOf(`text ${number}`);
  cache.valueOf('text 0');
  expect(asked.length).toBe(10_000);
  cache.valueOf('one more');
  cache.valueOf('text 0');
  cache.valueOf('one more');
  expect(asked.slice(10_000)).toEqual(['one more', 'text 0']);
});
