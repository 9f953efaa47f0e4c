/** Standard output with back-pressure: waits for slow readers, and notices when they are gone. */
import type { Writable } from 'node:stream';
import { SystemError, systemErrorCode } from '../base/errors.ts';

export class TextOutput {
  readonly #stream: Writable;
  #isClosed = false;
  #failure: SystemError | undefined;
  #resume: (() => void) | undefined;
  readonly #onError = (error: Error): void => this.#noticeError(error);
  readonly #onDrain = (): void => this.#resume?.();

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', this.#onError);
    stream.on('drain', this.#onDrain);
  }

  /** True once nothing can be written any more, as behind `| head`; it then goes nowhere. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** @throws SystemError if the output cannot take it, as on a full disk. */
  async write(text: string): Promise<void> {
    this.#refuseFailed();
    if (this.#isClosed || this.#stream.write(text)) return;
    await new Promise<void>((resolve) => (this.#resume = resolve));
    this.#refuseFailed();
  }

  /** For callers that cannot wait and write little; a failure is told by the next call. */
  writeNow(text: string): void {
    if (!this.#isClosed && this.#failure === undefined) this.#stream.write(text);
  }

  /** Waits until everything written is handed over. */
  async end(): Promise<void> {
    if (!this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
        this.#stream.write('', () => resolve());
      });
    }
    // Errors of the last piece are told after its callback.
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#stream.off('error', this.#onError).off('drain', this.#onDrain);
    this.#stream.on('error', ignoreLate);
    this.#refuseFailed();
  }

  #noticeError(error: Error): void {
    if (systemErrorCode(error) === 'EPIPE') this.#isClosed = true;
    else {
      this.#failure = new SystemError(`standard output cannot be written: ${error.message}`, {
        hint: 'what was written so far is not whole; check the disk, then run it again',
        cause: error,
      });
    }
    this.#resume?.();
  }

  /** Thrown once: whoever catches it has told it. */
  #refuseFailed(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure === undefined) return;
    this.#isClosed = true;
    throw failure;
  }
}

/** Everything was handed over; an error that comes later has nobody left to tell. */
function ignoreLate(): void {}
