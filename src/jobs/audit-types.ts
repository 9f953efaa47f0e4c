/** What an audit takes, and what it tells: all of its result is plain data, as JSON holds it. */
import type { ExitCode } from '../base/exit-codes.ts';
import type { FoundCause } from '../model/cause.ts';
import type { Content } from '../model/checksum.ts';
import type { DifferenceCounts, DifferenceSummary } from '../model/difference.ts';
import type { InvariantFault } from '../model/invariant.ts';
import type { PeriodTally } from '../model/ledger.ts';
import type { PeriodKey } from '../model/period.ts';
import type { PlanPeriod } from '../model/plan.ts';
import type { Grain } from '../model/row.ts';
import type { Tolerances } from '../model/tolerance.ts';
import type { Store } from '../store/store.ts';
import type { DerivePorts, DeriveRequest } from './derive-types.ts';
import type { MainNumbers } from './main-numbers.ts';
import type { ObjectResult } from './rebuild-types.ts';

/**
 * `full` derives and compares everything. `stored` reads the stored rows and no raw data: their
 * checksums and invariants. `quick` reads neither: the listing against the input sets, and whether
 * what is live is there.
 */
export type AuditLevel = 'full' | 'stored' | 'quick';

/** The `part`-th (from 1) of `parts` parts of the periods. */
export type AuditSample = { readonly part: number; readonly parts: number };

export type AuditRequest = DeriveRequest & {
  readonly level: AuditLevel;
  /** undefined = all periods. */
  readonly sample: AuditSample | undefined;
  readonly tolerances: Tolerances;
  /** No period is begun after this instant, epoch seconds; undefined = until all is done. */
  readonly stopAt: number | undefined;
  /** Recount what is unexplained under the hypotheses of the table; without it, not. */
  readonly isDiagnosing?: boolean;
  /** Look at open days too: as far as their logs are there. */
  readonly isProvisional: boolean;
};

export type AuditPorts = Pick<DerivePorts, 'spill' | 'signal' | 'eraseKey'> & {
  /** Not needed where only stored rows are looked at. */
  readonly archive: DerivePorts['archive'] | undefined;
  /** The store that is audited; never written to. */
  readonly store: Store;
  /** Epoch seconds. */
  readonly now: () => number;
  readonly observer: AuditObserver;
  /** What an earlier call of the same audit found; a period that it holds is not done again. */
  readonly progress?: AuditProgress;
};

/** Told in this order: planned once, then objects and periods as they are done. */
export type AuditObserver = DerivePorts['observer'] & {
  planned?(plan: AuditPlan): void;
  periodDone?(period: PeriodAudit): void;
};

/** Where an audit keeps what it found, so that another call goes on from there. */
export type AuditProgress = {
  readonly done: readonly PeriodAudit[];
  /** Called for each period that was looked at to the end. */
  add(period: PeriodAudit): Promise<void>;
};

/** What there is to do, before anything is read. */
export type AuditPlan = {
  readonly periods: number;
  readonly objects: number;
  readonly bytes: number;
};

/**
 * `equal`: everything that was looked at holds. `differs`: something is wrong. `intended`: it
 * differs by intended causes only. `not_checked`: it could not be looked at; `reasons` say why.
 */
export type Verdict = 'equal' | 'differs' | 'intended' | 'not_checked';

/** What the store showed when the period was looked at. */
export type SeenPeriod = {
  readonly epoch: number;
  /** null = nothing is live. */
  readonly live: string | null;
  readonly liveBy: string | null;
  readonly pinnedBy: string | null;
  /** The code that made what is live; undefined where its run is not on record. */
  readonly version: string | null;
};

/**
 * The rows of one grain, or the page records. `expected` stands in the manifest, `stored` was
 * read, `derived` is what the logs give; null = not there, or not looked at at this level.
 */
export type ContentAudit = {
  readonly expected: Content | null;
  readonly stored: Content | null;
  readonly derived: Content | null;
};

/** The `$all` numbers of the site rows of a grain: [bucket, stored, derived], ascending. */
export type AuditSeries = {
  readonly metric: string;
  readonly grain: Grain;
  readonly points: readonly (readonly [number, number | null, number | null])[];
};

/** A change of rules that explains a difference: what was changed, in words. */
export type RuleChange = {
  readonly before: string;
  readonly after: string;
  /** `exclusions: office (ip) is new`. */
  readonly changes: readonly string[];
  /** `reproduced`: the old rules still give the stored numbers. */
  readonly outcome: 'reproduced' | 'not_reproduced' | 'not_reproducible';
  /** Why it could not be tried, or what was found. */
  readonly detail: string;
};

export type PeriodAudit = PeriodKey & {
  readonly zone: string;
  readonly level: AuditLevel;
  readonly verdict: Verdict;
  /** Why it was not checked; empty where it was. */
  readonly reasons: readonly string[];
  readonly causes: readonly FoundCause[];
  /** What may be behind it and was not proven: `audit --diagnose` tries. */
  readonly suspected: readonly FoundCause[];
  /** null = the store has no record of the period. */
  readonly seen: SeenPeriod | null;
  readonly differences: DifferenceSummary;
  readonly pageDifferences: DifferenceCounts;
  /** Main numbers of the site's day, metric to value; null = nothing there, or not looked at. */
  readonly stored: MainNumbers | null;
  readonly derived: MainNumbers | null;
  /** The 5-minute course of the main metrics that differ; empty where none does. */
  readonly series: readonly AuditSeries[];
  readonly content: Readonly<Partial<Record<Grain | 'pages', ContentAudit>>>;
  readonly faults: readonly InvariantFault[];
  readonly faultCount: number;
  readonly storedTally: PeriodTally | null;
  readonly derivedTally: PeriodTally | null;
  readonly ruleChange: RuleChange | null;
  /** Parts of it that were not looked at, and why: grains not kept, metrics not recorded. */
  readonly leftOut: readonly string[];
  /** How to put it right; null where there is nothing to do, or nothing can be done. */
  readonly plan: PlanPeriod | null;
};

export type AuditResult = {
  readonly level: AuditLevel;
  readonly store: string;
  readonly archive: string;
  /** Ascending by site and day. */
  readonly periods: readonly PeriodAudit[];
  /** Periods asked for that another part of the sample has. */
  readonly leftToOthers: number;
  /** True where the time was up before all periods were looked at. */
  readonly isTimeUp: boolean;
  /** Objects that were read or rejected, in archive order. */
  readonly objects: readonly ObjectResult[];
  readonly unplaced: readonly string[];
  readonly warnings: readonly string[];
  readonly unknownSites: readonly { readonly site: string; readonly similar: readonly string[] }[];
  readonly causes: readonly ExitCode[];
};
