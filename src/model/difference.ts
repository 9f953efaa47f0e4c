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
