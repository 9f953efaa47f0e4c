/** Medians, and ratios that are formed within a round. */
import { expect, test } from 'vitest';
import { median, summariseRuns, type Run } from './summarise-runs.ts';
import type { TaskName } from './tasks.ts';

const run = (task: TaskName, round: number, seconds: number, peakBytes = 0): Run => ({
  ...{ task, round, seconds, peakBytes },
  cpuSeconds: seconds / 2,
});

test('the median of an even number of values is the mean of the middle two', () => {
  expect(median([9, 1, 4])).toBe(4);
  expect(median([9, 1, 4, 5])).toBe(4.5);
  expect(median([])).toBeNaN();
});

test('ratios are formed within a round before their median is taken', () => {
  // The machine was three times as slow in the second round, and ten times in the third.
  const runs = [
    ...[run('derive', 1, 2), run('duckdb-light', 1, 1), run('duckdb-catalogue', 1, 4)],
    ...[run('derive', 2, 6), run('duckdb-light', 2, 3), run('duckdb-catalogue', 2, 12)],
    ...[run('derive', 3, 20), run('duckdb-light', 3, 10), run('duckdb-catalogue', 3, 40)],
  ];
  const [derive] = summariseRuns(runs, 'seconds');
  expect(derive).toEqual({
    task: 'derive',
    time: 6,
    ratios: { light: 2, catalogue: 0.5, inflate: NaN },
    peakBytes: 0,
  });
});

test('the quicker inflate of a round is the one that counts', () => {
  const runs = [
    ...[run('inflate-whole', 1, 4), run('inflate-stream', 1, 2), run('derive', 1, 6, 100)],
    ...[run('inflate-whole', 2, 1), run('inflate-stream', 2, 2), run('derive', 2, 3, 300)],
  ];
  const derive = summariseRuns(runs, 'cpuSeconds').find(({ task }) => task === 'derive');
  expect(derive).toMatchObject({ time: 2.25, ratios: { inflate: 3 }, peakBytes: 200 });
});
