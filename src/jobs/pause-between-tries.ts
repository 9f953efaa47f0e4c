/** How long a job waits before it tries a change again that somebody else got ahead of. */
import type { Pause } from '../store/change-period.ts';

/** First wait after a lost race, doubled with every further one up to a second. */
const firstPauseMs = 5;
const longestPauseMs = 1000;

export function pauseBetweenTries({
  wait,
}: {
  readonly wait: (milliseconds: number) => Promise<void>;
}): Pause {
  return (tries) => wait(Math.min(longestPauseMs, firstPauseMs * 2 ** (tries - 1)));
}
