/** Requests to one bucket: their number bounded, tried again while that may help, faults told. */
import { setMaxListeners } from 'node:events';
import { AdaptiveLimit } from '../../base/adaptive-limit.ts';
import { pauseAfterTries, type RetryPolicy } from '../../base/retry.ts';
import { errorFromS3Fault } from './s3-errors.ts';
import { isPassing, s3FaultFromError, type S3Fault } from './s3-fault.ts';
import { firstContactTries } from './s3-options.ts';
import type { S3Place } from './s3-place.ts';

export type S3RequestsSetting = {
  readonly place: S3Place;
  readonly policy: RetryPolicy;
  readonly requestsMax: number;
  readonly random: () => number;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly notify: (text: string) => void;
};

export type S3Call<Result> = {
  /** `s3://logs/events/: cannot be listed`. */
  readonly what: string;
  readonly send: (signal: AbortSignal) => Promise<Result>;
  readonly signal?: AbortSignal | undefined;
  /** Makes an error of a fault that concerns less than the whole archive. */
  readonly errorOf?: (fault: S3Fault) => Error | undefined;
};

/** Shorter pauses are nobody's business (chosen: what a person notices). */
const toldPauseMs = 1000;

export class S3Requests {
  readonly #setting: S3RequestsSetting;
  readonly #limit: AdaptiveLimit;
  readonly #closing = new AbortController();
  /** One for each signal of a caller, not for each request: joined signals are freed late. */
  readonly #joined = new WeakMap<AbortSignal, AbortSignal>();
  #hasAnswered = false;
  /** Since the last good answer. */
  #triesTold = 0;

  constructor(setting: S3RequestsSetting) {
    this.#setting = setting;
    this.#limit = new AdaptiveLimit(setting.requestsMax);
    setMaxListeners(0, this.#closing.signal);
  }

  /**
   * Sends until there is an answer, a fault that stays, or no try left.
   * @throws RecountError that says what to do, what `errorOf` makes, the signal's reason.
   */
  async send<Result>(call: S3Call<Result>): Promise<Result> {
    const signal = this.signalWith(call.signal);
    for (let tries = 1; ; tries += 1) {
      signal.throwIfAborted();
      try {
        return await this.#sendOnce(call, signal);
      } catch (error) {
        signal.throwIfAborted();
        await this.#afterFault(s3FaultFromError(error), call, { tries, signal });
      }
    }
  }

  /**
   * Waits before the next of `tries`, after one that failed by something that may pass.
   * @throws UnavailableError where there is none left.
   */
  async pause(
    fault: S3Fault,
    { what, tries, signal }: { what: string; tries: number; signal: AbortSignal },
  ): Promise<void> {
    const { policy, place, random, wait } = this.#setting;
    const triesMax = this.#triesMax(fault);
    if (tries >= triesMax) {
      const after = `${what} (tried ${String(tries)} times)`;
      throw errorFromS3Fault(fault, { place, what: after });
    }
    const pauseMs = pauseAfterTries(policy, tries, random());
    this.#tell(fault, { pauseMs, tries, triesMax });
    await wait(pauseMs, signal);
  }

  /** Aborted with `signal`, and when the archive is closed. */
  signalWith(signal: AbortSignal | undefined): AbortSignal {
    const closing = this.#closing.signal;
    if (signal === undefined) return closing;
    const known = this.#joined.get(signal);
    if (known !== undefined) return known;
    const joined = AbortSignal.any([signal, closing]);
    // Every request in flight listens.
    setMaxListeners(0, joined);
    this.#joined.set(signal, joined);
    return joined;
  }

  /** Ends all that is still in flight. */
  close(): void {
    this.#closing.abort();
  }

  /** Requests in flight fail together, which is told once for all of them. */
  #tell(
    { text }: S3Fault,
    { pauseMs, tries, triesMax }: { pauseMs: number; tries: number; triesMax: number },
  ): void {
    if (pauseMs < toldPauseMs || tries <= this.#triesTold) return;
    this.#triesTold = tries;
    const { notify, place } = this.#setting;
    const next = `try ${String(tries + 1)} of ${String(triesMax)}`;
    notify(`${place.location}: ${text}: ${next} in ${(pauseMs / 1000).toFixed(1)} s`);
  }

  async #sendOnce<Result>({ send }: S3Call<Result>, signal: AbortSignal): Promise<Result> {
    const isOverload = (error: unknown): boolean => isOverloaded(s3FaultFromError(error));
    const result = await this.#limit.run(() => send(signal), { isOverload });
    this.#hasAnswered = true;
    this.#triesTold = 0;
    return result;
  }

  async #afterFault<Result>(
    fault: S3Fault,
    { what, errorOf }: S3Call<Result>,
    { tries, signal }: { tries: number; signal: AbortSignal },
  ): Promise<void> {
    if (isPassing(fault)) return this.pause(fault, { what, tries, signal });
    throw errorOf?.(fault) ?? errorFromS3Fault(fault, { place: this.#setting.place, what });
  }

  #triesMax({ kind }: S3Fault): number {
    const { triesMax } = this.#setting.policy;
    const isFirstContact = kind === 'unreachable' && !this.#hasAnswered;
    return isFirstContact ? Math.min(firstContactTries, triesMax) : triesMax;
  }
}

/** A service that does not answer in time is overloaded as well. */
function isOverloaded({ kind }: S3Fault): boolean {
  return kind === 'overloaded' || kind === 'passing';
}
