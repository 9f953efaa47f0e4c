/** What the benchmark is asked for. */
import { expect, test } from 'vitest';
import { readBenchOptions } from './bench-options.ts';
import { canRun, taskNames } from './tasks.ts';

test('without a word every input and task is measured three times', () => {
  expect(readBenchOptions([])).toEqual({
    rounds: 3,
    sizes: [
      { detail: 'lean', events: 1_000_000 },
      { detail: 'full', events: 300_000 },
      { detail: 'pixel', events: 1_000_000 },
    ],
    tasks: taskNames,
  });
});

test('inputs, their size and tasks can be chosen', () => {
  const asked = ['--input', 'pixel', '--input', 'full', '--events', '10000000'];
  expect(readBenchOptions([...asked, '--rounds', '1', '--only', 'derive'])).toEqual({
    rounds: 1,
    sizes: [
      { detail: 'full', events: 10_000_000 },
      { detail: 'pixel', events: 10_000_000 },
    ],
    tasks: ['derive'],
  });
});

test('the soak takes the place of all tasks', () => {
  expect(readBenchOptions(['--soak', '--folder', '/large/disk'])).toEqual({ soak: '/large/disk' });
});

test.each([
  [['--input', 'small'], '--input small is no input'],
  [['--events', '1e3.5'], '--events 1e3.5 is no whole number above 0'],
  [['--rounds', '0'], '--rounds 0 is no whole number above 0'],
  [['--only', 'sort'], '--only sort is no task'],
])('%j is refused', (args, message) => {
  expect(() => readBenchOptions(args)).toThrow(message);
});

test('hits of the pixel are left to what can read them', () => {
  expect(canRun('derive', 'pixel')).toBe(true);
  expect(canRun('duckdb-catalogue', 'lean')).toBe(true);
  expect(canRun('duckdb-catalogue', 'pixel')).toBe(false);
});
