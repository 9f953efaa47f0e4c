/** A query that was checked against what a store recorded: what to read and how to put it. */
import type {
  Comparison,
  GroupColumn,
  MetricColumn,
  PageDimension,
  Step,
} from '../model/query-words.ts';

export type StoredMetric = { readonly name: string; readonly isDistinct: boolean };

/** Values of a dimension: any of those named, or that begin like one of these. */
export type ValueChoice = {
  readonly values: readonly string[];
  readonly begins: readonly string[];
};

/** Which cells of a row count. */
export type CellChoice =
  | { readonly kind: 'all' }
  /** Of a segment or breakdown; without a choice all of its values. */
  | { readonly kind: 'of'; readonly dimension: string; readonly choice: ValueChoice | undefined };

/** Which rows are read: that of the site, or those of urls, all or some. */
export type UrlChoice = 'site' | 'each' | ValueChoice;

export type QueryPlan = {
  readonly stored: readonly StoredMetric[];
  readonly metrics: readonly MetricColumn[];
  readonly cells: CellChoice;
  readonly urls: UrlChoice;
  readonly pages: readonly {
    readonly dimension: PageDimension;
    readonly values: readonly string[];
  }[];
  readonly groups: readonly GroupColumn[];
  readonly step: Step;
  readonly order: Order;
  readonly top: number | undefined;
  readonly compare: Comparison | undefined;
};

export type Order =
  | { readonly by: 'metric'; readonly index: number; readonly isAscending: boolean }
  | { readonly by: 'group'; readonly index: number };
