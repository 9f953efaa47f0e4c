/**
 * The events of one period in memory, in archive order. Batches that are mostly of the period are
 * kept as they came, with whatever they have of others; the events of other batches are gathered
 * into batches of the table's own. So nothing is copied where it would cost, and nothing large is
 * kept for little.
 */
import type { EventBatch } from '../model/event-batch.ts';
import { batchBytes, type ColumnCounts } from '../model/event-columns.ts';
import { GatheredEvents, gatheredEventsMax } from './gathered-events.ts';
import { BatchMemory } from './batch-memory.ts';

/** A batch of a table. Its events are numbered on from `first`, those of other periods too. */
export type NumberedBatch = EventBatch & {
  readonly first: number;
  /** Indexes of its events that are of other periods, ascending. */
  readonly others: Uint32Array;
};

export class EventTable {
  readonly #counts: ColumnCounts;
  readonly #memory: BatchMemory;
  readonly #batches: NumberedBatch[] = [];
  #batchesBytes = 0;
  /** What follows on the batches. */
  #gathered: GatheredEvents | undefined;
  #count = 0;
  /** Number of the event after the last one of the batches. */
  #until = 0;

  /** @param memory of this table, and of those that it shares batches with. */
  constructor(counts: ColumnCounts, memory = new BatchMemory()) {
    this.#counts = counts;
    this.#memory = memory;
  }

  /** Events of the period. */
  get count(): number {
    return this.#count;
  }

  /** Columns that every batch has at least. */
  get counts(): ColumnCounts {
    return this.#counts;
  }

  /** Memory held by the events; of a shared batch the part that they are of it. */
  get memoryBytes(): number {
    return this.#batchesBytes + this.gatheredBytes;
  }

  /** Memory held that `memory` does not know of. */
  get gatheredBytes(): number {
    return this.#gathered?.memoryBytes ?? 0;
  }

  /**
   * Appends a batch, which must not be changed afterwards.
   * @param others indexes of its events that are of other periods, ascending.
   */
  keep(batch: EventBatch, others: Uint32Array = noEvents): void {
    this.#endGathered();
    this.#push(batch, others);
    this.#count += batch.count - others.length;
  }

  /** Appends copies of some events of a batch. */
  gather(batch: EventBatch, events: Uint32Array): void {
    for (let from = 0; from < events.length;) {
      if (this.#gathered?.room === 0) this.#endGathered();
      this.#gathered ??= new GatheredEvents(this.#counts, gatheredEventsMax, firstCapacity);
      const until = Math.min(from + this.#gathered.room, events.length);
      this.#gathered.append(batch, events.subarray(from, until));
      from = until;
    }
    this.#count += events.length;
  }

  /** All batches in their order. */
  batches(): readonly NumberedBatch[] {
    this.#endGathered();
    return this.#batches;
  }

  /** Tells `memory` that the table is not held any more. */
  release(): void {
    for (const { columns } of this.batches()) this.#memory.release(columns);
  }

  #push(batch: EventBatch, others: Uint32Array): void {
    const { count, columns, dictionary } = batch;
    this.#batches.push({ count, columns, dictionary, first: this.#until, others });
    this.#until += count;
    const bytes = batchBytes(batch);
    this.#memory.hold(columns, bytes);
    this.#batchesBytes += bytes * (1 - others.length / count) + others.byteLength;
  }

  #endGathered(): void {
    if (this.#gathered === undefined) return;
    this.#push(this.#gathered.batch(), noEvents);
    this.#gathered = undefined;
  }
}

const noEvents = new Uint32Array(0);

/** Some 25 KB: a run has a table for every open period, and most sites are small. */
const firstCapacity = 256;

/** Events that share the batch where the search for one of them begins: 2^12 (chosen). */
const stepBits = 12;

/** @returns what finds the batch that has the event with a number. */
export function batchFinder(batches: readonly NumberedBatch[]): (number: number) => NumberedBatch {
  const begins: number[] = [];
  batches.forEach(({ first, count }, index) => {
    while (begins.length << stepBits < first + count) begins.push(index);
  });
  return (number) => {
    let index = begins[number >>> stepBits]!;
    while (number >= batches[index]!.first + batches[index]!.count) index += 1;
    return batches[index]!;
  };
}

export type CountedOfBatch = { readonly batch: NumberedBatch; readonly events: Uint32Array };

/**
 * The events that count: of each batch a list of their indexes, ascending and good until the next.
 * @param copies numbers of events that do not, ascending.
 */
export function* countedEvents(
  table: EventTable,
  copies: Uint32Array,
): Generator<CountedOfBatch, void, undefined> {
  let list = new Uint32Array(gatheredEventsMax);
  let from = 0;
  for (const batch of table.batches()) {
    if (list.length < batch.count) list = new Uint32Array(batch.count);
    let until = from;
    while (until < copies.length && copies[until]! < batch.first + batch.count) until += 1;
    const count = listCounted(batch, copies.subarray(from, until), list);
    yield { batch, events: list.subarray(0, count) };
    from = until;
  }
}

/** @returns how many there are. */
function listCounted(
  { count, first, others }: NumberedBatch,
  copies: Uint32Array,
  list: Uint32Array,
): number {
  let [counted, other, copy, event] = [0, 0, 0, 0];
  while (event < count) {
    const nextCopy = copy < copies.length ? copies[copy]! - first : count;
    const nextOther = other < others.length ? others[other]! : count;
    const until = Math.min(nextCopy, nextOther);
    for (; event < until; event += 1, counted += 1) list[counted] = event;
    if (event === nextCopy) copy += 1;
    if (event === nextOther) other += 1;
    event += 1;
  }
  return counted;
}
