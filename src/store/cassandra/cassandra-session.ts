/**
 * The one door to the cluster: what may be asked at once, how often it is tried again, and which
 * consistency it is asked under. The driver's retries are off; what is tried again is decided
 * here.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Client, QueryOptions, types } from 'cassandra-driver';
import { AdaptiveLimit } from '../../base/adaptive-limit.ts';
import type { RequestPace } from '../../base/request-pace.ts';
import { pauseAfterTries, type RetryPolicy } from '../../base/retry.ts';
import { errorFromDriver, isOverload, isPassing, textOfDriverError } from './cassandra-errors.ts';

/** The driver asks for arrays that it might change, and changes none. */
export type Query = { readonly query: string; readonly params: unknown[] };

export type SessionOptions = {
  readonly client: Client;
  readonly location: string;
  /** Numbers of the protocol. */
  readonly consistency: number;
  readonly serialConsistency: number;
  /** How often one thing is asked, the first time included. */
  readonly triesMax: number;
  readonly pace: RequestPace;
  /** Whether user and password were given. */
  readonly hasUser: boolean;
  readonly notify?: (text: string) => void;
};

/** Fills two cores of one server; a node of a cluster gets its share of them (measured). */
const requestsInFlightMax = 64;

/** Pauses between tries. */
const pauses = { firstPauseMs: 100, longestPauseMs: 5000 } as const;

/** Shorter pauses are nobody's business (chosen: what a person notices). */
const toldPauseMs = 1000;

/** Rows in one answer where nothing else is asked for. */
const fetchRows = 1000;

export class CassandraSession {
  readonly client: Client;
  readonly location: string;
  readonly consistency: number;
  readonly serialConsistency: number;
  readonly hasUser: boolean;
  readonly #policy: RetryPolicy;
  readonly #pace: RequestPace;
  readonly #notify: (text: string) => void;
  /** Since the last good answer. */
  #triesTold = 0;
  readonly #limit = new AdaptiveLimit(requestsInFlightMax);

  constructor(options: SessionOptions) {
    this.client = options.client;
    this.location = options.location;
    this.consistency = options.consistency;
    this.serialConsistency = options.serialConsistency;
    this.hasUser = options.hasUser;
    this.#policy = { triesMax: options.triesMax, ...pauses };
    this.#pace = options.pace;
    this.#notify = options.notify ?? ((): void => undefined);
  }

  /** All rows of a small answer. */
  async read(query: string, params: readonly unknown[] = []): Promise<readonly types.Row[]> {
    const rows: types.Row[] = [];
    for await (const page of this.pages(query, params, fetchRows)) rows.push(...page);
    return rows;
  }

  /** The rows of a large answer, page by page. */
  async *pages(
    query: string,
    params: readonly unknown[],
    fetchSize: number,
  ): AsyncGenerator<readonly types.Row[], void, undefined> {
    let pageState: string | undefined;
    do {
      const options = { ...this.#reading, fetchSize, ...(pageState && { pageState }) };
      const result = await this.#again('reading', 0, () =>
        this.client.execute(query, [...params], options),
      );
      yield result.rows;
      pageState = result.pageState;
    } while (pageState);
  }

  /** As strongly as it can be read: whatever was decided before is seen. */
  async readSerial(query: string, params: readonly unknown[]): Promise<types.Row | undefined> {
    const options = { ...this.#reading, consistency: this.serialConsistency };
    const result = await this.#again('reading a record', 0, () =>
      this.client.execute(query, [...params], options),
    );
    return result.rows[0];
  }

  /** May be repeated, and is, after a failure that may pass. */
  async write({ query, params }: Query): Promise<void> {
    const options = { prepare: true, isIdempotent: true, consistency: this.consistency };
    await this.#again('writing', 1, () => this.client.execute(query, [...params], options));
  }

  /** Rows of one partition, in one request. */
  async writeBatch(queries: readonly Query[]): Promise<void> {
    const [only] = queries;
    if (only === undefined) return;
    if (queries.length === 1) {
      await this.write(only);
      return;
    }
    const options = {
      ...{ prepare: true, logged: false, isIdempotent: true },
      consistency: this.consistency,
    };
    await this.#again('writing', queries.length, () => this.client.batch([...queries], options));
  }

  /**
   * A conditional change, asked once: whether it was made is not known when its answer is lost.
   * @throws UnavailableError then; the caller reads again.
   */
  async change({ query, params }: Query): Promise<'applied' | 'lost'> {
    const options: QueryOptions = {
      ...{ prepare: true, isIdempotent: false, consistency: this.consistency },
      serialConsistency: this.serialConsistency,
    };
    await this.#pace.take(1);
    try {
      const ask = () => this.client.execute(query, [...params], options);
      const result = await this.#limit.run(ask, { isOverload });
      return result.wasApplied() ? 'applied' : 'lost';
    } catch (error) {
      throw errorFromDriver({ location: this.location, what: 'changing a record' }, error);
    }
  }

  get #reading(): QueryOptions {
    return { prepare: true, isIdempotent: true, consistency: this.consistency };
  }

  async #again<Result>(
    what: string,
    rows: number,
    request: () => Promise<Result>,
  ): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      await this.#pace.take(rows);
      try {
        const result = await this.#limit.run(request, { isOverload });
        this.#triesTold = 0;
        return result;
      } catch (error) {
        if (tries >= this.#policy.triesMax || !isPassing(error)) {
          const after = tries === 1 ? what : `${what} (tried ${tries} times)`;
          throw errorFromDriver({ location: this.location, what: after }, error);
        }
        const pauseMs = pauseAfterTries(this.#policy, tries, Math.random());
        this.#tell(error, { what, pauseMs, tries });
        await wait(pauseMs);
      }
    }
  }

  /** Requests in flight fail together, which is told once for all of them. */
  #tell(
    error: unknown,
    { what, pauseMs, tries }: { what: string; pauseMs: number; tries: number },
  ): void {
    if (pauseMs < toldPauseMs || tries <= this.#triesTold) return;
    this.#triesTold = tries;
    const next = `try ${tries + 1} of ${this.#policy.triesMax}`;
    const seconds = (pauseMs / 1000).toFixed(1);
    this.#notify(`${this.location}: ${what}: ${textOfDriverError(error)}: ${next} in ${seconds} s`);
  }
}
