/**
 * Events of a period that is more than memory holds, on the spill space in archive order, and their
 * identities apart, so that copies are found without the events.
 */
import type { SpillRange } from '../base/spill-records.ts';
import type { SpillFile, SpillSpace } from '../base/spill-space.ts';
import type { EventBatch } from '../model/event-batch.ts';
import { readEventBatch, writeEventBatch } from '../model/event-batch-bytes.ts';
import { eventBytes, type ColumnCounts } from '../model/event-columns.ts';
import { countedEvents, EventTable } from './event-table.ts';
import { GatheredEvents } from './gathered-events.ts';
import { SpilledIdentities, type SpilledCopies } from './spilled-identities.ts';
import { UrlSample } from './url-sample.ts';

/** Columns take this share of a table, the dictionary the rest (chosen). */
const columnsShare = 3 / 4;

/** Events that a table is made of. */
export function eventsMaxOf(tableBytesMax: number, counts: ColumnCounts): number {
  return Math.max(1, Math.floor((tableBytesMax * columnsShare) / eventBytes(counts)));
}

export type SpillSettings = {
  readonly space: SpillSpace;
  /** A table that is read back may grow to this size. */
  readonly tableBytesMax: number;
};

export type SpilledSize = { readonly events: number; readonly bytes: number };

/** Events in archive order, and the numbers of those among them that are copies, ascending. */
export type TableWithCopies = { readonly table: EventTable; readonly copies: Uint32Array };

export class SpilledEvents {
  readonly #settings: SpillSettings;
  readonly #counts: ColumnCounts;
  readonly #file: SpillFile;
  readonly #identities: SpilledIdentities;
  readonly #sample = new UrlSample();
  readonly #chunks: SpillRange[] = [];
  #events = 0;

  constructor(settings: SpillSettings, counts: ColumnCounts) {
    this.#settings = settings;
    this.#counts = counts;
    this.#file = settings.space.create();
    this.#identities = new SpilledIdentities(settings);
  }

  /** Urls that cut all events into so many ranges of about the same number, ascending. */
  splits(ranges: number): readonly Uint8Array[] {
    return this.#sample.splits(ranges);
  }

  /** What was written so far. */
  get size(): SpilledSize {
    return { events: this.#events, bytes: this.#file.bytes };
  }

  /** Writes the table's events, which follow those of the tables before in archive order. */
  add(table: EventTable): void {
    this.#identities.add(this.#written(table), this.#events);
    this.#events += table.count;
  }

  /** Writes the table's batches, and hands on what was written. */
  *#written(table: EventTable): Generator<EventBatch, void, undefined> {
    for (const { batch, events } of countedEvents(table, new Uint32Array(0))) {
      const own = events.length === batch.count ? batch : this.#gathered(batch, events);
      this.#sample.add(own);
      this.#chunks.push(writeEventBatch(this.#file, own));
      yield own;
    }
  }

  #gathered(batch: EventBatch, events: Uint32Array): EventBatch {
    const gathered = new GatheredEvents(this.#counts, events.length);
    gathered.append(batch, events);
    return gathered.batch();
  }

  /** Finds the copies; to be called once, after the last event. */
  findCopies(): SpilledCopies {
    return this.#identities.findCopies(this.#events);
  }

  /** All events in tables that fit into memory; then the file is dropped. */
  *tables({ isCopy }: Pick<SpilledCopies, 'isCopy'>): Generator<TableWithCopies, void, undefined> {
    const { tableBytesMax } = this.#settings;
    const capacity = Math.min(this.#events, eventsMaxOf(tableBytesMax, this.#counts));
    let table = new EventTable(this.#counts);
    let first = 0;
    for (const batch of this.#batches()) {
      const isFull = table.count + batch.count > capacity || table.memoryBytes > tableBytesMax;
      if (isFull && table.count > 0) {
        yield { table, copies: copiesFrom(isCopy, first, table.count) };
        first += table.count;
        table = new EventTable(this.#counts);
      }
      table.keep(batch);
    }
    if (table.count > 0) yield { table, copies: copiesFrom(isCopy, first, table.count) };
    this.#file.drop();
  }

  *#batches(): Generator<EventBatch, void, undefined> {
    for (const range of this.#chunks) yield readEventBatch(this.#file, range);
  }
}

/** Of the events from number `first` on. */
function copiesFrom(isCopy: Uint32Array, first: number, count: number): Uint32Array {
  const copies: number[] = [];
  for (let event = 0; event < count; event += 1) {
    const number = first + event;
    if (((isCopy[number >>> 5]! >>> (number & 31)) & 1) !== 0) copies.push(event);
  }
  return Uint32Array.from(copies);
}
