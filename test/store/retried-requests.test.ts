/** How a service is asked again: how often, after which pauses, and what is told of it. */
import { describe, expect, test } from 'vitest';
import { SystemError } from '../../src/base/errors.ts';
import { RequestPace } from '../../src/base/request-pace.ts';
import { RetriedRequests, type RequestErrors } from '../../src/store/retried-requests.ts';

class Passing extends Error {}

const errors: RequestErrors = {
  isOverload: () => false,
  isPassing: (error) => error instanceof Passing,
  textOf: (error) => (error as Error).message,
  errorFrom: ({ location, what }, error) =>
    new SystemError(`${location}: ${what}: ${(error as Error).message}`),
};

/** Everything that is waited for and told, one after another. */
function newRequests(firstPauseMs: number): { requests: RetriedRequests; seen: string[] } {
  const seen: string[] = [];
  const options = {
    ...{ location: 'service://host/name', inFlightMax: 4, triesMax: 3 },
    pace: new RequestPace({ now: () => 0 }),
    pauses: { firstPauseMs, longestPauseMs: 10 * firstPauseMs },
    notify: (text: string) => seen.push(text.replace(/in [\d.]+ s$/, 'in SPAN')),
    wait: (milliseconds: number) => {
      seen.push(milliseconds <= firstPauseMs ? 'a pause' : 'a longer one');
      return Promise.resolve();
    },
  };
  return { requests: new RetriedRequests(options, errors), seen };
}

/** Fails so often, then succeeds. */
function failing(times: number, error: Error = new Passing('away')): () => Promise<string> {
  let left = times;
  return () => ((left -= 1) >= 0 ? Promise.reject(error) : Promise.resolve('answer'));
}

const asked = { what: 'reading', rows: 0 };

describe('a request that may be repeated', () => {
  test('is asked again after a pause, which is told where a person would notice it', async () => {
    const { requests, seen } = newRequests(2000);
    expect(await requests.again(asked, failing(2))).toBe('answer');
    expect(seen).toEqual([
      'service://host/name: reading: away: try 2 of 3 in SPAN',
      'a pause',
      'service://host/name: reading: away: try 3 of 3 in SPAN',
      expect.stringMatching(/^a (pause|longer one)$/),
    ]);
  });

  test('is asked again without a word where the pause is short', async () => {
    const { requests, seen } = newRequests(100);
    expect(await requests.again(asked, failing(1))).toBe('answer');
    expect(seen).toEqual(['a pause']);
  });

  test('is told of once where others fail with it, and again after a good answer', async () => {
    const { requests, seen } = newRequests(2000);
    await Promise.all([1, 2, 3].map(() => requests.again(asked, failing(1))));
    await requests.again(asked, failing(1));
    expect(seen.filter((line) => line.includes('try 2'))).toHaveLength(2);
  });

  test('is given up after the last try, which the message counts', async () => {
    const { requests, seen } = newRequests(100);
    await expect(requests.again(asked, failing(3))).rejects.toThrow(
      'service://host/name: reading (tried 3 times): away',
    );
    expect(seen).toHaveLength(2);
  });

  test('is not asked again for what does not pass', async () => {
    const { requests, seen } = newRequests(100);
    const refused = requests.again(asked, failing(1, new Error('denied')));
    await expect(refused).rejects.toThrow('service://host/name: reading: denied');
    expect(seen).toEqual([]);
  });
});
