/** Trying again after a failure that may pass: how often, and how long to wait in between. */

export type RetryPolicy = {
  /** Tries in all, the first one included. */
  readonly triesMax: number;
  /** Wait after the first try; doubled after every further one, up to `longestPauseMs`. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
};

/**
 * The wait after so many tries in milliseconds: half of it is fixed, half is drawn, so that
 * clients which failed together do not come back together.
 * @param random in [0, 1).
 */
export function pauseAfterTries(policy: RetryPolicy, tries: number, random: number): number {
  const whole = Math.min(policy.longestPauseMs, policy.firstPauseMs * 2 ** (tries - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
