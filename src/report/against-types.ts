/** A comparison with numbers from elsewhere, as reports take it. */
import type { Difference, DifferenceCounts } from '../model/difference.ts';
import type { ValueKind } from '../model/foreign-numbers.ts';
import type { PeriodKey } from '../model/period.ts';
import type { Numbers } from './numbers-table.ts';

export type ReportedAgainstPeriod = PeriodKey & {
  readonly kind: 'same' | 'differs' | 'only_ours' | 'only_theirs' | 'unreadable';
  readonly reasons: readonly string[];
  readonly cells: number;
  readonly differences: DifferenceCounts;
  readonly tolerated: number;
  readonly ours: Numbers | null;
  readonly theirs: Numbers | null;
  readonly sample: readonly Difference[];
};

export type ReportedAgainst = {
  /** What the sides are called: `./recount-store`, `old.csv`. */
  readonly ours: string;
  readonly theirs: string;
  readonly periods: readonly ReportedAgainstPeriod[];
  /** Kinds of values by who records them. */
  readonly kinds: Readonly<Record<'both' | 'ours' | 'theirs', readonly ValueKind[]>>;
};
