/**
 * How fast a service may be asked: at most so many rows a second, and not at all while a file
 * stands somewhere. One pace for a whole run, so that nothing multiplies it.
 */
import { access } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

export type PaceOptions = {
  /** Rows a second over the whole run; undefined = as fast as the service lets. */
  readonly rateMax?: number | undefined;
  /** While it is there, nothing more is asked. */
  readonly pauseFile?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told when a pause begins and when it ends. */
  readonly note?: (line: string) => void;
};

/** How often the file is looked for. */
const lookMs = 1000;

export class RequestPace {
  readonly #options: PaceOptions;
  /** When the next row may go, epoch milliseconds. */
  #nextAt = 0;
  #lookedAt = -Infinity;
  #pause: Promise<void> | undefined;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** Waits until so many rows more may be asked for or sent; 0 waits for a pause only. */
  async take(rows: number): Promise<void> {
    const { pauseFile, rateMax } = this.#options;
    if (pauseFile !== undefined) await this.#untilUnpaused(pauseFile);
    if (rateMax !== undefined && rows > 0) await this.#untilRoom(rows / rateMax);
  }

  async #untilRoom(seconds: number): Promise<void> {
    const now = this.#options.now();
    const waitMs = Math.max(0, this.#nextAt - now);
    this.#nextAt = Math.max(now, this.#nextAt) + seconds * 1000;
    if (waitMs > 0) await wait(waitMs);
  }

  /** All who come during a pause wait for the same one. */
  async #untilUnpaused(file: string): Promise<void> {
    if (this.#options.now() - this.#lookedAt < lookMs) return this.#pause;
    this.#lookedAt = this.#options.now();
    this.#pause ??= this.#pauseWhile(file).finally(() => {
      this.#pause = undefined;
    });
    return this.#pause;
  }

  async #pauseWhile(file: string): Promise<void> {
    if (!(await isThere(file))) return;
    this.#options.note?.(`paused until ${file} is gone`);
    while (await isThere(file)) await wait(lookMs);
    this.#options.note?.(`${file} is gone; going on`);
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
