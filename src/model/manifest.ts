/** The manifest: the immutable evidence of one generation, written with it. */
import type { Content } from './checksum.ts';
import type { PeriodTally } from './ledger.ts';
import type { Grain } from './row.ts';

export const manifestSchema = 1;

export type Manifest = {
  readonly schema: typeof manifestSchema;
  readonly site: string;
  /** `YYYY-MM-DD`, in `zone`. */
  readonly date: string;
  readonly generation: string;
  readonly run: string;
  readonly zone: string;
  /** Digest of the input set. */
  readonly input: string;
  /** Digest of the rules. */
  readonly rules: string;
  /** Names of the metrics, segments and breakdowns that were recorded. */
  readonly catalogue: Catalogue;
  /** Barrier number of the site under which it was derived. */
  readonly barrier: number;
  /** The instant that retention was reckoned from, epoch seconds. */
  readonly retentionAt: number;
  readonly tally: PeriodTally;
  /** Counts and checksum per grain that was derived; a grain that is absent was not kept. */
  readonly rows: Readonly<Partial<Record<Grain, Content>>>;
  readonly pages: Content;
  /** False where incomplete input was accepted by name; `missing` says what was not there. */
  readonly complete: boolean;
  readonly missing: readonly string[];
  /** True where the period was still open. */
  readonly provisional: boolean;
};

/** What was recorded. A name that is not here is "not recorded", which is not zero. */
export type Catalogue = {
  readonly metrics: readonly string[];
  readonly segments: readonly string[];
  readonly breakdowns: readonly string[];
};
