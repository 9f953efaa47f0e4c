/** How far a stored number may be from the derived one without being called different. */
import type { Difference } from './difference.ts';

/** An absolute number, or a share of the derived value (0.01 = 1 %). */
export type Tolerance = { readonly kind: 'absolute' | 'share'; readonly value: number };

/** By metric name. */
export type Tolerances = Readonly<Record<string, Tolerance>>;

/** A cell that only one side has is 0 on the other. Sketches may differ where values may. */
export function isTolerated(
  { derived, stored }: Pick<Difference, 'derived' | 'stored'>,
  tolerance: Tolerance | undefined,
): boolean {
  if (tolerance === undefined) return false;
  const apart = Math.abs((derived ?? 0) - (stored ?? 0));
  const { kind, value } = tolerance;
  return apart <= (kind === 'absolute' ? value : value * (derived ?? 0));
}
