/** What it takes to explain a number, and what comes of it. */
import type { InputFormat } from '../decode/decode.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import type { ExplainedLine } from '../model/explained-line.ts';
import type { ExplainedCell, Explanation } from '../model/explanation.ts';
import type { Store } from '../store/store.ts';
import type { DerivePorts } from './derive-types.ts';
import type { RebuildSite } from './rebuild-types.ts';

export type ExplainRequest = {
  /** The site under the rules that hold today. */
  readonly site: RebuildSite;
  /** Its site is that of `site`. */
  readonly asked: ExplainedCell;
  readonly inputFormat: InputFormat;
  /** Look for its lines in logs of so long after the read window too. They never count. */
  readonly beyondSeconds: number;
  /** Events in memory; the rest goes to the spill space. undefined = all in memory. */
  readonly eventBytesMax: number | undefined;
};

export type ExplainPorts = Omit<DerivePorts, 'stores' | 'watch'> & {
  readonly store: Store;
  /** Epoch seconds. */
  readonly now: () => number;
  readonly observer: DerivePorts['observer'] & {
    /** Told once, before anything is read. */
    planned?(plan: { readonly objects: number; readonly bytes: number }): void;
  };
};

export type ExplainResult = {
  readonly explanation: Explanation;
  /** Every line behind the number, in archive order. May be asked for more than once. */
  lines(): Iterable<ExplainedLine>;
  readonly causes: readonly ExitCode[];
  /** Gives the space of the lines back. */
  close(): void;
};
