/** A fault of a service that is a store, as the tests of every such store try it. */
import type { RecountProcess } from '../../support/recount-process.ts';

export type StoreFaultCase = {
  /** As the manual has it; follows "while". */
  readonly fault: string;
  readonly outcome: FaultOutcome;
  /** Where it is not, the machine lacks something, which is said when it is asked for. */
  readonly isPossible?: () => boolean;
  /** Begins it: called before the run starts, with the archive that it will read. */
  readonly strike: (archive: string) => Promise<Struck>;
};

/** What becomes of the run that meets it. */
export type FaultOutcome = keyof typeof codesOfOutcomes;

/** Exit codes. */
export const codesOfOutcomes = {
  published: 0,
  failed: 1,
  unavailable: 5,
  conflict: 6,
  killed: null,
} as const;

export type Struck = {
  /** How the run is to name the store. */
  readonly place: string;
  /** What the run is to read instead; the numbers of it are the same. */
  readonly archive?: string;
  /** Further flags of the run. */
  readonly flags?: readonly string[];
  /** A command that the run is started by, and its arguments. */
  readonly within?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Called once the run is started, with the archive that it reads. */
  readonly onRun?: (run: RecountProcess, archive: string) => void;
  /** What the run tells of it. */
  readonly said?: RegExp;
  /** Makes everything as it was; rejects where the fault never came. */
  readonly mend: () => Promise<void>;
};

/** The store that the faults are tried on. */
export type FaultedStore = {
  /** As readers and runs in peace name it; it need not be there. */
  readonly place: string;
  /** Flags of `store init`. */
  readonly initFlags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
};
