/** The columns of an event batch as a table, and what is done to all of them alike. */
import type { EventBatch, EventColumns } from './event-batch.ts';

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

/** The same events with more room, or less; columns are replaced one after another. */
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

/** Columns beside one another in a buffer; anything may stand in them. */
export type ColumnsPlace = {
  /** Their first byte, a multiple of 8. */
  readonly at: number;
  readonly capacity: number;
  readonly counts: ColumnCounts;
};

export function eventColumnsOver(
  buffer: ArrayBuffer,
  { at, capacity, counts }: ColumnsPlace,
): EventColumns {
  let next = at;
  const placed = <T extends Column>(
    type: new (buffer: ArrayBuffer, at: number, length: number) => T,
    length: number,
  ): T => {
    const column = new type(buffer, next, length);
    next += aligned(column.byteLength);
    return column;
  };
  const scalars = scalarColumns.map(({ name, type, words }) => [
    name,
    placed<Column>(columnTypes[type], capacity * words),
  ]);
  return {
    ...(Object.fromEntries(scalars) as Pick<EventColumns, ScalarName>),
    segments: Array.from({ length: counts.segments }, () => placed(Uint16Array, capacity)),
    breakdowns: Array.from({ length: counts.breakdowns }, () => placed(Uint32Array, capacity)),
  };
}

/** Bytes that columns beside one another take. */
export function columnBytes(capacity: number, counts: ColumnCounts): number {
  const scalars = scalarColumns.map(({ type, words }) =>
    aligned(capacity * words * columnTypes[type].BYTES_PER_ELEMENT),
  );
  const others =
    counts.segments * aligned(capacity * 2) + counts.breakdowns * aligned(capacity * 4);
  return scalars.reduce((sum, bytes) => sum + bytes, others);
}

/** Copies of the first events, in memory of their own. */
export function copiedEventColumns(
  columns: EventColumns,
  count: number,
  counts: ColumnCounts,
): EventColumns {
  const buffer = new ArrayBuffer(columnBytes(count, counts));
  const copied = eventColumnsOver(buffer, { at: 0, capacity: count, counts });
  copyEventColumns(columns, copied);
  return copied;
}

/** Fills columns that are no longer than others, and no more, with their first events. */
export function copyEventColumns(columns: EventColumns, target: EventColumns): void {
  const copy = (from: Column, to: Column): void => to.set(from.subarray(0, to.length));
  for (const { name } of scalarColumns) copy(columns[name], target[name]);
  target.segments.forEach((column, index) => copy(columns.segments[index]!, column));
  target.breakdowns.forEach((column, index) => copy(columns.breakdowns[index]!, column));
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** Bytes that one event takes in all columns. */
export function eventBytes(counts: ColumnCounts): number {
  const scalars = scalarColumns.map(({ type, words }) => (type === 'u16' ? 2 : 4) * words);
  return (
    scalars.reduce((sum, bytes) => sum + bytes, 0) + counts.segments * 2 + counts.breakdowns * 4
  );
}

/** Memory that a batch holds: its columns may be longer than its events. */
export function batchBytes({ columns, dictionary }: EventBatch): number {
  const counts = { segments: columns.segments.length, breakdowns: columns.breakdowns.length };
  return columns.time.length * eventBytes(counts) + dictionary.memoryBytes;
}

const columnTypes = { u16: Uint16Array, i32: Int32Array, u32: Uint32Array } as const;

function newColumn(type: 'u16' | 'i32' | 'u32', length: number): Column {
  return new columnTypes[type](length);
}

function grownColumn<T extends Column>(column: T, length: number): T {
  const grown = new (column.constructor as new (length: number) => T)(length);
  grown.set(column.subarray(0, Math.min(column.length, length)));
  return grown;
}
