/**
 * The fields in which programs other than recount find the numbers of rows: one of type long for
 * every metric of the catalogue in every segment that all sites have. What is in them is in the
 * cells too, and recount itself reads those.
 */
import type { estypes } from '@elastic/elasticsearch';
import { metrics } from '../../model/catalogue.ts';
import { allSegment, keyFromCellName, segments } from '../../model/segments.ts';

/** Numbers that add up, and estimates of distinct ones, which never do. */
export type FieldGroup = 'sums' | 'estimates';

export type MetricField = {
  /** `device=mobile/page_views`. */
  readonly key: string;
  /** `device=mobile`. */
  readonly segment: string;
  readonly metric: string;
  readonly group: FieldGroup;
  /** `sums.device.mobile.page_views`. */
  readonly path: string;
};

const dimensions = [
  { dimension: allSegment, value: undefined, path: 'all' },
  ...segments.flatMap(({ name, values }) =>
    values.map((value) => ({ dimension: name, value, path: `${name}.${value}` })),
  ),
];

export const metricFields: readonly MetricField[] = dimensions.flatMap(
  ({ dimension, value, path }) =>
    metrics.map(({ name: metric, kind }): MetricField => {
      const group = kind === 'distinct' ? 'estimates' : 'sums';
      return {
        key: keyFromCellName({ dimension, value, metric }),
        segment: value === undefined ? dimension : `${dimension}=${value}`,
        metric,
        group,
        path: `${group}.${path}.${metric}`,
      };
    }),
);

export const metricFieldByKey: ReadonlyMap<string, MetricField> = new Map(
  metricFields.map((field) => [field.key, field]),
);

/** Columns alone: sums need no index, and a row of a small page fills few of them. */
const longColumn = { type: 'long', index: false } as const;

/** Names with dots become objects of their own. */
export function metricProperties(): Record<string, estypes.MappingProperty> {
  return Object.fromEntries(metricFields.map(({ path }) => [path, longColumn]));
}
