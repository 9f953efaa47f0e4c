/**
 * The plan of an audit: which periods can be put right, and what must be found when that is done.
 * A file of JSON lines: its head, then one line for each period.
 */
import type { CauseName } from './cause.ts';
import type { Content } from './checksum.ts';
import type { Difference, DifferenceCounts } from './difference.ts';
import type { Grain } from './row.ts';

export const planSchema = 1;

export type PlanHead = {
  readonly type: 'plan';
  readonly schema: typeof planSchema;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly version: string;
  readonly archive: string;
  readonly store: string;
  /** Number of periods: a plan that was cut off is noticed. */
  readonly periods: number;
};

export type PlanPeriod = {
  readonly type: 'period';
  readonly site: string;
  /** `YYYY-MM-DD`, in `zone`. */
  readonly date: string;
  readonly zone: string;
  readonly causes: readonly CauseName[];
  /** What the store showed: a repair starts from here or not at all. */
  readonly epoch: number;
  readonly live: string | null;
  /** Digests of the input and the rules that `derived` follows from. */
  readonly input: string;
  readonly rules: string;
  readonly grains: readonly Grain[];
  /** Retention was reckoned from this instant, epoch seconds. */
  readonly retentionAt: number;
  /** What the logs give, and so what a repair writes. */
  readonly derived: {
    readonly rows: Readonly<Partial<Record<Grain, Content>>>;
    readonly pages: Content;
  };
  readonly cells: DifferenceCounts;
  readonly sample: readonly Difference[];
};

export type Plan = { readonly head: PlanHead; readonly periods: readonly PlanPeriod[] };
