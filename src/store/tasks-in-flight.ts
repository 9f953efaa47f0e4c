/** Work that is under way at once, bounded by what it holds in memory. */

export class TasksInFlight {
  readonly #bytesMax: number;
  readonly #running = new Set<Promise<void>>();
  #bytes = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /**
   * Starts it at once; a promise where so much is under way that the caller must wait.
   * The first failure of any of them is thrown by the next call, and nothing more is started.
   */
  add(bytes: number, task: () => Promise<void>): Promise<void> | undefined {
    if (this.#failure !== undefined) return this.finish();
    this.#bytes += bytes;
    const running = task()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#bytes -= bytes;
        this.#running.delete(running);
      });
    this.#running.add(running);
    return this.#bytes > this.#bytesMax ? this.#untilRoom() : undefined;
  }

  /** @throws the first failure. */
  async finish(): Promise<void> {
    await this.settle();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async settle(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #untilRoom(): Promise<void> {
    while (this.#bytes > this.#bytesMax) await Promise.race(this.#running);
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
