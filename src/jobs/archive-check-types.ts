/** What a check of an archive takes, and what it tells. */
import type { Archive } from '../archive/archive.ts';
import type { ArchiveExpect } from '../archive/completeness.ts';
import type { SmallObject } from '../archive/small-objects.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import type { LineCounts } from '../decode/check-lines.ts';
import type { InputFormat } from '../decode/decode.ts';
import type { ArchiveTotals } from './archive-totals.ts';

export type CheckPorts = {
  readonly archive: Archive;
  /** Epoch seconds. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly observer: CheckObserver;
};

export type CheckObserver = {
  /** Everything was listed: what a deep check is going to read. */
  listed?(totals: ArchiveTotals): void;
  found?(finding: ArchiveFinding): void;
  /** Compressed bytes read since the last call. */
  progress?(bytes: number): void;
  objectDone?(): void;
};

export type CheckRequest = {
  /** Instants in [from, until); undefined = from the first object, until the last. */
  readonly from: number | undefined;
  readonly until: number | undefined;
  /** What there must be an object for. */
  readonly expect: ArchiveExpect;
  /** Read every object to its end. */
  readonly isDeep: boolean;
  readonly inputFormat: InputFormat;
};

export type ArchiveFinding =
  | { readonly kind: 'gap'; readonly range: TimeRange }
  | { readonly kind: 'small'; readonly object: SmallObject }
  | { readonly kind: 'unplaced' | 'ignored'; readonly key: string; readonly bytes: number }
  | {
      readonly kind: 'rejected';
      readonly key: string;
      readonly bytes: number;
      /** Why none of its lines can be taken; `unreadable` where the machine is to blame. */
      readonly fault: string;
      readonly message: string;
    };

export type CheckResult = {
  readonly totals: ArchiveTotals;
  /** What was looked at; undefined where no object has a place in time. */
  readonly range: TimeRange | undefined;
  readonly findings: Readonly<Record<ArchiveFinding['kind'], number>>;
  /** Undefined without a deep check. */
  readonly deep: DeepCounts | undefined;
  readonly causes: readonly ExitCode[];
};

/** Of the objects that were read whole; nothing of the others is in it. */
export type DeepCounts = LineCounts & {
  readonly objects: number;
  readonly bytes: number;
  readonly inflatedBytes: number;
  /** Objects with most refused lines first; blank lines and what is no hit are everyday. */
  readonly mostRefused: readonly RefusedInObject[];
};

export type RefusedInObject = {
  readonly key: string;
  readonly lines: number;
  readonly refused: number;
};

/** The listing range of a request: what has no end is listed to the end. */
export function listingRange({
  from = -Infinity,
  until = Infinity,
}: Pick<CheckRequest, 'from' | 'until'>): TimeRange | undefined {
  return from === -Infinity && until === Infinity ? undefined : { from, until };
}
