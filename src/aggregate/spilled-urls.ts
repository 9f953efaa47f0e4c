/**
 * Deduplicated events on the spill space in partitions by ranges of urls: every url is in one of
 * them, so that its rows are derived from one partition, and partition after partition they come
 * in the order of all rows.
 */
import type { SpillRange } from '../base/spill-records.ts';
import type { SpillFile } from '../base/spill-space.ts';
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import type { EventBatch } from '../model/event-batch.ts';
import { readEventBatch, writeEventBatch } from '../model/event-batch-bytes.ts';
import type { ColumnCounts } from '../model/event-columns.ts';
import { countedEvents, EventTable, type CountedOfBatch } from './event-table.ts';
import { GatheredEvents } from './gathered-events.ts';
import { eventsMaxOf, type SpilledSize, type SpillSettings } from './spilled-events.ts';

/** Ranges are made this much smaller than a table: the sample does not cut them exactly. */
const rangeShare = 2 / 3;

/** A chunk in a table against its bytes on the spill space: slots of the dictionary (chosen). */
const tableBytesPerByte = 1.5;

const rangesMax = 1024;

/** How many ranges so many events need for each to fit into a table. */
export function rangesFor(
  { events, bytes }: SpilledSize,
  { tableBytesMax }: SpillSettings,
  counts: ColumnCounts,
): number {
  const byEvents = events / eventsMaxOf(tableBytesMax, counts);
  const byBytes = (bytes * tableBytesPerByte) / tableBytesMax;
  return Math.min(rangesMax, Math.ceil(Math.max(byEvents, byBytes) / rangeShare));
}

type Partition = { events: number; bytes: number; readonly chunks: SpillRange[] };

export class UrlPartitions {
  readonly #counts: ColumnCounts;
  readonly #tableBytesMax: number;
  readonly #eventsMax: number;
  readonly #splits: readonly Uint8Array[];
  readonly #file: SpillFile;
  readonly #partitions: readonly Partition[];

  /** @param splits ascending; each is the first url of a range. */
  constructor(
    { space, tableBytesMax }: SpillSettings,
    counts: ColumnCounts,
    splits: readonly Uint8Array[],
  ) {
    this.#counts = counts;
    this.#tableBytesMax = tableBytesMax;
    this.#eventsMax = eventsMaxOf(tableBytesMax, counts);
    this.#splits = splits;
    this.#file = space.create();
    this.#partitions = Array.from({ length: splits.length + 1 }, () => ({
      events: 0,
      bytes: 0,
      chunks: [],
    }));
  }

  get count(): number {
    return this.#partitions.length;
  }

  /** Adds the events of a table. @param copies numbers of those that are left out. */
  add(table: EventTable, copies: Uint32Array): void {
    const lists = this.#partitions.map((): CountedOfBatch[] => []);
    for (const { batch, events } of countedEvents(table, copies)) {
      this.#split(batch, events).forEach((own, index) => {
        if (own.length > 0) lists[index]!.push({ batch, events: own });
      });
    }
    lists.forEach((list, index) => {
      const count = list.reduce((sum, { events }) => sum + events.length, 0);
      if (count === 0) return;
      const gathered = new GatheredEvents(this.#counts, count);
      for (const { batch, events } of list) gathered.append(batch, events);
      const range = writeEventBatch(this.#file, gathered.batch());
      const partition = this.#partitions[index] as Partition;
      partition.events += count;
      partition.bytes += range.until - range.from;
      partition.chunks.push(range);
    });
  }

  /** False where one url alone, or a few, have more events than a table may hold. */
  isOneTable(index: number): boolean {
    const { events, bytes } = this.#partitions[index] as Partition;
    return events <= this.#eventsMax && bytes * tableBytesPerByte <= this.#tableBytesMax;
  }

  /** The events of a partition in tables that fit into memory; one where `isOneTable`. */
  *tables(index: number): Generator<EventTable, void, undefined> {
    const { chunks, events } = this.#partitions[index] as Partition;
    const isOne = this.isOneTable(index);
    const capacity = Math.min(events, this.#eventsMax);
    let table = new EventTable(this.#counts);
    for (const batch of this.#batches(chunks)) {
      table.keep(batch);
      const isFull = table.count >= capacity || table.memoryBytes > this.#tableBytesMax;
      if (isOne || !isFull) continue;
      yield table;
      table = new EventTable(this.#counts);
    }
    if (table.count > 0) yield table;
  }

  drop(): void {
    this.#file.drop();
  }

  *#batches(chunks: readonly SpillRange[]): Generator<EventBatch, void, undefined> {
    for (const range of chunks) yield readEventBatch(this.#file, range);
  }

  /** Of each partition its events in a batch, in their order. */
  #split({ columns, dictionary }: EventBatch, events: Uint32Array): readonly Uint32Array[] {
    // Partition + 1 of each url that was met.
    const known = new Uint16Array(dictionary.count);
    const counts = new Uint32Array(this.#partitions.length);
    for (let index = 0; index < events.length; index += 1) {
      const url = columns.url[events[index]!]!;
      if (known[url] === 0) known[url] = this.#partitionOf(dictionary, url) + 1;
      counts[known[url]! - 1]! += 1;
    }
    const lists = Array.from(counts, (count) => new Uint32Array(count));
    counts.fill(0);
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index]!;
      const partition = known[columns.url[event]!]! - 1;
      lists[partition]![counts[partition]!] = event;
      counts[partition]! += 1;
    }
    return lists;
  }

  /** How many ranges begin at or before a url. */
  #partitionOf(dictionary: ByteDictionary, url: number): number {
    const bytes = dictionary.bytes(url);
    let [from, until] = [0, this.#splits.length];
    while (from < until) {
      const middle = (from + until) >>> 1;
      if (Buffer.compare(this.#splits[middle] as Uint8Array, bytes) <= 0) from = middle + 1;
      else until = middle;
    }
    return from;
  }
}
