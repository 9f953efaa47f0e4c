/** What the row builder's memory puts in order, against plain sorting. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PeriodTexts } from '../../src/aggregate/period-texts.ts';
import { RowMemory } from '../../src/aggregate/row-memory.ts';
import { sortTexts } from '../../src/aggregate/sort-texts.ts';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';

function withMemory<T>(use: (memory: RowMemory) => T): T {
  const memory = RowMemory.take();
  try {
    return use(memory);
  } finally {
    RowMemory.giveBack(memory);
  }
}

function sortedTexts(texts: readonly string[]): readonly string[] {
  const dictionary = new ByteDictionary();
  const entries = texts.map((text) => dictionary.internText(text));
  return withMemory((memory) => {
    const { starts } = new PeriodTexts(memory, [dictionary]);
    const list = memory.allocate(entries.length * 4);
    memory.words.set(entries, list / 4);
    sortTexts(memory, starts, { list, count: entries.length });
    const sorted = memory.words.slice(list / 4, list / 4 + entries.length);
    return Array.from(sorted, (entry) => dictionary.text(entry));
  });
}

/** Many share what they begin with, some end where others go on with zeros. */
const similar = fc
  .tuple(
    fc.constantFrom('', 'https://www.example/', 'https://www.example/a', '\u0000'),
    fc.string({ unit: fc.constantFrom('\u0000', 'a', '/', '\u00ff', '\u{1F600}'), maxLength: 12 }),
  )
  .map(([start, end]) => start + end);

test('texts are sorted by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.array(similar, { maxLength: 200 }), (texts) => {
      const expected = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(sortedTexts(texts)).toEqual(expected);
    }),
  );
});

test('the texts of several dictionaries are numbered as they are met, each once', () => {
  fc.assert(
    fc.property(fc.array(fc.array(similar), { minLength: 1, maxLength: 5 }), (lists) => {
      const dictionaries = lists.map((texts) => {
        const dictionary = new ByteDictionary();
        for (const text of texts) dictionary.internText(text);
        return dictionary;
      });
      const expected = [...new Set(['', ...lists.flat()])];
      withMemory((memory) => {
        const texts = new PeriodTexts(memory, dictionaries);
        expect(expected.map((_, number) => texts.text(number))).toEqual(expected);
        expect(texts.count).toBe(expected.length);
        dictionaries.forEach((dictionary, index) => {
          const found = Array.from(texts.numbersOf(index), (number) => texts.text(number));
          expect(found).toEqual(found.map((_, entry) => dictionary.text(entry)));
          expect(found.length).toBe(dictionary.count);
        });
      });
    }),
  );
});

test('more memory than addresses can name is refused with what to do', () => {
  withMemory((memory) => {
    expect(() => memory.allocate(2 ** 31)).toThrow('too many events');
    expect(memory.allocate(8)).toBe(16 * 1024);
  });
});
