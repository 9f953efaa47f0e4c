/** Columns and wrapped sentences, whatever alphabet they are in. */
import { expect, test } from 'vitest';
import { printableText, tableLines, wrappedLines } from '../../src/report/text-lines.ts';

test('columns are as wide as their widest cell, and lines have no spaces at their end', () => {
  const columns = [{ align: 'left' }, { align: 'right', widthMin: 6 }, { align: 'left' }] as const;
  const rows = [
    ['größe 🔥', '1', ''],
    ['a', '1,234,567', 'much'],
  ];
  expect(tableLines(columns, rows, '  ')).toEqual([
    '  größe 🔥          1',
    '  a        1,234,567  much',
  ]);
});

test('a sentence is broken between words, and a long name stays whole', () => {
  const text = 'events/2026/03/08/15/part-0.gz is not gzip although its name says so';
  expect(wrappedLines(text, { indent: '  ', hanging: '    ', columns: 28 })).toEqual([
    '  events/2026/03/08/15/part-0.gz',
    '    is not gzip although its',
    '    name says so',
  ]);
  expect(wrappedLines(' ', { indent: '', columns: 80 })).toEqual([]);
});

test('control characters and marks that turn text around are replaced', () => {
  expect(printableText('a\u001B[31mb\r\nc\u202Ed')).toBe('a\uFFFD[31mb\uFFFD\uFFFDc\uFFFDd');
  expect(printableText('zwölf 👨‍👩‍👧 東京')).toBe('zwölf 👨‍👩‍👧 東京');
});
