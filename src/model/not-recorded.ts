/** Names that some days recorded and others did not: what is not recorded is not zero. */
import type { Catalogue } from './manifest.ts';

export type DayCatalogue = { readonly day: number; readonly catalogue: Catalogue };

export type NotRecorded = {
  /** A metric, segment or breakdown. */
  readonly name: string;
  /** The days that lack it, in the order given. */
  readonly days: readonly number[];
};

/** Every name that at least one of the days recorded and at least one did not. */
export function notRecorded(days: readonly DayCatalogue[]): readonly NotRecorded[] {
  const names = new Set(days.flatMap(({ catalogue }) => namesOf(catalogue)));
  return [...names]
    .map((name) => ({
      name,
      days: days.filter(({ catalogue }) => !namesOf(catalogue).includes(name)).map((d) => d.day),
    }))
    .filter(({ days: lacking }) => lacking.length > 0);
}

function namesOf({ metrics, segments, breakdowns }: Catalogue): readonly string[] {
  return [...metrics, ...segments, ...breakdowns];
}
