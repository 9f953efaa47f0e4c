/** Few events of each of many batches, gathered into one batch with a dictionary of its own. */
import { ByteDictionary } from '../model/byte-dictionary.ts';
import { copyEvents, EntryTranslation } from '../model/copy-events.ts';
import type { EventBatch, EventColumns } from '../model/event-batch.ts';
import {
  eventBytes,
  grownEventColumns,
  newEventColumns,
  type ColumnCounts,
} from '../model/event-columns.ts';

/** Of the columns of a batch that is kept at least so much is filled (chosen). */
const filledShare = 3 / 4;

/** As many as decode puts into a batch. */
export const gatheredEventsMax = 8192;

export class GatheredEvents {
  readonly #counts: ColumnCounts;
  readonly #eventsMax: number;
  #capacity: number;
  #columns: EventColumns;
  readonly #dictionary = new ByteDictionary();
  #count = 0;

  /** @param capacity events that there is room for at first. */
  constructor(counts: ColumnCounts, eventsMax: number, capacity = eventsMax) {
    this.#counts = counts;
    this.#eventsMax = eventsMax;
    this.#capacity = capacity;
    this.#columns = newEventColumns(this.#capacity, counts);
  }

  /** How many more events there may be. */
  get room(): number {
    return this.#eventsMax - this.#count;
  }

  /** Memory held by columns and dictionary. */
  get memoryBytes(): number {
    return this.#capacity * eventBytes(this.#counts) + this.#dictionary.memoryBytes;
  }

  /** Appends the events with the given indexes, in that order; there must be room for them. */
  append(batch: EventBatch, events: Uint32Array): void {
    this.#reserve(this.#count + events.length);
    const translate = new EntryTranslation(batch.dictionary, this.#dictionary);
    copyEvents({ batch, events }, { columns: this.#columns, at: this.#count, translate });
    this.#count += events.length;
  }

  /** What was gathered; nothing may be added to it any more. */
  batch(): EventBatch {
    return filledBatch({
      count: this.#count,
      columns: this.#columns,
      dictionary: this.#dictionary,
    });
  }

  #reserve(needed: number): void {
    if (needed <= this.#capacity) return;
    this.#capacity = Math.min(this.#eventsMax, Math.max(needed, this.#capacity * 2));
    this.#columns = grownEventColumns(this.#columns, this.#capacity);
  }
}

/** The same batch, its columns cut where they are much longer than its events. */
export function filledBatch(batch: EventBatch): EventBatch {
  const { count, columns, dictionary } = batch;
  if (count >= columns.time.length * filledShare) return batch;
  return { count, columns: grownEventColumns(columns, count), dictionary };
}
