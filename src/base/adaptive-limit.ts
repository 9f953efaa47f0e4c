/**
 * How many calls to a service may be in flight: fewer as soon as it is overloaded, slowly more
 * while it is not.
 */

export type Overload = { readonly isOverload: (error: unknown) => boolean };

export class AdaptiveLimit {
  readonly #most: number;
  #limit: number;
  #inFlight = 0;
  /** Grows with every cut; a call that began before the last one says nothing new. */
  #cuts = 0;
  #goodSinceChange = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param most calls in flight at first, and never more. */
  constructor(most: number) {
    this.#most = most;
    this.#limit = most;
  }

  /** Calls that may be in flight now. */
  get limit(): number {
    return this.#limit;
  }

  /** Runs `call` when there is room for it. */
  async run<Result>(call: () => Promise<Result>, { isOverload }: Overload): Promise<Result> {
    while (this.#inFlight >= this.#limit) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#inFlight += 1;
    const cutsBefore = this.#cuts;
    try {
      const result = await call();
      this.#grow();
      return result;
    } catch (error) {
      if (isOverload(error) && cutsBefore === this.#cuts) this.#cut();
      throw error;
    } finally {
      this.#inFlight -= 1;
      this.#wake();
    }
  }

  #cut(): void {
    this.#cuts += 1;
    this.#goodSinceChange = 0;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }

  /** One more after as many good calls as may be in flight. */
  #grow(): void {
    this.#goodSinceChange += 1;
    if (this.#limit >= this.#most || this.#goodSinceChange < this.#limit) return;
    this.#goodSinceChange = 0;
    this.#limit += 1;
  }

  /** All that have room are woken; who comes too late waits again. */
  #wake(): void {
    for (let room = this.#limit - this.#inFlight; room > 0; room -= 1) this.#waiting.shift()?.();
  }
}
