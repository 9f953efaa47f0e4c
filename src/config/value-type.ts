/** What an option or a key of the configuration file may hold: how it is read and described. */
import type { Parser } from './parsed.ts';

export type ValueType<Value> = {
  readonly parse: Parser<Value>;
  /** Follows "expected" in a message: `a time zone such as America/New_York`. */
  readonly expected: string;
  /** As a person would write it. */
  readonly examples: readonly [string, ...string[]];
  /** For editors, which cannot ask `parse`; it lets everything through that `parse` takes. */
  readonly pattern?: string;
  /** In the configuration file it may stand as a whole number, too. */
  readonly isWholeNumber?: true;
  /** Every value there is, for closed lists. */
  readonly choices?: readonly string[];
  /**
   * A place on this machine, where it is no url: shells complete it, and in the configuration
   * file it is relative to the folder of that file.
   */
  readonly path?: 'file' | 'folder';
};
