/** The metrics of a query, stored and derived, and which stored ones they need. */
import type { MetricColumn } from '../model/query-words.ts';
import { UsageError } from '../base/errors.ts';
import { customEventPrefix, metricFromName } from '../model/catalogue.ts';
import { derivedMetricOf, derivedMetrics } from './derived-metrics.ts';
import type { KnownNames } from './known-names.ts';
import type { StoredMetric } from './query-plan.ts';
import { unknownName } from './refusals.ts';

export type CheckedMetrics = {
  readonly metrics: readonly MetricColumn[];
  readonly stored: readonly StoredMetric[];
};

/** @throws UsageError for a metric that no day recorded. */
export function checkMetrics(wanted: readonly string[], names: KnownNames): CheckedMetrics {
  if (wanted.length === 0) {
    throw new UsageError('the query names no metric', { hint: 'as in --metric page_views' });
  }
  const stored: StoredMetric[] = [];
  const indexOf = (name: string): number => {
    const known = stored.findIndex((metric) => metric.name === name);
    return known === -1 ? stored.push(storedMetric(name, names)) - 1 : known;
  };
  const metrics = [...new Set(wanted)].map((name): MetricColumn => {
    const derived = derivedMetricOf(name);
    if (derived === undefined) return { name, index: indexOf(name), divisor: undefined };
    return { name, index: indexOf(derived.dividend), divisor: indexOf(derived.divisor) };
  });
  return { metrics, stored };
}

function storedMetric(name: string, names: KnownNames): StoredMetric {
  const metric = metricFromName(name);
  // Custom events are in no catalogue: every day records whatever events there are.
  const isRecorded = names.metrics.has(name) || name.startsWith(customEventPrefix);
  if (metric === undefined || !isRecorded) {
    const known = [...names.metrics, ...derivedMetrics.map((derived) => derived.name)];
    throw unknownName('metric', name, known);
  }
  return { name, isDistinct: metric.kind === 'distinct' };
}
