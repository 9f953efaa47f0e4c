/**
 * The period record: which generation of a period is live, and everything that has happened to
 * it. Every change is one compare-and-set on its version; nothing else in a store is updated.
 *
 * The changes themselves are pure functions in period-transitions.ts; the loop around them (read,
 * change, compare-and-set, read again) is in store/change-period.ts.
 */
import type { Content } from './checksum.ts';
import type { Grain } from './row.ts';
import type { PeriodKey } from './period.ts';

export const periodRecordSchema = 1;

/**
 * `intent`: rows may be on their way in. `kept`: whole and verified, live or not. Dropped ids
 * leave the list for `dropped`.
 */
export type GenerationState = 'intent' | 'kept';

export type GenerationEntry = {
  readonly generation: string;
  readonly state: GenerationState;
  readonly run: string;
  /** Barrier number of the site under which it was derived, or up to which it was lifted. */
  readonly barrier: number;
  /** Partitions per grain in stores that shard; 1 elsewhere. */
  readonly shards: number;
  /** When the intent was made or last renewed, epoch seconds. */
  readonly renewedAt: number;
  /** When it ceased to be live, epoch seconds; null while it is live or an intent. */
  readonly retiredAt: number | null;
  /** Grains whose rows are still there. */
  readonly grains: readonly Grain[];
  readonly rows: Readonly<Partial<Record<Grain, Content>>>;
  readonly pages: Content | null;
};

export type TransitionKind =
  'intent' | 'publish' | 'undo' | 'unpin' | 'drop' | 'expire_grain' | 'barrier' | 'lift';

export type Transition = {
  readonly version: number;
  readonly kind: TransitionKind;
  readonly run: string;
  readonly generation: string | null;
  /** Epoch seconds. */
  readonly at: number;
};

export type PeriodRecord = {
  readonly schema: typeof periodRecordSchema;
  readonly site: string;
  readonly day: number;
  /** Raised by one with every change. */
  readonly version: number;
  /** Raised by publish and undo only: "has what readers see moved since I looked?" */
  readonly epoch: number;
  /** null = readers are shown nothing: never published, or that was undone. */
  readonly live: string | null;
  /** The run whose publish or undo made it so; null before the first. */
  readonly liveBy: string | null;
  /** What was live before that: where an undo of that run goes back to. null = nothing was. */
  readonly liveBefore: string | null;
  /** The run that pinned it by an undo: left alone by rollup until rebuilt or unpinned. */
  readonly pinnedBy: string | null;
  /** Least barrier number under which a generation may be published, kept or undone to. */
  readonly barrier: number;
  readonly generations: readonly GenerationEntry[];
  /** Ids that were dropped; never forgotten, so that a late publish of one fails. */
  readonly dropped: readonly string[];
  /** The newest ones, oldest first. */
  readonly transitions: readonly Transition[];
};

/** Version 0: what a period is before anything happened to it. Never stored. */
export function newPeriodRecord({ site, day }: PeriodKey): PeriodRecord {
  return {
    schema: periodRecordSchema,
    site,
    day,
    version: 0,
    epoch: 0,
    live: null,
    liveBy: null,
    liveBefore: null,
    pinnedBy: null,
    barrier: 0,
    generations: [],
    dropped: [],
    transitions: [],
  };
}
