/**
 * The one door to the cluster: what may be asked at once, what is tried again, and what an answer
 * must say to be one.
 */
import type { Client } from '@elastic/elasticsearch';
import { RetriedRequests, type RequestErrors, type RequestOptions } from '../retried-requests.ts';
import {
  PartialError,
  errorFromClient,
  isOverload,
  isPassing,
  textOfClientError,
} from './elasticsearch-errors.ts';

export type SessionOptions = Omit<RequestOptions, 'inFlightMax'> & {
  readonly client: Client;
  /** What the names of all indices begin with. */
  readonly prefix: string;
  /** Whether it is asked without TLS. */
  readonly isPlain: boolean;
};

/** Fills two cores of one server; a node of a cluster gets its share of them (chosen). */
const requestsInFlightMax = 16;

export class ElasticsearchSession {
  readonly client: Client;
  readonly location: string;
  readonly prefix: string;
  /** Dated indices that this process has made, or given their fields. */
  readonly knownIndices = new Set<string>();
  readonly #requests: RetriedRequests;

  constructor(options: SessionOptions) {
    this.client = options.client;
    this.location = options.location;
    this.prefix = options.prefix;
    const { isPlain } = options;
    const requestErrors: RequestErrors = {
      isOverload,
      isPassing,
      textOf: textOfClientError,
      errorFrom: (about, error) => errorFromClient({ ...about, isPlain }, error),
    };
    this.#requests = new RetriedRequests(
      { ...options, inFlightMax: requestsInFlightMax },
      requestErrors,
    );
  }

  /**
   * A request that may be repeated, and is, after a failure that may pass.
   * @param rows that it writes, for the pace.
   * @param what it does, for the message of an error.
   */
  ask<Answer>(
    what: string,
    request: (client: Client) => Promise<Answer>,
    rows = 0,
  ): Promise<Answer> {
    return this.#requests.again({ what, rows }, () => request(this.client));
  }

  /**
   * A request that is sent once: whether it was done is not known when its answer is lost.
   * What the client throws is left as it is, so that the caller sees a conflict.
   */
  askOnce<Answer>(request: (client: Client) => Promise<Answer>): Promise<Answer> {
    return this.#requests.once(1, () => request(this.client));
  }

  errorFrom(what: string, error: unknown): Error {
    return this.#requests.errorFrom(what, error);
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
