/**
 * The one door to the cluster: what may be asked at once, how often it is tried again, and what an
 * answer must say to be one. The client's own retries are off; what is tried again is decided here.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import { AdaptiveLimit } from '../../base/adaptive-limit.ts';
import type { RequestPace } from '../../base/request-pace.ts';
import { pauseAfterTries, type RetryPolicy } from '../../base/retry.ts';
import { PartialError, errorFromClient, isOverload, isPassing } from './elasticsearch-errors.ts';

export type SessionOptions = {
  readonly client: Client;
  readonly location: string;
  /** What the names of all indices begin with. */
  readonly prefix: string;
  readonly pace: RequestPace;
  /** Of what may pass; the first try included. */
  readonly triesMax: number;
  /** Pauses between tries; what a person would wait for when left out. */
  readonly pauses?: Pauses;
};

type Pauses = Omit<RetryPolicy, 'triesMax'>;

/** Fills two cores of one server; a node of a cluster gets its share of them (chosen). */
const requestsInFlightMax = 16;

const defaultPauses: Pauses = { firstPauseMs: 100, longestPauseMs: 5000 };

export class ElasticsearchSession {
  readonly client: Client;
  readonly location: string;
  readonly prefix: string;
  /** Dated indices that this process has made, or given their fields. */
  readonly knownIndices = new Set<string>();
  readonly #pace: RequestPace;
  readonly #retry: RetryPolicy;
  readonly #limit = new AdaptiveLimit(requestsInFlightMax);

  constructor(options: SessionOptions) {
    this.client = options.client;
    this.location = options.location;
    this.prefix = options.prefix;
    this.#pace = options.pace;
    this.#retry = { triesMax: options.triesMax, ...(options.pauses ?? defaultPauses) };
  }

  /**
   * A request that may be repeated, and is, after a failure that may pass.
   * @param rows that it writes, for the pace.
   * @param what it does, for the message of an error.
   */
  async ask<Answer>(
    what: string,
    request: (client: Client) => Promise<Answer>,
    rows = 0,
  ): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      await this.#pace.take(rows);
      try {
        return await this.#limit.run(() => request(this.client), { isOverload });
      } catch (error) {
        if (tries >= this.#retry.triesMax || !isPassing(error)) {
          throw this.errorFrom(tries === 1 ? what : `${what} (tried ${tries} times)`, error);
        }
      }
      await wait(pauseAfterTries(this.#retry, tries, Math.random()));
    }
  }

  /**
   * A request that is sent once: whether it was done is not known when its answer is lost.
   * What the client throws is left as it is, so that the caller sees a conflict.
   */
  async askOnce<Answer>(request: (client: Client) => Promise<Answer>): Promise<Answer> {
    await this.#pace.take(1);
    return this.#limit.run(() => request(this.client), { isOverload });
  }

  errorFrom(what: string, error: unknown): Error {
    return errorFromClient({ location: this.location, what }, error);
  }
}

type ShardedAnswer = {
  readonly timed_out?: boolean;
  readonly _shards?: { readonly failed?: number; readonly total?: number } | undefined;
};

/** @throws PartialError for an answer that is not of all shards: it must not pass for the whole. */
export function checkWhole<Answer extends ShardedAnswer>(answer: Answer): Answer {
  const { timed_out: isCut = false, _shards: { failed = 0, total = 0 } = {} } = answer;
  if (isCut) throw new PartialError('the answer was cut off by a time-out', { isOverload: true });
  if (failed === 0) return answer;
  const message = `${failed} of ${total} shards did not answer`;
  throw new PartialError(message, { isOverload: false });
}
