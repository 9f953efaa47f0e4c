/** Which cells two generations can be compared by: what one did not record is no difference. */
import { customEventPrefix, type Metric } from '../model/catalogue.ts';
import type { Catalogue } from '../model/manifest.ts';
import { allSegment, cellNameFromKey } from '../model/segments.ts';

export class ComparableCells {
  /** Metrics, segments and breakdowns that only one side recorded. */
  readonly leftOut: readonly string[];
  readonly #leftOut: ReadonlySet<string>;

  /** @param metrics of the derived side: says which custom events a metric of it took over. */
  constructor(stored: Catalogue, derived: Catalogue, metrics: readonly Metric[]) {
    const onlyOne = [...namesOf(stored), ...namesOf(derived)].filter(
      (name) => !namesOf(stored).has(name) || !namesOf(derived).has(name),
    );
    const takenOver = metrics
      .filter(({ name }) => onlyOne.includes(name))
      .flatMap(({ actions }) => (actions === 'any' ? [] : actions))
      .map((action) => customEventPrefix + encodeURIComponent(action));
    this.leftOut = [...new Set(onlyOne)];
    this.#leftOut = new Set([...onlyOne, ...takenOver]);
  }

  has(key: string): boolean {
    if (this.#leftOut.size === 0) return true;
    const { dimension, metric } = cellNameFromKey(key);
    if (this.#leftOut.has(metric)) return false;
    return dimension === allSegment || !this.#leftOut.has(dimension);
  }
}

function namesOf({ metrics, segments, breakdowns }: Catalogue): ReadonlySet<string> {
  return new Set([...metrics, ...segments, ...breakdowns]);
}
