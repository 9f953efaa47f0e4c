/**
 * Numbers that recount did not write, such as an old system's: what can be asked of them, and how
 * the columns of a table are read. They hold what they hold: a metric, a grain, a segment or the
 * urls that they do not name are not recorded, which is not zero.
 */
import type { PeriodKey } from './period.ts';
import type { Grain, RowPart } from './row.ts';

/** `sketch`: at least one of the values carries its sketch. */
export type Recorded = 'no' | 'value' | 'sketch';

/** One kind of value: `$all/page_views` of the 1d site rows. */
export type ValueKind = {
  readonly grain: Grain;
  readonly isSiteRow: boolean;
  /** `$all`, a segment or a breakdown. */
  readonly dimension: string;
  readonly metric: string;
};

export type ForeignNumbers = {
  /** As messages name them: the path of the file. */
  readonly location: string;
  /** Ascending by site and day. */
  readonly periods: readonly PeriodKey[];
  recorded(site: string, kind: ValueKind): Recorded;
  /** Every kind of value that a site has, in order of first sight. */
  kindsOf(site: string): readonly ValueKind[];
  /** The rows of a period in their one order; none where it has none. */
  rows(period: PeriodKey): Iterable<RowPart>;
  close(): void;
};

/** Where the value of a field comes from. */
export type FieldSource =
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'constant'; readonly text: string };

/** The fields that say which cell a number belongs to, and what it is. */
export const tableFields = [
  'site',
  'url',
  'grain',
  'bucket',
  'segment',
  'metric',
  'value',
  'sketch',
] as const;
export type TableField = (typeof tableFields)[number];

/**
 * How a table's columns are read. `long`: one number a line, under `segment` and `metric`; `wide`:
 * `cells` names the column of each cell key. A field that is left out is the column of its name.
 */
export type ColumnMap = {
  readonly fields: Readonly<Partial<Record<TableField, FieldSource>>>;
  readonly cells: readonly { readonly key: string; readonly column: string }[];
};
