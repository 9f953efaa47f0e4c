/** What rows are made of, and the numbering of the values that cells are counted under. */
import type { Metric } from '../model/catalogue.ts';
import type { Breakdown, Segment } from '../model/segments.ts';

/** The catalogue and one site's segments. */
export type RowShape = {
  readonly metrics: readonly Metric[];
  readonly segments: readonly Segment[];
  readonly breakdowns: readonly Breakdown[];
};

/** Every value of a segment has a slot: 0 is `$all`, then the values of each segment in turn. */
export type SegmentSlots = {
  /** Slot of the first value of each segment. */
  readonly segmentFrom: readonly number[];
  /** Number of slots, `$all` included. */
  readonly segmentSlots: number;
};

export function segmentSlotsOf({ segments }: RowShape): SegmentSlots {
  const segmentFrom: number[] = [];
  let segmentSlots = 1;
  for (const { values } of segments) {
    segmentFrom.push(segmentSlots);
    segmentSlots += values.length;
  }
  return { segmentFrom, segmentSlots };
}

/** The distinct metrics in catalogue order: their index is their number everywhere. */
export function distinctMetrics({ metrics }: RowShape): readonly Metric[] {
  return metrics.filter(({ kind }) => kind === 'distinct');
}
