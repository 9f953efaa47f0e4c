/**
 * Events of a period that is more than memory holds, on the spill space in partitions by identity:
 * all copies of an event meet in one partition, so that each can be deduplicated alone.
 */
import { readSpillRecords, writeSpillRecords, type SpillRange } from '../base/spill-records.ts';
import type { SpillFile, SpillSpace } from '../base/spill-space.ts';
import type { EventBatch } from '../model/event-batch.ts';
import { bytesFromEventBatch, eventBatchFromBytes } from '../model/event-batch-bytes.ts';
import type { ColumnCounts } from '../model/event-columns.ts';
import { EventTable } from './event-table.ts';
import { UrlSample } from './url-sample.ts';

/** Partitions of one level: 2^4. A partition that is still too large is split again. */
const partitionBits = 4;
const partitions = 1 << partitionBits;

/** Deepest split: 8 levels use up one 32-bit word of the identity. */
const levelsMax = 32 / partitionBits;

export type SpillSettings = {
  readonly space: SpillSpace;
  /** A partition's table may grow to this size. */
  readonly tableBytesMax: number;
};

export type SpilledSize = { readonly events: number; readonly bytes: number };

/** The event chunks of one period (or of one partition of it): one file, a list per partition. */
export class SpilledEvents {
  readonly #level: number;
  readonly #settings: SpillSettings;
  readonly #counts: ColumnCounts;
  readonly #file: SpillFile;
  #events = 0;
  /** Of the first level alone: the others hold a part of the same events. */
  readonly #sample: UrlSample | undefined;
  readonly #chunks: readonly SpillRange[][] = Array.from({ length: partitions }, () => []);

  constructor(settings: SpillSettings, counts: ColumnCounts, level = 0) {
    this.#settings = settings;
    this.#counts = counts;
    this.#level = level;
    this.#file = settings.space.create();
    this.#sample = level === 0 ? new UrlSample() : undefined;
  }

  /** Urls that cut all events into so many ranges of about the same number, ascending. */
  splits(ranges: number): readonly Uint8Array[] {
    return this.#sample?.splits(ranges) ?? [];
  }

  /** What was written so far. */
  get size(): SpilledSize {
    return { events: this.#events, bytes: this.#file.bytes };
  }

  /** Writes the batch's events to their partitions, in their order. */
  add(batch: EventBatch): void {
    this.#events += batch.count;
    this.#sample?.add(batch);
    partitionedEvents(batch, this.#level).forEach((events, index) => {
      if (events.length === 0) return;
      const chunk = new EventTable(this.#counts, events.length);
      chunk.append(batch, events);
      const range = writeSpillRecords(this.#file, [bytesFromEventBatch(chunk.asBatch())]);
      this.#chunks[index]?.push(range);
    });
  }

  /** Every partition as a table in memory, one after another; then the file is dropped. */
  *tables(): Generator<EventTable, void, undefined> {
    for (const chunks of this.#chunks) yield* this.#tablesOf(chunks);
    this.#file.drop();
  }

  /** One partition; where it is too large for memory, its own partitions. */
  *#tablesOf(chunks: readonly SpillRange[]): Generator<EventTable, void, undefined> {
    let table = new EventTable(this.#counts);
    let split: SpilledEvents | undefined;
    for (const batch of this.#batches(chunks)) {
      if (split !== undefined) {
        split.add(batch);
        continue;
      }
      table.append(batch, everyEvent(batch));
      if (!this.#isTooLarge(table)) continue;
      split = new SpilledEvents(this.#settings, this.#counts, this.#level + 1);
      split.add(table.asBatch());
      table = new EventTable(this.#counts);
    }
    if (split === undefined) yield table;
    else yield* split.tables();
  }

  *#batches(chunks: readonly SpillRange[]): Generator<EventBatch, void, undefined> {
    for (const range of chunks) {
      for (const record of readSpillRecords(this.#file, range)) yield eventBatchFromBytes(record);
    }
  }

  #isTooLarge(table: EventTable): boolean {
    return table.memoryBytes > this.#settings.tableBytesMax && this.#level + 1 < levelsMax;
  }
}

/** Indexes of a batch's events by partition, each ascending. */
function partitionedEvents({ count, columns }: EventBatch, level: number): Uint32Array[] {
  const shift = 32 - partitionBits * (level + 1);
  const partitionOf = (event: number): number =>
    // The last word: the first one places events in the table of identities.
    ((columns.identity[event * 4 + 3] as number) >>> shift) & (partitions - 1);
  const sizes = new Uint32Array(partitions);
  for (let event = 0; event < count; event += 1) {
    sizes[partitionOf(event)] = (sizes[partitionOf(event)] as number) + 1;
  }
  const lists = Array.from(sizes, (size) => new Uint32Array(size));
  sizes.fill(0);
  for (let event = 0; event < count; event += 1) {
    const partition = partitionOf(event);
    (lists[partition] as Uint32Array)[sizes[partition] as number] = event;
    sizes[partition] = (sizes[partition] as number) + 1;
  }
  return lists;
}

function everyEvent({ count }: EventBatch): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}
