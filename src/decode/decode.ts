/**
 * What decode takes and gives: bytes of one object in, batches of accepted events and a tally of
 * every line out. `object-decoder.ts` does it; other formats and faster paths fit in behind it.
 */
import type { TimeRange, ZoneClock } from '../base/zone-clock.ts';
import type { VisitorErasure } from '../model/erasure.ts';
import type { EventBatch } from '../model/event-batch.ts';
import type { Outcome } from '../model/ledger.ts';
import type { SiteRules } from '../model/rules.ts';
import type { AcceptedEvent } from './accepted-event.ts';

/** A site that was asked for, and its periods: local day to the read window of that day. */
export type DecodeSite = {
  readonly rules: SiteRules;
  readonly clock: ZoneClock;
  readonly periods: ReadonlyMap<number, TimeRange>;
  /** Visitors whose lines are excluded, beside the rules: never part of their digest. */
  readonly erasure?: VisitorErasure | undefined;
};

export type InputFormat = 'auto' | 'dpl' | 'pixel';

export type DecodeRequest = {
  /** A batch's `site` column is an index into this list. */
  readonly sites: readonly DecodeSite[];
  readonly format: InputFormat;
  /** `counted`: to see what numbers would come out then. Only the plain path does that. */
  readonly robots?: 'refused' | 'counted';
};

/** Lines of a site and local date, as `<site index>/<days since 1970>`. */
export type PeriodCounts = ReadonlyMap<string, number>;

/** What became of the lines of one object, except that duplicates are not told apart yet. */
export type ObjectTally = {
  readonly lines: number;
  /** Every outcome but `duplicate` and `counted`, which are `accepted` until the core decides. */
  readonly refused: Readonly<Record<Exclude<Outcome, 'duplicate' | 'counted'>, number>>;
  readonly accepted: number;
  readonly bots: PeriodCounts;
  /** Key: `<site index>/<day>/<exclusion name>`. */
  readonly excluded: ReadonlyMap<string, number>;
  /** By the event's own date; at most `datesMax` dates, later ones under day -1. */
  readonly otherPeriod: PeriodCounts;
  readonly outOfWindow: PeriodCounts;
  /** Indexes of the sites asked for that a line named. */
  readonly sitesNamed: ReadonlySet<number>;
  /** Some of the other sites' names, for "did you mean"; at most `otherSitesMax`. */
  readonly otherSites: ReadonlySet<string>;
};

export const datesMax = 4000;
export const otherSitesMax = 1000;

/** Longest line that is looked at, without its line end (metrics: `oversized`). */
export const lineBytesMax = 1_048_576;

/** Events per batch (chosen: some 1.5 MB of columns, within a core's second-level cache twice). */
export const batchEventsMax = 8192;

export type DecodeSink = {
  /** The batch is the receiver's to keep. Events are in line order. */
  batch(batch: EventBatch): void;
  /**
   * Every refused line, in line order; only called when a list of them was asked for. `text` is
   * undefined where the line could not be held or is no UTF-8.
   */
  readonly rejected?: (line: number, outcome: Outcome, text: string | undefined) => void;
  /** Every accepted line, in line order: for whoever wants to know more than batches hold. */
  readonly accepted?: (event: AcceptedEvent) => void;
};

/** Decodes one object. `push` takes inflated bytes cut anywhere; `finish` flushes the last line. */
export type ObjectDecoder = {
  push(bytes: Uint8Array): void;
  finish(): ObjectTally;
};

export type ObjectPlace = {
  /** Ordinal in archive order. */
  readonly ordinal: number;
  /** The time range of its key. */
  readonly range: TimeRange;
};
