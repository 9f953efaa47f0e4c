/** The columns of an event batch as a table, and what is done to all of them alike. */
import type { EventColumns } from './event-batch.ts';

type ScalarName = Exclude<keyof EventColumns, 'segments' | 'breakdowns'>;

/**
 * `words` per event; `entry` columns hold indexes of the batch's dictionary. The order is that of
 * the serialised form (event-batch-bytes.ts).
 */
export const scalarColumns: readonly {
  readonly name: ScalarName;
  readonly type: 'u16' | 'i32' | 'u32';
  readonly words: number;
  readonly holds: 'number' | 'entry';
}[] = [
  { name: 'site', type: 'u16', words: 1, holds: 'number' },
  { name: 'day', type: 'i32', words: 1, holds: 'number' },
  { name: 'time', type: 'u32', words: 1, holds: 'number' },
  { name: 'object', type: 'u32', words: 1, holds: 'number' },
  { name: 'line', type: 'u32', words: 1, holds: 'number' },
  { name: 'action', type: 'u32', words: 1, holds: 'entry' },
  { name: 'engagedSeconds', type: 'u32', words: 1, holds: 'number' },
  { name: 'sessionNumber', type: 'u32', words: 1, holds: 'number' },
  { name: 'identity', type: 'u32', words: 4, holds: 'number' },
  { name: 'visitor', type: 'u32', words: 2, holds: 'number' },
  { name: 'session', type: 'u32', words: 2, holds: 'number' },
  { name: 'url', type: 'u32', words: 1, holds: 'entry' },
  { name: 'page', type: 'u32', words: 1, holds: 'entry' },
];

export type Column = Uint16Array | Int32Array | Uint32Array;

export type ColumnCounts = { readonly segments: number; readonly breakdowns: number };

/** Columns of zeros with room for `capacity` events. */
export function newEventColumns(capacity: number, counts: ColumnCounts): EventColumns {
  const scalars = scalarColumns.map(({ name, type, words }) => [
    name,
    newColumn(type, capacity * words),
  ]);
  return {
    ...(Object.fromEntries(scalars) as Pick<EventColumns, ScalarName>),
    segments: Array.from({ length: counts.segments }, () => new Uint16Array(capacity)),
    breakdowns: Array.from({ length: counts.breakdowns }, () => new Uint32Array(capacity)),
  };
}

/** The same events with room for `capacity`; columns are replaced one after another. */
export function grownEventColumns(columns: EventColumns, capacity: number): EventColumns {
  const scalars = scalarColumns.map(({ name, words }) => [
    name,
    grownColumn(columns[name], capacity * words),
  ]);
  return {
    ...(Object.fromEntries(scalars) as Pick<EventColumns, ScalarName>),
    segments: columns.segments.map((column) => grownColumn(column, capacity)),
    breakdowns: columns.breakdowns.map((column) => grownColumn(column, capacity)),
  };
}

/** Bytes that one event takes in all columns. */
export function eventBytes(counts: ColumnCounts): number {
  const scalars = scalarColumns.map(({ type, words }) => (type === 'u16' ? 2 : 4) * words);
  return (
    scalars.reduce((sum, bytes) => sum + bytes, 0) + counts.segments * 2 + counts.breakdowns * 4
  );
}

function newColumn(type: 'u16' | 'i32' | 'u32', length: number): Column {
  if (type === 'u16') return new Uint16Array(length);
  return type === 'i32' ? new Int32Array(length) : new Uint32Array(length);
}

function grownColumn<T extends Column>(column: T, length: number): T {
  const grown = new (column.constructor as new (length: number) => T)(length);
  grown.set(column.subarray(0, Math.min(column.length, length)));
  return grown;
}
