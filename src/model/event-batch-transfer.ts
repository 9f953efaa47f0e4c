/**
 * Event batches on their way to another thread: their memory is handed over, nothing is copied.
 * The dictionary crosses as its UTF-8 bytes and where each entry ends, with its hashes.
 */
import { ByteDictionary, type DictionaryParts } from './byte-dictionary.ts';
import type { EventBatch, EventColumns } from './event-batch.ts';
import { scalarColumns, type Column } from './event-columns.ts';

/** An event batch as plain memory. */
export type BatchParts = {
  readonly count: number;
  readonly columns: EventColumns;
  readonly dictionary: DictionaryParts;
};

/**
 * @returns the batch as a message, and all the memory that goes with it. The batch must not be
 * used any more once that was sent.
 */
export function partsFromEventBatch({ count, columns, dictionary }: EventBatch): {
  readonly parts: BatchParts;
  readonly memory: readonly ArrayBuffer[];
} {
  const parts = { count, columns, dictionary: dictionary.parts() };
  const { arena, ends, hashes, slots } = parts.dictionary;
  const arrays: readonly (Column | Uint8Array)[] = [
    ...scalarColumns.map(({ name }) => columns[name]),
    ...columns.segments,
    ...columns.breakdowns,
    ...[arena, ends, hashes, slots],
  ];
  // Columns may lie beside one another in one buffer.
  return { parts, memory: [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))] };
}

export function eventBatchFromParts({ count, columns, dictionary }: BatchParts): EventBatch {
  return { count, columns, dictionary: ByteDictionary.fromParts(dictionary) };
}
