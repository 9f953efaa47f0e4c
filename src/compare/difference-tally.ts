/** Sums up differences while they flow past: their numbers, and the first few of them. */
import type {
  Difference,
  DifferenceCounts,
  DifferenceKind,
  DifferenceSummary,
} from '../model/difference.ts';
import { cellNameFromKey } from '../model/segments.ts';
import { isTolerated, type Tolerances } from '../model/tolerance.ts';

/** Kept of the site rows, and of the url rows (chosen: what a person looks through). */
const samplePerRows = 10;

/** Names of custom events have no end; those beyond are counted together (chosen). */
const metricsMax = 100;

/** Where the cells of metrics beyond `metricsMax` are counted. */
export const otherMetrics = 'other metrics';

export const noDifferences: DifferenceCounts = { missing: 0, extra: 0, changed: 0 };

export type DifferenceTallyOptions = {
  readonly tolerances: Tolerances;
  /** Cells that cannot be compared are passed over. */
  readonly isComparable: (key: string) => boolean;
};

type Counts = Record<DifferenceKind, number>;

/** Memory: the sample, and three numbers for each metric. */
export class DifferenceTally {
  readonly #options: DifferenceTallyOptions;
  readonly #cells: Counts = { ...noDifferences };
  readonly #byMetric = new Map<string, Counts>();
  readonly #byGrain = new Map<string, Counts>();
  readonly #ofSite: Difference[] = [];
  readonly #ofUrls: Difference[] = [];
  #tolerated = 0;

  constructor(options: DifferenceTallyOptions) {
    this.#options = options;
  }

  add(difference: Difference): void {
    const { key, kind, row } = difference;
    if (!this.#options.isComparable(key)) return;
    const { metric } = cellNameFromKey(key);
    if (isTolerated(difference, this.#options.tolerances[metric])) {
      this.#tolerated += 1;
      return;
    }
    this.#cells[kind] += 1;
    countsOf(this.#byMetric, this.#nameOfMetric(metric))[kind] += 1;
    countsOf(this.#byGrain, row.grain)[kind] += 1;
    const sample = row.url === null ? this.#ofSite : this.#ofUrls;
    if (sample.length < samplePerRows) sample.push(difference);
  }

  summary(): DifferenceSummary {
    return {
      cells: this.#cells,
      byMetric: Object.fromEntries(this.#byMetric),
      byGrain: Object.fromEntries(this.#byGrain),
      tolerated: this.#tolerated,
      sample: [...this.#ofSite, ...this.#ofUrls],
    };
  }

  #nameOfMetric(metric: string): string {
    const isNew = !this.#byMetric.has(metric);
    return isNew && this.#byMetric.size >= metricsMax ? otherMetrics : metric;
  }
}

/** Nothing differs. */
export const noDifference: DifferenceSummary = {
  cells: noDifferences,
  byMetric: {},
  byGrain: {},
  tolerated: 0,
  sample: [],
};

export function sumOfCounts({ missing, extra, changed }: DifferenceCounts): number {
  return missing + extra + changed;
}

function countsOf(all: Map<string, Counts>, name: string): Counts {
  const known = all.get(name);
  if (known !== undefined) return known;
  const counts = { ...noDifferences };
  all.set(name, counts);
  return counts;
}
