/** How a bucket is reached. Credentials are no part of it: they come from the usual chain. */
import type { RetryPolicy } from '../../base/retry.ts';

/** Whether the bucket's name stands in the path or in the host of a url. */
export type S3Addressing = 'auto' | 'path' | 'host';

export type S3Options = {
  /** Another service than AWS: `https://s3.example:9000`. */
  readonly endpoint?: string;
  /** Else that of the environment or profile, else us-east-1. */
  readonly region?: string;
  /** `auto`, the default: path where there is an endpoint. */
  readonly addressing?: S3Addressing;
  /** Sends unsigned requests, for public buckets. */
  readonly isAnonymous?: boolean;
  /** Without an answer, or without any further byte, for so long a request has failed. */
  readonly timeoutMs?: number;
  /** How often one thing is tried, the first time included. */
  readonly triesMax?: number;
  /** Requests in flight at most. */
  readonly requestsMax?: number;
  /** In [0, 1): how pauses between tries are drawn. */
  readonly random?: () => number;
};

export type S3Surroundings = {
  /** Resolves after so many milliseconds. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** One line for a person: what is being waited for, and what takes longer than it should. */
  readonly notify?: (text: string) => void;
};

export const s3Defaults = {
  /** S3 answers within some hundred milliseconds; a busy server may need seconds. */
  timeoutMs: 30_000,
  /** With the pauses below: a minute and more until a run gives up. */
  triesMax: 10,
  /** Enough to hide a latency of 50 ms behind reading (measured), far below S3's own limits. */
  requestsMax: 16,
} as const;

/** A connection is made at once or never. */
export const connectTimeoutMs = 5000;

/** Pauses of 0.2, 0.4, 0.8 … 20 s, of which up to a half is left out at random. */
export function retryPolicy(triesMax: number): RetryPolicy {
  return { triesMax, firstPauseMs: 200, longestPauseMs: 20_000 };
}

/**
 * Tries before the first answer of all: a wrong address should be told soon, while a service that
 * has answered before is waited for.
 */
export const firstContactTries = 3;
