/** A line that was accepted, before it is put into columns. */
import type { RequiredValues } from './event-values.ts';
import type { LogLine } from './log-line.ts';
import type { SegmentReader } from './segments-of-event.ts';

export type AcceptedEvent = {
  readonly log: LogLine;
  readonly event: RequiredValues;
  readonly site: number;
  readonly day: number;
  readonly object: number;
  readonly line: number;
  readonly lineUnits: number;
  readonly segments: readonly SegmentReader[];
};
