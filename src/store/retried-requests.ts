/**
 * How a service is asked: at the pace of the run, so many requests at once, and again after a
 * failure that may pass. Its client's own retries are off; what is tried again is decided here.
 */
import { setTimeout as timer } from 'node:timers/promises';
import { AdaptiveLimit } from '../base/adaptive-limit.ts';
import type { RequestPace } from '../base/request-pace.ts';
import { pauseAfterTries, type RetryPolicy } from '../base/retry.ts';

/** What is known of the errors of one client. */
export type RequestErrors = {
  /** Whether fewer requests at once will do better. */
  readonly isOverload: (error: unknown) => boolean;
  /** Whether the same request may succeed later. */
  readonly isPassing: (error: unknown) => boolean;
  /** One line. */
  readonly textOf: (error: unknown) => string;
  /** As an error that a person can act on. */
  readonly errorFrom: (about: About, error: unknown) => Error;
};

type About = { readonly location: string; readonly what: string };

export type RequestOptions = {
  readonly location: string;
  readonly pace: RequestPace;
  readonly inFlightMax: number;
  /** Tries in all, the first one included. */
  readonly triesMax: number;
  /** Pauses between tries; what a person would wait for when left out. */
  readonly pauses?: Omit<RetryPolicy, 'triesMax'>;
  readonly notify?: ((text: string) => void) | undefined;
  /** Waits so many milliseconds; the timer of Node when left out. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

const defaultPauses = { firstPauseMs: 100, longestPauseMs: 5000 } as const;

/** Shorter pauses are nobody's business (chosen: what a person notices). */
const toldPauseMs = 1000;

export class RetriedRequests {
  readonly #options: RequestOptions;
  readonly #errors: RequestErrors;
  readonly #policy: RetryPolicy;
  readonly #limit: AdaptiveLimit;
  /** Since the last good answer. */
  #triesTold = 0;

  constructor(options: RequestOptions, errors: RequestErrors) {
    this.#options = options;
    this.#errors = errors;
    this.#policy = { triesMax: options.triesMax, ...(options.pauses ?? defaultPauses) };
    this.#limit = new AdaptiveLimit(options.inFlightMax);
  }

  /**
   * A request that may be repeated.
   * @param what it does, for messages; @param rows that it writes, for the pace.
   */
  async again<Result>(
    { what, rows }: { readonly what: string; readonly rows: number },
    request: () => Promise<Result>,
  ): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        const result = await this.once(rows, request);
        this.#triesTold = 0;
        return result;
      } catch (error) {
        if (tries >= this.#policy.triesMax || !this.#errors.isPassing(error)) {
          throw this.errorFrom(tries === 1 ? what : `${what} (tried ${tries} times)`, error);
        }
        const pauseMs = pauseAfterTries(this.#policy, tries, Math.random());
        this.#tell(error, { what, pauseMs, tries });
        await (this.#options.wait ?? timer)(pauseMs);
      }
    }
  }

  /** What the client throws is left as it is. */
  async once<Result>(rows: number, request: () => Promise<Result>): Promise<Result> {
    await this.#options.pace.take(rows);
    return this.#limit.run(request, { isOverload: this.#errors.isOverload });
  }

  errorFrom(what: string, error: unknown): Error {
    return this.#errors.errorFrom({ location: this.#options.location, what }, error);
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
    const { location, notify } = this.#options;
    const cause = this.#errors.textOf(error);
    notify?.(`${location}: ${what}: ${cause}: ${next} in ${seconds} s`);
  }
}
