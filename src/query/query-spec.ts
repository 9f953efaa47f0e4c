/**
 * The query language as a typed object. The flags of `recount query` say the same word for word;
 * `checkQuery` is the one place where either is understood.
 */

import type { Comparison, Step } from '../model/query-words.ts';

/** A point in time as people write it; which one it is depends on the zone of the site. */
export type Moment =
  /** The beginning of a local date, days since 1970. */
  | { readonly kind: 'date'; readonly day: number }
  /** The beginning of the day so many days from today: -1 is yesterday. */
  | { readonly kind: 'relative'; readonly days: number }
  /** A time by the site's clock: seconds after local midnight. */
  | { readonly kind: 'time'; readonly day: number; readonly seconds: number }
  /** So many seconds before now. */
  | { readonly kind: 'ago'; readonly seconds: number };

/** Of several filters on one dimension a row must pass one, of each dimension. */
export type Filter = {
  readonly dimension: string;
  /** `begins` is for urls and breakdowns, whose values are many. */
  readonly match: 'is' | 'begins';
  readonly value: string;
};

export type QuerySpec = {
  /** Empty = every site of the store. Several are told apart: `site` becomes a group. */
  readonly sites: readonly string[];
  /** Stored or derived, one at least. */
  readonly metrics: readonly string[];
  /** `device=mobile`; all events when left out. */
  readonly segment?: string | undefined;
  readonly filters?: readonly Filter[] | undefined;
  /** Names of dimensions; `time` makes a series. */
  readonly groupBy?: readonly string[] | undefined;
  /** `day` when left out. */
  readonly step?: Step | undefined;
  /**
   * A metric, the largest first, or a group, ascending; `+` before a metric turns it round. When
   * left out: by time where there is one, else by the first metric.
   */
  readonly order?: string | undefined;
  /** Only the first so many rows; of a series by group, the groups with the largest totals. */
  readonly top?: number | undefined;
  /** [from, until). When left out: all that is published. */
  readonly from?: Moment | undefined;
  readonly until?: Moment | undefined;
  /** The same of the span before, or of a week earlier. */
  readonly compare?: Comparison | undefined;
};

/**
 * `section=Sports` or `url^=https://a.example/blog/`; undefined where the text is neither. Any
 * value may follow the first sign.
 */
export function filterFromText(text: string): Filter | undefined {
  const match = /^([^=^]+)(\^?=)([\s\S]*)$/.exec(text);
  if (match === null) return undefined;
  const [, dimension = '', sign, value = ''] = match;
  return { dimension, match: sign === '=' ? 'is' : 'begins', value };
}
