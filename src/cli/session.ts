/** What one run of the command line shares between its parts. */
import type { ExitCode } from '../base/exit-codes.ts';
import type { Surroundings } from './surroundings.ts';
import type { TextOutput } from './text-output.ts';

export type Session = {
  readonly surroundings: Surroundings;
  /** Results. */
  readonly output: TextOutput;
  /** Everything else: one line, without its line end. */
  readonly note: (line: string) => void;
  /** Makes room for a note where a progress bar stands. */
  clearLine: () => void;
  /** Aborted by the first signal that asks to end. */
  readonly signal: AbortSignal;
  /** Why the run does not end with 0; the first by precedence becomes the exit code. */
  readonly causes: Set<ExitCode>;
  /** What the last line of --json says besides causes, errors and exit code. */
  readonly summary: Record<string, unknown>;
  /** What an interruption leaves behind, in words. */
  ifInterrupted: string;
  readonly errors: { readonly message: string; readonly hint: string | undefined }[];
};
