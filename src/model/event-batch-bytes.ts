/**
 * Event batches as bytes: what goes to the spill space, and later between machines.
 *
 * Layout, all little endian, each array padded to 4 bytes: [count, segment columns, breakdown
 * columns, dictionary entries, dictionary bytes] as u32; the scalar columns in table order; the
 * segment columns; the breakdown columns; the dictionary's lengths as u32; its bytes.
 */
import { ByteDictionary } from './byte-dictionary.ts';
import type { EventBatch } from './event-batch.ts';
import { newEventColumns, scalarColumns, type Column } from './event-columns.ts';

const headerWords = 5;

export function bytesFromEventBatch({ count, columns, dictionary }: EventBatch): Uint8Array {
  const parts: Uint8Array[] = [];
  const header = new Uint32Array(headerWords);
  const lengths = new Uint32Array(dictionary.count);
  let textBytes = 0;
  for (let entry = 0; entry < dictionary.count; entry += 1) {
    lengths[entry] = dictionary.byteLength(entry);
    textBytes += lengths[entry] as number;
  }
  header.set([
    count,
    columns.segments.length,
    columns.breakdowns.length,
    lengths.length,
    textBytes,
  ]);
  parts.push(bytesOf(header));
  for (const { name, words } of scalarColumns) {
    parts.push(bytesOf(columns[name].subarray(0, count * words)));
  }
  for (const column of columns.segments) parts.push(bytesOf(column.subarray(0, count)));
  for (const column of columns.breakdowns) parts.push(bytesOf(column.subarray(0, count)));
  parts.push(bytesOf(lengths), dictionary.allBytes());
  return joined(parts);
}

/** @returns a batch over copies of the bytes; `bytes` may be reused. */
export function eventBatchFromBytes(bytes: Uint8Array): EventBatch {
  const reader = new ArrayReader(bytes);
  const header = reader.take(new Uint32Array(headerWords));
  const [count = 0, segments = 0, breakdowns = 0, entries = 0, textBytes = 0] = header;
  const columns = newEventColumns(count, { segments, breakdowns });
  for (const { name } of scalarColumns) reader.take(columns[name]);
  for (const column of columns.segments) reader.take(column);
  for (const column of columns.breakdowns) reader.take(column);
  const lengths = reader.take(new Uint32Array(entries));
  const texts = reader.take(new Uint8Array(textBytes));
  const dictionary = new ByteDictionary(entries);
  let from = 0;
  for (const length of lengths) {
    dictionary.internBytes(texts, from, from + length);
    from += length;
  }
  return { count, columns, dictionary };
}

class ArrayReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Fills `target` with the next bytes. */
  take<T extends Column | Uint8Array>(target: T): T {
    const view = bytesOf(target);
    view.set(this.#bytes.subarray(this.#at, this.#at + view.length));
    this.#at += padded(view.length);
    return target;
  }
}

function bytesOf(array: Column | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + padded(length), 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += padded(part.length);
  }
  return result;
}
