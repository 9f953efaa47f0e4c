/** The explanation of one number: what is stored, what the logs say, and what lies behind it. */
import type { TimeRange } from '../base/zone-clock.ts';
import type { Metric } from './catalogue.ts';
import type { ExplainedLine, LineFate } from './explained-line.ts';
import type { Outcome } from './ledger.ts';
import type { Grain } from './row.ts';
import type { CellName } from './segments.ts';

/** One cell of one row. */
export type ExplainedCell = {
  readonly site: string;
  /** Local date of the period, days since 1970. */
  readonly day: number;
  /** Normalised; null = the site row. */
  readonly url: string | null;
  readonly grain: Grain;
  /** As in rows: a local date, or the start of a 5-minute bucket. */
  readonly bucket: number;
  readonly cell: CellName;
  readonly metric: Metric;
};

export type StoredNumber =
  | { readonly kind: 'number'; readonly value: number; readonly generation: string }
  /** Nothing to compare with; `reason` is a phrase for a person. */
  | {
      readonly kind: 'not_published' | 'not_kept' | 'not_recorded';
      readonly reason: string;
    };

/**
 * `unproven`: the numbers differ, but the logs at hand are not all that the number needs.
 * `not_stored`: there is no stored number to compare with.
 */
export type StoredVerdict = 'same' | 'differs' | 'unproven' | 'not_stored';

/** A circumstance that a reader of the number must know; the text is a whole sentence. */
export type Circumstance = {
  readonly kind:
    | 'open'
    | 'missing_logs'
    | 'rejected_object'
    | 'vanished_object'
    | 'new_object'
    | 'changed_object'
    | 'other_zone'
    | 'other_rules'
    | 'edited_rows'
    | 'nothing_changed'
    | 'accepted_incomplete'
    | 'provisional';
  readonly text: string;
};

/** All lines of one fate. `amount`: what they add, or would have added, to the number. */
export type FateTotal = {
  readonly fate: LineFate;
  readonly lines: number;
  readonly amount: number;
  /** Excluded lines by rule; empty for other fates. */
  readonly byRule: Readonly<Record<string, number>>;
  /** The first few in archive order. */
  readonly examples: readonly ExplainedLine[];
};

/** A stretch of time in a distinct count: how many were seen, how many for the first time. */
export type SeenMembers = {
  /** Epoch seconds. */
  readonly from: number;
  readonly seen: number;
  /** Not seen in this day before; null where there are too many to be held. */
  readonly fresh: number | null;
};

export type DistinctStory = {
  /** Counted one by one; null where there are too many to be held. */
  readonly exact: number | null;
  /** Up to so many the sketch is exact. */
  readonly exactMax: number;
  /** Of a day: its 5-minute buckets, and the same by local hour. Empty for a bucket. */
  readonly buckets: readonly SeenMembers[];
  readonly hours: readonly SeenMembers[];
  /** What adding up the buckets would give. */
  readonly sumOfBuckets: number;
};

export type ExplainedInput = {
  readonly window: TimeRange;
  /** Objects read whole, and those that were not. */
  readonly objects: number;
  readonly rejected: number;
  readonly lines: number;
  /** Lines that name no site or cannot be read, so that nobody knows whose they are. */
  readonly unreadable: Readonly<Partial<Record<Outcome, number>>>;
  /** Lines of the site without a readable url, where one url is explained. */
  readonly withoutUrl: number;
};

export type Explanation = {
  readonly asked: ExplainedCell;
  readonly zone: string;
  /** The instants of the bucket. */
  readonly range: TimeRange;
  readonly stored: StoredNumber;
  readonly derived: number;
  readonly verdict: StoredVerdict;
  readonly circumstances: readonly Circumstance[];
  readonly input: ExplainedInput;
  /** In the order of `lineFates`; those without lines are left out, `counted` never. */
  readonly fates: readonly FateTotal[];
  readonly distinct: DistinctStory | null;
};
