/** Metrics that are computed when asked for, never stored: one table. */

export type DerivedMetric = {
  readonly name: string;
  /** Stored metrics: what is divided by what. */
  readonly dividend: string;
  readonly divisor: string;
  readonly about: string;
};

export const derivedMetrics: readonly DerivedMetric[] = [
  {
    name: 'engaged_seconds_per_visitor',
    dividend: 'engaged_seconds',
    divisor: 'visitors',
    about: 'How long a visitor was engaged.',
  },
  {
    name: 'engaged_seconds_per_view',
    dividend: 'engaged_seconds',
    divisor: 'page_views',
    about: 'How long a page view was engaged.',
  },
  {
    name: 'views_per_visitor',
    dividend: 'page_views',
    divisor: 'visitors',
    about: 'Page views of a visitor.',
  },
  {
    name: 'views_per_session',
    dividend: 'page_views',
    divisor: 'sessions',
    about: 'Page views of a session.',
  },
  {
    name: 'sessions_per_visitor',
    dividend: 'sessions',
    divisor: 'visitors',
    about: 'Sessions of a visitor.',
  },
  {
    name: 'video_engaged_seconds_per_viewer',
    dividend: 'video_engaged_seconds',
    divisor: 'video_viewers',
    about: 'How long a viewer was engaged with video.',
  },
  {
    name: 'conversions_per_visitor',
    dividend: 'conversions',
    divisor: 'visitors',
    about: 'Conversions of a visitor.',
  },
  {
    name: 'conversions_per_session',
    dividend: 'conversions',
    divisor: 'sessions',
    about: 'Conversions of a session.',
  },
];

export function derivedMetricOf(name: string): DerivedMetric | undefined {
  return derivedMetrics.find((derived) => derived.name === name);
}
