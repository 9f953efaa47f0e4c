/** What a rebuild takes, and what it tells while it runs and at its end. */
import type { ZoneClock } from '../base/zone-clock.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import type { SpillSpace } from '../base/spill-space.ts';
import type { Archive } from '../archive/archive.ts';
import type { ArchiveExpect } from '../archive/completeness.ts';
import type { InputFormat } from '../decode/decode.ts';
import type { EventBatch } from '../model/event-batch.ts';
import type { Ledger, PeriodTally } from '../model/ledger.ts';
import type { ObjectFault } from '../model/object-error.ts';
import type { PeriodKey } from '../model/period.ts';
import type { Exclusion, OwnSegment } from '../model/rules.ts';
import type { Metric } from '../model/catalogue.ts';
import type { Content } from '../model/checksum.ts';
import type { Manifest } from '../model/manifest.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import type { Grain } from '../model/row.ts';
import type { GenerationContent } from '../store/publish-generation.ts';
import type { Store } from '../store/store.ts';

export type RebuildSite = {
  readonly site: string;
  readonly clock: ZoneClock;
  readonly ownSegments: readonly OwnSegment[];
  readonly exclusions: readonly Exclusion[];
  readonly earlySeconds: number;
  readonly lateSeconds: number;
  /** 5-minute rows are kept this long after their day's end; undefined = for ever. */
  readonly retain5mSeconds: number | undefined;
  /** What its windows must have objects for, to be complete; `auto` when left out. */
  readonly expect?: ArchiveExpect;
  /**
   * Its own days, ascending, where they are not all of the request's: `yesterday` is not the same
   * everywhere, and a plan names any days.
   */
  readonly days?: readonly number[];
};

export type RebuildRequest = {
  /** The catalogue to record. */
  readonly metrics: readonly Metric[];
  readonly sites: readonly RebuildSite[];
  /** Local days in [fromDay, untilDay), in each site's own zone. */
  readonly fromDay: number;
  readonly untilDay: number;
  readonly inputFormat: InputFormat;
  /** Without it all work is done and shown, and nothing is written to a store. */
  readonly isApplied: boolean;
  /** Rebuild what is up to date too. */
  readonly isForced: boolean;
  /** Take days that are still open; their manifests say so. */
  readonly isProvisional: boolean;
  /** Local days whose incomplete input is accepted. */
  readonly acceptIncomplete: ReadonlySet<number>;
  /** Sites that may have no line at all. */
  readonly acceptEmpty: ReadonlySet<string>;
  /** Events in memory; the rest goes to the spill space. undefined = all in memory. */
  readonly eventBytesMax: number | undefined;
  /** Threads that decode beside the main one; 0, or left out: the main thread does it all. */
  readonly workers?: number;
  /** Keyed hashes of visitors to be left out as if they were erased; nothing is applied then. */
  readonly alsoErased?: readonly string[];
  readonly run: RunIdentity;
  /** Only what is due, as `recount rollup` has it. */
  readonly rollup?: RollupRules;
  /** Stands between a plan and the store: what is not as planned is refused. */
  readonly guard?: PeriodGuard;
};

/**
 * Days are due that nothing is live of, or whose logs appeared or changed since. A pinned day is
 * left alone, and so is one that was made of the same logs under other rules.
 */
export type RollupRules = {
  /** No period is begun after this instant, epoch seconds; undefined = until all is done. */
  readonly stopAt: number | undefined;
};

/** What a guard sees of a period. */
export type GuardedPeriod = PeriodKey & {
  /** Digest of the rules that it would be derived under. */
  readonly rules: string;
  readonly grains: readonly Grain[];
  /** Of the first store. */
  readonly record: PeriodRecord | undefined;
  readonly manifest: Manifest | undefined;
};

export type PeriodGuard = {
  /** Before any raw data is read. `current`: it is already as it ought to be. */
  beforeReading(period: GuardedPeriod): {
    readonly todo: 'read' | 'current' | 'refused';
    readonly reasons: readonly string[];
  };
  /** Of what was derived, before anything is written: why it is refused, in words. */
  ofDerived(
    period: GuardedPeriod,
    derived: { readonly input: string; readonly content: GenerationContent },
  ): readonly string[];
  /** What is wrong with it once it is live; nothing = it is confirmed. */
  afterPublishing(period: GuardedPeriod): Promise<readonly string[]>;
  /** For the record of the run: what was planned for it, in words. */
  planOf(period: PeriodKey): string;
};

export type RunIdentity = {
  readonly id: string;
  readonly command: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of those that somebody gave; left out, nobody knows. */
  readonly given?: readonly string[];
  readonly who: string;
  readonly reason: string | null;
  readonly version: string;
};

export type RebuildPorts = {
  readonly archive: Archive;
  readonly stores: readonly Store[];
  readonly spill: SpillSpace;
  /** The key of erasures; needed for sites that visitors were erased from. */
  readonly eraseKey?: Uint8Array | undefined;
  /** Epoch seconds. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Random text for the ids of generations; never repeats. */
  readonly newId: () => string;
  readonly signal: AbortSignal;
  readonly observer: RebuildObserver;
  /** What worker threads run, where it is not the program's own. */
  readonly workerScript?: URL;
};

/** Told in this order: planned once, then objects and periods as they are done. */
export type RebuildObserver = {
  planned?(plan: RebuildPlan): void;
  /** Compressed bytes read since the last call. */
  progress?(bytes: number): void;
  /** The accepted events of an object that was proven whole, duplicates among them. */
  eventsRead?(object: string, batch: EventBatch): void;
  objectDone?(object: ObjectResult): void;
  periodDone?(period: PeriodResult): void;
  /** One refused line; only listened to when a list was asked for. */
  lineRefused?(line: RefusedLine): void;
};

export type RefusedLine = {
  readonly object: string;
  readonly line: number;
  readonly outcome: keyof Ledger;
};

/** What there is to do, from the listing alone. */
export type RebuildPlan = {
  readonly periods: readonly PeriodPlan[];
  /** Objects that will be read, and their compressed size. */
  readonly objects: number;
  readonly bytes: number;
  readonly unplaced: readonly string[];
  readonly ignored: readonly string[];
  /** Objects far smaller than their neighbours, in words. */
  readonly warnings: readonly string[];
};

export type PeriodPlan = PeriodKey & {
  readonly zone: string;
  /** Instants of the period, and of its read window, epoch seconds. */
  readonly from: number;
  readonly until: number;
  readonly windowFrom: number;
  readonly windowUntil: number;
  readonly objects: number;
  readonly bytes: number;
  /** Gaps of the listing in words; empty = complete so far. */
  readonly missing: readonly string[];
  /** `read` = will be derived; otherwise why not. */
  readonly todo:
    'read' | 'current' | 'pinned' | 'open' | 'incomplete' | 'vanished' | 'refused' | 'no_such_day';
};

export type ObjectResult = {
  readonly key: string;
  readonly bytes: number;
  readonly lines: number;
  readonly rejected: { readonly fault: ObjectFault; readonly message: string } | null;
};

/**
 * `published`, `current` (up to date, left alone), `derived` (without --apply), the refusals,
 * `unconfirmed` (published, and then not found as it was planned), or `conflict` (another run
 * published first).
 */
export type PeriodOutcomeKind =
  | 'published'
  | 'derived'
  | 'current'
  | 'pinned'
  | 'open'
  | 'not_begun'
  | 'incomplete'
  | 'vanished'
  | 'refused'
  | 'unconfirmed'
  | 'conflict'
  | 'unknown_site'
  | 'no_such_day';

export type PeriodResult = PeriodKey & {
  readonly kind: PeriodOutcomeKind;
  /** Why it was refused, in words; empty where it was not. */
  readonly reasons: readonly string[];
  readonly generationBefore: string | null;
  readonly generationAfter: string | null;
  /** Main numbers of the site's day: metric to value; null = nothing stored, nothing derived. */
  readonly before: Readonly<Record<string, number>> | null;
  readonly after: Readonly<Record<string, number>> | null;
  readonly tally: PeriodTally | null;
  readonly rows: Readonly<Partial<Record<Grain, Content>>>;
  readonly pages: Content | null;
};

export type RebuildResult = {
  readonly plan: RebuildPlan;
  readonly ledger: Ledger;
  readonly lines: number;
  /** Every object that was read or rejected, in archive order. */
  readonly objects: readonly ObjectResult[];
  readonly periods: readonly PeriodResult[];
  /** Lines of days outside those asked for, by date text; the same for days out of window. */
  readonly otherPeriod: ReadonlyMap<string, number>;
  readonly outOfWindow: ReadonlyMap<string, number>;
  /** Sites asked for that neither the store knows nor any line names, with similar names seen. */
  readonly unknownSites: readonly { readonly site: string; readonly similar: readonly string[] }[];
  readonly causes: readonly ExitCode[];
};
