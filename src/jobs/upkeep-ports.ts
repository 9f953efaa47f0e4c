/** What the operators' jobs need: one store, and the clock. */
import type { Store } from '../store/store.ts';

export type UpkeepPorts = {
  readonly store: Store;
  /** Epoch seconds. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
};
