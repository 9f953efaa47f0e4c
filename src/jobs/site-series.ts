/** The 5-minute course of a site's main numbers, as rows flow past. */
import type { RowPart } from '../model/row.ts';
import type { AuditSeries } from './audit-types.ts';
import { MainNumbersReader } from './main-numbers.ts';

/** Memory: the main numbers of 288 buckets. */
export class SiteSeries {
  readonly #metrics: readonly string[];
  readonly #buckets = new Map<number, MainNumbersReader>();

  /** @param metrics names of what was recorded. */
  constructor(metrics: readonly string[]) {
    this.#metrics = metrics;
  }

  add(part: RowPart): void {
    if (part.grain !== '5m' || part.url !== null) return;
    const known = this.#buckets.get(part.bucket);
    const reader = known ?? new MainNumbersReader(this.#metrics, '5m');
    this.#buckets.set(part.bucket, reader);
    reader.add(part);
  }

  /** By bucket and metric; a bucket without events has no row and is 0. */
  valueAt(bucket: number, metric: string): number | null {
    if (!this.#metrics.includes(metric)) return null;
    return this.#buckets.get(bucket)?.numbers()[metric] ?? 0;
  }

  get buckets(): readonly number[] {
    return [...this.#buckets.keys()];
  }

  get metrics(): readonly string[] {
    return this.#metrics;
  }
}

/** One series for each main metric in which the two sides differ anywhere. */
export function differingSeries(stored: SiteSeries, derived: SiteSeries): readonly AuditSeries[] {
  const buckets = [...new Set([...stored.buckets, ...derived.buckets])].sort((a, b) => a - b);
  return derived.metrics
    .map((metric): AuditSeries => {
      const points = buckets.map((bucket) => {
        return [bucket, stored.valueAt(bucket, metric), derived.valueAt(bucket, metric)] as const;
      });
      return { metric, grain: '5m', points };
    })
    .filter(({ points }) => points.some(([, before, after]) => before !== after));
}
