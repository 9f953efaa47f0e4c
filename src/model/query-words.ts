/** Words of the query language that questions, answers and their texts share. */

/** How wide the steps of a series are. Hours, days, weeks and months are those of the site. */
export const steps = ['5m', 'hour', 'day', 'week', 'month'] as const;
export type Step = (typeof steps)[number];

export const comparisons = ['previous', 'week-ago'] as const;
export type Comparison = (typeof comparisons)[number];

/** What a page is known by; `post` is its canonical url, else its own. */
export const pageDimensions = ['section', 'author', 'tag', 'post', 'page_type'] as const;
export type PageDimension = (typeof pageDimensions)[number];

export type GroupColumn =
  | { readonly kind: 'site' | 'time' | 'url'; readonly name: string }
  | { readonly kind: 'page'; readonly name: PageDimension }
  /** A segment or a breakdown. */
  | { readonly kind: 'cell'; readonly name: string };

/** Indexes into the stored metrics of a query; without a divisor the metric is stored itself. */
export type MetricColumn = {
  readonly name: string;
  readonly index: number;
  readonly divisor: number | undefined;
};
