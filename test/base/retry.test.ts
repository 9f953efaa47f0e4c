/** Pauses between tries: doubled, capped, and half of them drawn. */
import { expect, test } from 'vitest';
import { pauseAfterTries } from '../../src/base/retry.ts';

const policy = { triesMax: 10, firstPauseMs: 200, longestPauseMs: 20_000 };

test('pauses double up to the longest', () => {
  const tries = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  expect(tries.map((count) => pauseAfterTries(policy, count, 1))).toEqual([
    200, 400, 800, 1600, 3200, 6400, 12_800, 20_000, 20_000,
  ]);
});

test('up to a half is left out, as it is drawn', () => {
  expect([0, 0.5].map((drawn) => pauseAfterTries(policy, 3, drawn))).toEqual([400, 600]);
});
