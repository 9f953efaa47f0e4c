/** What an erasure takes, and what it tells at its end. */
import type { ExitCode } from '../base/exit-codes.ts';
import type { PeriodKey } from '../model/period.ts';
import type { Grain } from '../model/row.ts';
import type { RebuildRequest, RebuildResult } from './rebuild-types.ts';

export type EraseRequest = {
  readonly visitors: readonly string[];
  /** Of one site, without days: those are found. Its run must have a reason. */
  readonly rebuild: RebuildRequest;
};

/**
 * `rebuilt`: what is live holds them no more. `removed`: only generations beside it held them.
 * `remains`: what is live still does, for `reasons`. Without --apply, what would be done.
 */
export type ErasedDayKind = 'rebuilt' | 'removed' | 'remains';

export type ErasedDay = PeriodKey & {
  readonly store: string;
  readonly kind: ErasedDayKind;
  readonly reasons: readonly string[];
  /** Generations that were removed, or would be. */
  readonly removed: number;
  /** What still holds them. */
  readonly remaining: { readonly generation: string; readonly grains: readonly Grain[] } | null;
};

/** What the archive gave; a text where it has nothing at all for the days in question. */
export type RebuiltDays = RebuildResult | { readonly kind: 'no_logs'; readonly message: string };

export type EraseResult = {
  readonly site: string;
  /** As they may be shown: the beginning of their keyed hashes. */
  readonly visitors: readonly string[];
  /** True where all of them had been erased before: this run only finishes that. */
  readonly isRepeated: boolean;
  /** By site and day, for each store in turn. */
  readonly days: readonly ErasedDay[];
  /** Of the days that were read from the archive; null where none had to be. */
  readonly rebuilt: RebuildResult | null;
  readonly causes: readonly ExitCode[];
};
