/**
 * What must hold between the numbers of one generation, whatever was counted. A number that breaks
 * one of these is wrong without any raw line being read.
 */
import type { RowName } from './row.ts';
import { textFromRow } from './row-text.ts';

export const invariants = [
  { name: 'row_order', about: 'rows ascend, and the parts of a row are whole and in order' },
  { name: 'bucket', about: 'a 1d row stands at its day, a 5m row at a multiple of 300 s near it' },
  { name: 'cell_order', about: 'the cells of a row ascend, and none occurs twice' },
  { name: 'key', about: 'a cell names a recorded metric under a recorded segment or breakdown' },
  { name: 'value', about: 'a value is a whole number from 1 to 2^53 - 1' },
  {
    name: 'sketch',
    about: 'distinct cells, and no others, have a sketch, which gives their value',
  },
  { name: 'segment_sum', about: 'a row counts as much in all values of a segment as in $all' },
  { name: 'site_sum', about: 'a site row is the sum of its url rows' },
  { name: 'site_union', about: "a site row's sketches are the union of those of its url rows" },
  { name: 'day_sum', about: 'a 1d row is the sum of its 5m rows' },
  { name: 'day_union', about: "a 1d row's sketches are the union of those of its 5m rows" },
  {
    name: 'day_bounds',
    about: 'exact distinct counts of a day lie between the greatest and the sum of its 5m rows',
  },
  { name: 'actions', about: 'events counted by action are those of the 1d site row' },
] as const;

export type InvariantName = (typeof invariants)[number]['name'];

/** One place where an invariant does not hold. */
export type InvariantFault = {
  readonly invariant: InvariantName;
  /** Null where no single row is known to be at fault. */
  readonly row: RowName | null;
  /** The cell's key; null where no single cell is known to be at fault. */
  readonly key: string | null;
  /** Numbers where numbers are compared, else words. */
  readonly expected: number | string;
  readonly found: number | string;
  /** What `expected` follows from: `sum of device`. */
  readonly basis: string;
};

/**
 * `day_sum: $all/page_views of the 1d row of https://a.example/ at 2026-03-08 is 7, expected 8
 * (sum of its 5m rows)`
 */
export function textFromInvariantFault(fault: InvariantFault): string {
  const { invariant, row, key, expected, found, basis } = fault;
  const place = row === null ? 'the generation' : `the ${textFromRow(row)}`;
  const subject = key === null ? place : `${key} of ${place}`;
  return `${invariant}: ${subject} is ${found}, expected ${expected} (${basis})`;
}
