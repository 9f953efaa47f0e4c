/** How a stored generation differs from what the raw lines give. */
import type { RowName } from './row.ts';

/**
 * `missing`: derived and not stored; `extra`: stored and not derived; `changed`: another value, or
 * the same value from another sketch.
 */
export type DifferenceKind = 'missing' | 'extra' | 'changed';

/** One cell that differs. */
export type Difference = {
  readonly kind: DifferenceKind;
  readonly row: RowName;
  readonly key: string;
  /** Null where there is no such cell. */
  readonly derived: number | null;
  readonly stored: number | null;
  /** Whether the sketches differ; a sketch differs from none. */
  readonly sketchDiffers: boolean;
};

/** Numbers of cells (or of page records) by kind. */
export type DifferenceCounts = Readonly<Record<DifferenceKind, number>>;

/** Everything that is kept of how two streams of rows differ, whatever their size. */
export type DifferenceSummary = {
  readonly cells: DifferenceCounts;
  /** Differing cells by metric name. */
  readonly byMetric: Readonly<Record<string, DifferenceCounts>>;
  /** Differing cells by grain: `1d`, `5m`. */
  readonly byGrain: Readonly<Record<string, DifferenceCounts>>;
  /** Cells whose difference is within the tolerance of their metric; not among `cells`. */
  readonly tolerated: number;
  /** The first of them in the order of rows, with the site rows first of all. */
  readonly sample: readonly Difference[];
};
