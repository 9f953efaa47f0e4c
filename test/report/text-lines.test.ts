/** Columns and wrapped sentences, whatever alphabet they are in. */
import { expect, test } from 'vitest';
import { cutToWidth } from '../../src/base/display-width.ts';
import { sparkline } from '../../src/report/sparkline.ts';
import {
  printableText,
  tableLines,
  wrappedHint,
  wrappedLines,
} from '../../src/report/text-lines.ts';

test('columns are as wide as their widest cell, and lines have no spaces at their end', () => {
  const columns = [{ align: 'left' }, { align: 'right', widthMin: 6 }, { align: 'left' }] as const;
  const rows = [
    ['größe 🔥', '1', ''],
    ['a', '1,234,567', 'much'],
  ];
  expect(tableLines(columns, rows, '  ')).toEqual([
    '  größe 🔥          1',
    '  a         1,234,567  much',
  ]);
});

test('wide letters take two columns, marks upon letters none', () => {
  const columns = [{ align: 'left' }, { align: 'right' }] as const;
  const rows = [
    ['東京', '1'],
    ['cafe\u0301', '2'],
    ['🔥', '3'],
    ['abcd', '4'],
  ];
  // A terminal shows the numbers below each other.
  expect(tableLines(columns, rows, '')).toEqual(['東京  1', 'cafe\u0301  2', '🔥    3', 'abcd  4']);
});

test('a name is cut between letters, to what a terminal has room for', () => {
  expect(cutToWidth('東京タワー', 10)).toBe('東京タワー');
  expect(cutToWidth('東京タワー', 9)).toBe('東…タワー');
  expect(cutToWidth('https://news.example/a-story', 12)).toBe('htt…/a-story');
  expect(cutToWidth('e\u0301e\u0301e\u0301e\u0301e\u0301', 4)).toBe('e\u0301…e\u0301e\u0301');
});

test('a hint is broken between words, but not a command that it says to run', () => {
  const command = 'recount rebuild --site news.example --from 2026-03-08 --force --apply';
  const hint = `hint: restore it from a backup, or run ${command}, whatever it takes`;
  expect(wrappedHint(hint, { indent: '', hanging: '  ', columns: 40 })).toEqual([
    'hint: restore it from a backup, or run',
    `  ${command},`,
    '  whatever it takes',
  ]);
});

test('a line of blocks has a gap where nothing is known, and not where nothing was counted', () => {
  expect(sparkline([8, null, 0, 4, null], 24)).toBe('█ ▁▄ ');
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
