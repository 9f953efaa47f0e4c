/** What a query found, and what has to be said about it. */
import type { Comparison, GroupColumn, MetricColumn, Step } from './query-words.ts';

export type QueryRow = {
  /** One text a group column; of time the text of its step. null = no such value. */
  readonly names: readonly (string | null)[];
  /** Of a series: how wide the step is. A day among hours is one whose hours are not kept. */
  readonly step: Step | undefined;
  /** One a metric; null = not recorded, not published, or divided by 0. */
  readonly values: readonly (number | null)[];
  /** Of the range compared with; undefined without a comparison. */
  readonly before: readonly (number | null)[] | undefined;
};

/** What the numbers are without, or made of. Each is about some days of one site. */
export type QueryNote =
  /** Nothing is published, or the rows are not there: the numbers lack these days. */
  | (DaysOfSite & { readonly kind: 'absent' })
  /** The range cuts these days, whose 5-minute rows are not kept: they are left out. */
  | (DaysOfSite & { readonly kind: 'uncut' })
  /** Whole days in a series of finer steps: their 5-minute rows are not kept. */
  | (DaysOfSite & { readonly kind: 'seam' })
  | (DaysOfSite & { readonly kind: 'provisional' })
  /** Published from logs that are not all there, which was accepted by name. */
  | (DaysOfSite & { readonly kind: 'incomplete' })
  | (DaysOfSite & { readonly kind: 'not_recorded'; readonly name: string })
  /** Days that were counted in another zone than the newest. */
  | (DaysOfSite & { readonly kind: 'zone'; readonly zone: string })
  /** Steps of which the range has only a part: the first or last week or month. */
  | (DaysOfSite & { readonly kind: 'part'; readonly steps: readonly string[] });

type DaysOfSite = {
  readonly site: string;
  readonly days: readonly number[];
  /** True where it is about the range that is compared with. */
  readonly isBefore: boolean;
};

export type SiteRange = {
  readonly site: string;
  readonly zone: string;
  /** `2026-03-01 to 2026-03-31`. */
  readonly range: string;
  /** The range compared with. */
  readonly before: string | undefined;
};

export type QueryResult = {
  readonly sites: readonly SiteRange[];
  /** `device=mobile`, in words of the language; empty for all events of the whole site. */
  readonly filters: readonly string[];
  readonly groups: readonly GroupColumn[];
  readonly metrics: readonly MetricColumn[];
  readonly compare: Comparison | undefined;
  readonly rows: readonly QueryRow[];
  /** Of a series by group: each group over all its steps, largest first. */
  readonly totals: readonly QueryRow[];
  /**
   * Of each of `totals` the first metric over every step of the range, ascending: 0 where nothing
   * was counted, null where it was not recorded or nothing is published.
   */
  readonly series: readonly (readonly (number | null)[])[];
  /** Rows, or groups of a series, before the top ones were taken. */
  readonly found: number;
  readonly notes: readonly QueryNote[];
  readonly read: { readonly days: number; readonly cells: number };
};
