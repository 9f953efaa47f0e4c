/** The benchmark says nothing of speed where the tasks do not agree. */
import { expect, test } from 'vitest';
import { compareNumbers } from './compare-numbers.ts';

test('equal numbers of different tasks are compared without a difference', () => {
  const findings = [
    { label: 'written', numbers: { bytes: 100 } },
    { label: 'recount', numbers: { views: 3, rows: 2 } },
    { label: 'SQL', numbers: { views: 3, rows: 2, groups: 7 } },
    { label: 'inflate', numbers: { bytes: 100 } },
  ];
  expect(compareNumbers(findings)).toEqual({
    compared: ['views', 'rows', 'bytes'],
    differences: [],
  });
});

test('a number that differs is named with both of its sources', () => {
  const findings = [
    { label: 'recount', numbers: { views: 3, rows: 2 } },
    { label: 'SQL', numbers: { views: 4, rows: 2 } },
  ];
  expect(compareNumbers(findings).differences).toEqual(['views is 3 (recount), but 4 (SQL)']);
});

test('a task must find in every round what it found in the first', () => {
  const findings = [
    { label: 'recount', numbers: { views: 3 } },
    { label: 'recount', numbers: { views: 5 } },
  ];
  expect(compareNumbers(findings)).toEqual({
    compared: [],
    differences: ['views is 3 (recount), but 5 (recount)'],
  });
});

test('what could not be read as a number differs from itself', () => {
  const findings = [
    { label: 'recount', numbers: { views: NaN } },
    { label: 'SQL', numbers: { views: NaN } },
  ];
  expect(compareNumbers(findings).differences).toHaveLength(2);
});
