/** What comparing with numbers from elsewhere takes, and what it tells. */
import type { Difference, DifferenceCounts } from '../model/difference.ts';
import type { Recorded, ValueKind } from '../model/foreign-numbers.ts';
import type { PeriodKey } from '../model/period.ts';
import type { RowPart } from '../model/row.ts';
import type { MainNumbers } from './main-numbers.ts';

/** The numbers of one period on one side. */
export type PeriodNumbers = {
  recorded(kind: ValueKind): Recorded;
  /** In the one order of rows. @throws DataError where they turn out to be damaged. */
  rows(): AsyncIterable<RowPart> | Iterable<RowPart>;
};

/** One side: a store's live generations, or a file. */
export type NumbersSource = {
  /** As messages name it. */
  readonly location: string;
  /** Ascending by site and day; of the sites and days that were asked for. */
  periods(): AsyncIterable<PeriodKey>;
  /** undefined where it has nothing of the period. */
  open(period: PeriodKey): Promise<PeriodNumbers | undefined>;
};

/**
 * `only_ours`, `only_theirs`: the other side has nothing of the period. `unreadable`: one side
 * could not be read, `reasons` say which and why; nothing is known of the period.
 */
export type AgainstKind = 'same' | 'differs' | 'only_ours' | 'only_theirs' | 'unreadable';

export type AgainstPeriod = PeriodKey & {
  readonly kind: AgainstKind;
  readonly reasons: readonly string[];
  /** Values that both sides record and at least one side has. */
  readonly cells: number;
  readonly differences: DifferenceCounts;
  /** Differences within the tolerance; they are not among `differences`. */
  readonly tolerated: number;
  /** The site's day: the metrics that both sides record. Null where a side has no such row. */
  readonly ours: MainNumbers | null;
  readonly theirs: MainNumbers | null;
  /** The first differences, the site's day before its urls; at most `samplesMax`. */
  readonly sample: readonly Difference[];
};

export type AgainstOptions = {
  readonly samplesMax: number;
  /** Whether a difference of values is small enough not to be one. */
  readonly isTolerated: (difference: Difference) => boolean;
  /** Hears which kinds of values were met, and who records them; the same one more than once. */
  readonly kindMet?: (kind: ValueKind, recordedBy: RecordedBy) => void;
  readonly signal: AbortSignal;
};

export type RecordedBy = 'both' | 'ours' | 'theirs';
