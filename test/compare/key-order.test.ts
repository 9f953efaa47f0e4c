/** The order of keys of one dictionary and of two, against a plain comparison. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyMatcher } from '../../src/compare/key-matcher.ts';
import { KeyOrder } from '../../src/compare/key-order.ts';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';

const names = [
  '$all/x',
  'a=1/x',
  'countr=1/x',
  'country=1/x',
  'country=\uFB00/x',
  'utm_term=\u{1F600}/x',
];
const someKeys = fc.shuffledSubarray([
  ...names,
  'z=1/x',
  'utm_source=/x',
  'ref=a/x',
  'ref_url=a/x',
]);

const isOpen = (key: string): boolean => /^(country|utm_term|utm_source|ref_url)=/.test(key);

/** Segments before breakdowns, each by UTF-8 bytes. */
function plainOrder(a: string, b: string): number {
  return Number(isOpen(a)) - Number(isOpen(b)) || Buffer.compare(Buffer.from(a), Buffer.from(b));
}

test('entries are ordered as their keys, also of keys that came later', () => {
  fc.assert(
    fc.property(someKeys, fc.nat(), (texts, cut) => {
      const keys = new ByteDictionary();
      const order = new KeyOrder(keys);
      const at = cut % (texts.length + 1);
      const entries = texts.slice(0, at).map((text) => keys.internText(text));
      order.extend();
      entries.push(...texts.slice(at).map((text) => keys.internText(text)));
      order.extend();
      texts.forEach((a, i) =>
        texts.forEach((b, j) => {
          // Asked twice, for what was once found is remembered.
          for (const asked of [1, 2]) {
            const found = { asked, ascends: order.isAscending(entries[i]!, entries[j]!) };
            expect(found).toEqual({ asked, ascends: plainOrder(a, b) < 0 });
          }
        }),
      );
    }),
  );
});

test('entries of two dictionaries are ordered as their keys, however often they are asked', () => {
  fc.assert(
    fc.property(someKeys, someKeys, (left, right) => {
      const [a, b] = [new ByteDictionary(), new ByteDictionary()];
      const matcher = new KeyMatcher();
      for (const round of [1, 2, 3]) {
        const [lefts, rights] = [left, right].map((texts) => texts.slice(0, round * 4));
        const leftEntries = lefts!.map((text) => a.internText(text));
        const rightEntries = rights!.map((text) => b.internText(text));
        matcher.use(orderOf(a), orderOf(b));
        leftEntries.forEach((entry, i) =>
          rightEntries.forEach((other, j) => {
            const expected = Math.sign(plainOrder(lefts![i]!, rights![j]!));
            expect(Math.sign(matcher.compare(entry, other))).toBe(expected);
          }),
        );
      }
    }),
  );
});

const orders = new WeakMap<ByteDictionary, KeyOrder>();

/** The same order for the same dictionary, as cursors have it. */
function orderOf(keys: ByteDictionary): KeyOrder {
  const order = orders.get(keys) ?? new KeyOrder(keys);
  orders.set(keys, order);
  order.extend();
  return order;
}
