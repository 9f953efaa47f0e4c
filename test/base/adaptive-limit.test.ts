/** Calls in flight: halved by overload, and slowly more again. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AdaptiveLimit } from '../../src/base/adaptive-limit.ts';

const overload = new Error('slow down');
const isOverload = (error: unknown): boolean => error === overload;

async function runAll(limit: AdaptiveLimit, calls: number, call: () => Promise<void>) {
  return Promise.allSettled(Array.from({ length: calls }, () => limit.run(call, { isOverload })));
}

test('never more are in flight than it says, and all are served', async () => {
  const limit = new AdaptiveLimit(4);
  let inFlight = 0;
  let most = 0;
  let served = 0;
  await runAll(limit, 50, async () => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    for (let turns = served % 3; turns >= 0; turns -= 1) await turn();
    inFlight -= 1;
    served += 1;
  });
  expect([most, served]).toEqual([4, 50]);
});

test('calls that fail together by overload halve it once', async () => {
  const limit = new AdaptiveLimit(16);
  const fail = async (): Promise<void> => {
    await turn();
    throw overload;
  };
  await runAll(limit, 16, fail);
  expect(limit.limit).toBe(8);
  await runAll(limit, 1, fail);
  expect(limit.limit).toBe(4);
  for (let time = 0; time < 5; time += 1) await runAll(limit, 1, fail);
  expect(limit.limit).toBe(1);
});

test('it grows by one after as many good calls as it lets in, up to where it began', async () => {
  const limit = new AdaptiveLimit(4);
  await runAll(limit, 1, () => Promise.reject(overload));
  expect(limit.limit).toBe(2);
  await runAll(limit, 2, turn);
  expect(limit.limit).toBe(3);
  await runAll(limit, 3, turn);
  expect(limit.limit).toBe(4);
  await runAll(limit, 20, turn);
  expect(limit.limit).toBe(4);
});

test('another failure is no overload', async () => {
  const limit = new AdaptiveLimit(4);
  await runAll(limit, 1, () => Promise.reject(new Error('not found')));
  expect(limit.limit).toBe(4);
});
