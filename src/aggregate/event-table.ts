/** The events of one period in memory, in archive order: batches of many objects made one. */
import { ByteDictionary } from '../model/byte-dictionary.ts';
import { copyEvents, EntryTranslation } from '../model/copy-events.ts';
import type { EventBatch, EventColumns } from '../model/event-batch.ts';
import {
  eventBytes,
  grownEventColumns,
  newEventColumns,
  type ColumnCounts,
} from '../model/event-columns.ts';

/** Some 25 KB: a run has a table for every open period, and most sites are small. */
const firstCapacity = 256;

/**
 * Columns grow by half where much is held: doubling would hold up to three times the events for a
 * moment. Before, they double.
 */
const growth = { early: 2, late: 1.5 };

export type EventTableOptions = {
  /** Events that there is room for at first. */
  readonly capacity?: number;
  /** Columns that take no more than this double. */
  readonly doublingBytesMax?: number;
};

export class EventTable {
  readonly counts: ColumnCounts;
  #columns: EventColumns;
  readonly #dictionary = new ByteDictionary();
  readonly #doublingBytesMax: number;
  #capacity: number;
  #count = 0;

  constructor(counts: ColumnCounts, options: EventTableOptions = {}) {
    const { capacity = firstCapacity, doublingBytesMax = 0 } = options;
    this.counts = counts;
    this.#doublingBytesMax = doublingBytesMax;
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

  /** Appends the events with the given indexes, in that order; all of the batch without any. */
  append(batch: EventBatch, events?: Uint32Array): void {
    const count = events?.length ?? batch.count;
    this.#reserve(count);
    const translate = new EntryTranslation(batch.dictionary, this.#dictionary);
    copyEvents({ batch, events }, { columns: this.#columns, at: this.#count, translate });
    this.#count += count;
  }

  asBatch(): EventBatch {
    return { count: this.#count, columns: this.#columns, dictionary: this.#dictionary };
  }

  #reserve(extra: number): void {
    const needed = this.#count + extra;
    if (needed <= this.#capacity) return;
    const isSmall = this.#capacity * eventBytes(this.counts) <= this.#doublingBytesMax;
    const factor = isSmall ? growth.early : growth.late;
    this.#capacity = Math.max(needed, Math.ceil(this.#capacity * factor));
    this.#columns = grownEventColumns(this.#columns, this.#capacity);
  }
}
