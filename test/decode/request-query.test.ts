/** Queries are decoded, and what is broken stays as it was sent. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Query, queryOfUrl } from '../../src/decode/request-query.ts';

test.each([
  ['a=1&b=2', { a: '1', b: '2' }],
  ['a=1&a=2', { a: '2' }],
  ['a', { a: '' }],
  ['a=', { a: '' }],
  ['a=b=c', { a: 'b=c' }],
  ['=b&&a=1&', { a: '1' }],
  ['', {}],
  ['a=b+c%2Bd', { a: 'b c+d' }],
  ['a%20b=1', { 'a b': '1' }],
  ['a=%C3%9C%20%E2%80%93%F0%9F%98%80', { a: 'Ü –😀' }],
  ['a=%C3%9c', { a: 'Ü' }],
  ['a=100%', { a: '100%' }],
  ['a=100%&b=%41', { a: '100%', b: 'A' }],
  ['a=%zz%41', { a: '%zzA' }],
  ['a=%4', { a: '%4' }],
  ['a=%41%E4%42', { a: 'A%E4B' }],
  ['a=%C3%C3%9C', { a: '%C3Ü' }],
  ['a=%F0%9F%98', { a: '%F0%9F%98' }],
  ['a=%ED%A0%80', { a: '%ED%A0%80' }],
  ['a=%80+%80', { a: '%80 %80' }],
  ['a=%E2%82%AC%E2%82%F0%9F%98%80%', { a: '€%E2%82😀%' }],
  ['a=%F8%88%80%80%80', { a: '%F8%88%80%80%80' }],
  ['a=%C0%AF', { a: '%C0%AF' }],
  ['__proto__=1', { ['__proto__']: '1' }],
])('%s', (text, expected) => {
  expect(new Query(text).entries()).toEqual(Object.entries(expected));
});

test('every text comes back from its escapes', () => {
  const texts = fc.string({ unit: 'binary' }).filter((text) => !/\p{Surrogate}/u.test(text));
  fc.assert(
    fc.property(texts, texts, (name, value) => {
      fc.pre(name !== '');
      const query = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
      expect(new Query(query).entries()).toEqual([[name, value]]);
    }),
  );
});

test.each([
  ['https://a.example/b?c=d#e?f=g', { c: 'd' }],
  ['https://a.example/b#c?d=e', {}],
  ['https://a.example/b?', {}],
  ['https://a.example/b', {}],
  ['?a=?b', { a: '?b' }],
])('the query of %s', (url, expected) => {
  expect(Object.fromEntries(queryOfUrl(url).entries())).toEqual(expected);
});

test('a value is the same whenever it is asked for', () => {
  const query = new Query('a=%C3%9C&b=&c&a=x%20y');
  for (let time = 0; time < 2; time += 1) {
    expect(['a', 'b', 'c', 'd'].map((name) => query.get(name))).toEqual(['x y', '', '', undefined]);
  }
});
