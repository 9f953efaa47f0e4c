/**
 * Several actors on one store, one call at a time in a given order: every way in which their calls
 * can fall between each other is a schedule, so that none is left to chance.
 */
import { UnavailableError } from '../../src/base/errors.ts';
import type { Store } from '../../src/store/store.ts';

export type Actor<T> = (store: Store) => Promise<T>;

/** What happens to the first swap of an actor: its answer, or the call itself, may get lost. */
export type Fault = 'none' | 'lost_before' | 'lost_after';
export const faults: readonly Fault[] = ['none', 'lost_before', 'lost_after'];

export type Schedule = {
  /** Whose turn it is, call by call; when it ends the first actor that is waiting goes on. */
  readonly turns: readonly number[];
  /** By actor. */
  readonly faults: readonly Fault[];
};

/** All orders of so many turns between two actors. */
export function turnsOfTwo(length: number): number[][] {
  return Array.from({ length: 2 ** length }, (_, bits) =>
    Array.from({ length }, (_turn, at) => (bits >> at) & 1),
  );
}

/** Runs both actors to their end; their calls of the period record and of drops take turns. */
export async function runInTurns<A, B>(
  store: Store,
  [first, second]: readonly [Actor<A>, Actor<B>],
  schedule: Schedule,
): Promise<readonly [A, B]> {
  const gates = [new Gate(), new Gate()] as const;
  const withGate = (index: 0 | 1): Store =>
    gatedStore(store, gates[index], schedule.faults[index] ?? 'none');
  const running = [
    first(withGate(0)).finally(() => gates[0].finish()),
    second(withGate(1)).finally(() => gates[1].finish()),
  ] as const;
  const turns = [...schedule.turns];
  for (;;) {
    await Promise.all(gates.map((gate) => gate.settled()));
    const waiting = gates.filter((gate) => !gate.isFinished);
    if (waiting.length === 0) break;
    const wanted = gates[turns.shift() ?? 0];
    await (wanted === undefined || wanted.isFinished ? waiting[0] : wanted)?.pass();
  }
  return Promise.all(running);
}

/** Where one actor waits before each of its calls. */
export class Gate {
  isFinished = false;
  #go: (() => Promise<void>) | undefined;
  #arrived: (() => void) | undefined;

  /** Called by the actor: makes the call when it is its turn. */
  enter<T>(call: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#go = () => call().then(resolve, reject);
      this.#arrived?.();
    });
  }

  finish(): void {
    this.isFinished = true;
    this.#arrived?.();
  }

  /** Resolves once the actor waits or has finished. */
  async settled(): Promise<void> {
    if (this.#go !== undefined || this.isFinished) return;
    await new Promise<void>((resolve) => {
      this.#arrived = resolve;
    });
    this.#arrived = undefined;
  }

  async pass(): Promise<void> {
    const go = this.#go;
    this.#go = undefined;
    await go?.();
  }
}

function gatedStore(store: Store, gate: Gate, fault: Fault): Store {
  let isFirstSwap = true;
  return {
    ...store,
    readPeriod: (key) => gate.enter(() => store.readPeriod(key)),
    dropGeneration: (key, grain) => gate.enter(() => store.dropGeneration(key, grain)),
    swapPeriod: (record) =>
      gate.enter(async () => {
        const lost = isFirstSwap ? fault : 'none';
        isFirstSwap = false;
        if (lost === 'lost_before') throw new UnavailableError('the request was lost');
        const outcome = await store.swapPeriod(record);
        if (lost === 'lost_after') throw new UnavailableError('the answer was lost');
        return outcome;
      }),
  };
}
