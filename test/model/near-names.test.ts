/** Misspelt names find the ones that were meant, and strange ones find nothing. */
import { expect, test } from 'vitest';
import { nearNames } from '../../src/model/near-names.ts';

test.each([
  ['SOTRE', 'two letters swapped'],
  ['STOR', 'a letter left out'],
  ['STOREE', 'a letter too much'],
  ['STARE', 'another letter'],
])('%s is near STORE: %s', (name) => {
  expect(nearNames(name, ['ZONE', 'STORE', 'ARCHIVE'])).toEqual(['STORE']);
});

test('more than a third of the letters wrong is another name', () => {
  expect(nearNames('news.example', ['shop.test', 'new.example', 'noise.ample'])).toEqual([
    'new.example',
    'noise.ample',
  ]);
  expect(nearNames('abc', ['xyz'])).toEqual([]);
});

test('the nearest stands first, and three at most are offered', () => {
  expect(nearNames('aaaaaa', ['aaaabb', 'aaaaab', 'aaaaac', 'aaaacc', 'aaaaaa'])).toEqual([
    'aaaaaa',
    'aaaaab',
    'aaaaac',
  ]);
});
