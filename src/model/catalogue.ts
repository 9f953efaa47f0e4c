/**
 * Every metric that is stored: one table. Aggregation, stores, queries and the manual read it;
 * a new metric is one more row here and nothing else.
 */

/** `count` and `sum` add up; `distinct` is a set, merged by sketch and never added. */
export type MetricKind = 'count' | 'sum' | 'distinct';

/** What one event gives: 1, its engaged seconds, or a member of a set. */
export type MetricValue = 'one' | 'engaged_seconds' | 'visitor' | 'session';

export type Metric = {
  readonly name: string;
  readonly kind: MetricKind;
  /** The actions of which an event counts; `any` is every event that has the value. */
  readonly actions: readonly string[] | 'any';
  readonly value: MetricValue;
  readonly unit: string;
  readonly about: string;
};

export const metrics: readonly Metric[] = [
  {
    name: 'page_views',
    kind: 'count',
    actions: ['pageview'],
    value: 'one',
    unit: 'views',
    about: 'Events with the action pageview.',
  },
  {
    name: 'visitors',
    kind: 'distinct',
    actions: 'any',
    value: 'visitor',
    unit: 'visitors',
    about: 'Different visitors over all events, whatever their action.',
  },
  {
    name: 'sessions',
    kind: 'distinct',
    actions: 'any',
    value: 'session',
    unit: 'sessions',
    about: 'Different pairs of visitor and session number over all events that have one.',
  },
  {
    name: 'engaged_seconds',
    kind: 'sum',
    actions: ['heartbeat'],
    value: 'engaged_seconds',
    unit: 's',
    about: 'Engaged time of heartbeats. A heartbeat without a page view counts.',
  },
  {
    name: 'video_starts',
    kind: 'count',
    actions: ['videostart'],
    value: 'one',
    unit: 'starts',
    about: 'Events with the action videostart.',
  },
  {
    name: 'video_engaged_seconds',
    kind: 'sum',
    actions: ['vheartbeat'],
    value: 'engaged_seconds',
    unit: 's',
    about: 'Engaged time of video heartbeats (vheartbeat).',
  },
  {
    name: 'video_viewers',
    kind: 'distinct',
    actions: ['videostart', 'vheartbeat'],
    value: 'visitor',
    unit: 'visitors',
    about: 'Different visitors over videostart and vheartbeat.',
  },
  {
    name: 'conversions',
    kind: 'count',
    actions: ['conversion'],
    value: 'one',
    unit: 'conversions',
    about: 'Events with the action conversion.',
  },
];

/** Custom events count under `event:<name>`, the name as encodeURIComponent writes it. */
export const customEventPrefix = 'event:';

/** The additive metrics that an event of this action counts in, in catalogue order. */
export function additiveMetricsOfAction(
  action: string,
  catalogue: readonly Metric[] = metrics,
): readonly Metric[] {
  const named = catalogue.filter(({ actions }) => actions !== 'any' && actions.includes(action));
  if (named.length > 0) return named.filter(({ kind }) => kind !== 'distinct');
  return [customEventMetric(action)];
}

export function customEventMetric(action: string): Metric {
  return {
    name: customEventPrefix + encodeURIComponent(action),
    kind: 'count',
    actions: [action],
    value: 'one',
    unit: 'events',
    about: `Custom events with the action ${action}.`,
  };
}

/** The metric of a name as it stands in a cell key, custom events included. */
export function metricFromName(
  name: string,
  catalogue: readonly Metric[] = metrics,
): Metric | undefined {
  const known = catalogue.find((metric) => metric.name === name);
  if (known !== undefined) return known;
  if (!name.startsWith(customEventPrefix)) return undefined;
  try {
    return customEventMetric(decodeURIComponent(name.slice(customEventPrefix.length)));
  } catch {
    // A broken escape cannot have been written by encodeURIComponent: no such metric.
    return undefined;
  }
}
