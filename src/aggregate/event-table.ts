/** The events of one period in memory, in archive order: batches of many objects made one. */
import { ByteDictionary } from '../model/byte-dictionary.ts';
import type { EventBatch, EventColumns } from '../model/event-batch.ts';
import {
  copyEvents,
  EntryTranslation,
  eventBytes,
  grownEventColumns,
  newEventColumns,
  type ColumnCounts,
} from '../model/event-columns.ts';

/** Some 25 KB: a run has a table for every open period, and most sites are small. */
const firstCapacity = 256;

/** Columns grow by half: doubling would hold up to three times the events for a moment. */
const growth = 1.5;

export class EventTable {
  readonly counts: ColumnCounts;
  #columns: EventColumns;
  readonly #dictionary = new ByteDictionary();
  #capacity: number;
  #count = 0;

  constructor(counts: ColumnCounts, capacity = firstCapacity) {
    this.counts = counts;
    this.#capacity = capacity;
    this.#columns = newEventColumns(capacity, counts);
  }

  get count(): number {
    return this.#count;
  }

  get columns(): EventColumns {
    return this.#columns;
  }

  get dictionary(): ByteDictionary {
    return this.#dictionary;
  }

  /** Memory held by columns and dictionary. */
  get memoryBytes(): number {
    return this.#capacity * eventBytes(this.counts) + this.#dictionary.memoryBytes;
  }

  /** Appends the events with the given indexes, in that order. */
  append(batch: EventBatch, events: Uint32Array): void {
    this.#reserve(events.length);
    const selection = {
      source: batch.columns,
      sourceDictionary: batch.dictionary,
      events,
    };
    const translate = new EntryTranslation(batch.dictionary, this.#dictionary);
    copyEvents(selection, { columns: this.#columns, at: this.#count, translate });
    this.#count += events.length;
  }

  asBatch(): EventBatch {
    return { count: this.#count, columns: this.#columns, dictionary: this.#dictionary };
  }

  #reserve(extra: number): void {
    const needed = this.#count + extra;
    if (needed <= this.#capacity) return;
    this.#capacity = Math.max(needed, Math.ceil(this.#capacity * growth));
    this.#columns = grownEventColumns(this.#columns, this.#capacity);
  }
}
