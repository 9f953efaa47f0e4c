/** Writes the records that rows are built from: assembly/layout.ts says what a record holds. */
import { absent } from '../model/event-batch.ts';
import type { PeriodActions } from './action-metrics.ts';
import type { EventTable } from './event-table.ts';
import { PairIds } from './pair-ids.ts';
import type { RowMemory } from './row-memory.ts';
import { distinctMetrics, type RowShape, type Slots } from './row-shape.ts';

/** Words of a record, from its first one on. */
export const recordWordOf = { bits: 0, visitor: 1, session: 2, url: 3, bucket: 4, masks: 5 };

export type CountedEvents = {
  readonly table: EventTable;
  /** Indexes of the counted events in `table`, in archive order. */
  readonly events: Uint32Array;
  readonly shape: RowShape;
};

/** By event, in archive order. */
export type EventRanks = {
  readonly visitor: Uint32Array;
  readonly session: Uint32Array;
  readonly url: Uint32Array;
  readonly bucket: Uint32Array;
};

type WrittenEvents = CountedEvents & {
  readonly slots: Slots;
  readonly actions: PeriodActions;
};

export class RecordWriter {
  /** Numbers of (slot, metric) pairs; distinct metrics come behind the additive ones. */
  readonly pairs = new PairIds(1024);
  /** Per distinct metric its pair for every segment slot. */
  readonly distinctIds: readonly Uint32Array[];
  readonly maskWords: number;
  readonly #events: WrittenEvents;
  readonly #memory: RowMemory;
  readonly #recordsBase: number;
  readonly #recordWords: number;
  readonly #cellsPerAmount: number;
  /** Pair + 1 of each segment slot and additive metric, by slot * metrics + metric. */
  readonly #segmentPairs: Uint32Array;

  /** Lays the records out. */
  constructor(memory: RowMemory, written: WrittenEvents) {
    const { events, slots, actions, shape } = written;
    this.#events = written;
    this.#memory = memory;
    this.maskWords = Math.ceil(slots.segmentSlots / 32);
    this.#cellsPerAmount = 1 + slots.segmentFrom.length + slots.breakdownFrom.length;
    const shareWords = 1 + this.#cellsPerAmount;
    this.#recordWords = recordWordOf.masks + this.maskWords + actions.additiveMax * shareWords;
    this.#recordsBase = memory.allocateZeros(events.length * this.#recordWords * 4);
    this.#segmentPairs = new Uint32Array(slots.segmentSlots * actions.names.length);
    this.distinctIds = distinctMetrics(shape).map((_, index) =>
      Uint32Array.from({ length: slots.segmentSlots }, (_slot, slot) =>
        this.pairs.idOf(slot, actions.names.length + index),
      ),
    );
    memory.set('recordsBase', this.#recordsBase);
    memory.set('recordCount', events.length);
    memory.set('maskWords', this.maskWords);
    memory.set('amountsPerRecord', actions.additiveMax);
    memory.set('cellsPerAmount', this.#cellsPerAmount);
  }

  /** @param places the record of each event. Cells are pairs + 1 until `numberCells`. */
  write(places: Uint32Array, { visitor, session, url, bucket }: EventRanks): void {
    const { events, table, actions } = this.#events;
    const { action, sessionNumber } = table.columns;
    const { words } = this.#memory;
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index] as number;
      const at = this.#recordsBase / 4 + (places[index] as number) * this.#recordWords;
      const { visitorBits, sessionBits } = actions.of(action[event] as number);
      words[at] = sessionNumber[event] === 0 ? visitorBits : visitorBits | sessionBits;
      words[at + recordWordOf.visitor] = visitor[index] as number;
      words[at + recordWordOf.session] = session[index] as number;
      words[at + recordWordOf.url] = url[index] as number;
      words[at + recordWordOf.bucket] = bucket[index] as number;
      this.#writeMasks(words, at + recordWordOf.masks, event);
      this.#writeShares(words, at + recordWordOf.masks + this.maskWords, event);
    }
  }

  /** Replaces pairs by the cells that they were found to be. */
  numberCells(cellOfId: Uint32Array): void {
    const { events, actions } = this.#events;
    const first = this.#recordsBase / 4 + recordWordOf.masks + this.maskWords;
    for (let record = 0; record < events.length; record += 1) {
      let at = first + record * this.#recordWords;
      for (let share = 0; share < actions.additiveMax; share += 1) {
        at = this.#numberShare(cellOfId, at);
      }
    }
  }

  #numberShare(cellOfId: Uint32Array, from: number): number {
    const { words } = this.#memory;
    const until = from + 1 + this.#cellsPerAmount;
    for (let at = from + 1; at < until; at += 1) {
      const pair = words[at] as number;
      if (pair !== 0) words[at] = cellOfId[pair - 1] as number;
    }
    return until;
  }

  #writeMasks(words: Uint32Array, at: number, event: number): void {
    const { table, slots } = this.#events;
    const { segments } = table.columns;
    const { segmentFrom } = slots;
    words[at] = 1;
    for (let s = 0; s < segmentFrom.length; s += 1) {
      const slot = (segmentFrom[s] as number) + (segments[s]?.[event] as number);
      const word = at + (slot >>> 5);
      words[word] = (words[word] as number) | (1 << (slot & 31));
    }
  }

  /** What the event adds, and the cells of it; the rest of the record stays zero. */
  #writeShares(words: Uint32Array, from: number, event: number): void {
    const { table, actions } = this.#events;
    const { action, engagedSeconds } = table.columns;
    const { additive } = actions.of(action[event] as number);
    let at = from;
    for (const { metric, adds } of additive) {
      words[at] = adds === 'one' ? 1 : (engagedSeconds[event] as number);
      this.#writeCells(words, at + 1, event, metric);
      at += 1 + this.#cellsPerAmount;
    }
  }

  /** The cells that one event adds a metric to: `$all`, each segment's value, each breakdown's. */
  #writeCells(words: Uint32Array, from: number, event: number, metric: number): void {
    const { segmentFrom, breakdownFrom } = this.#events.slots;
    const { segments, breakdowns } = this.#events.table.columns;
    let at = from;
    words[at] = this.#segmentPair(0, metric);
    for (let s = 0; s < segmentFrom.length; s += 1) {
      at += 1;
      const slot = (segmentFrom[s] as number) + (segments[s]?.[event] as number);
      words[at] = this.#segmentPair(slot, metric);
    }
    for (let b = 0; b < breakdownFrom.length; b += 1) {
      at += 1;
      const entry = breakdowns[b]?.[event] as number;
      if (entry === absent) continue;
      words[at] = this.pairs.idOf((breakdownFrom[b] as number) + entry, metric) + 1;
    }
  }

  #segmentPair(slot: number, metric: number): number {
    const place = slot * this.#events.actions.names.length + metric;
    const known = this.#segmentPairs[place] as number;
    if (known !== 0) return known;
    const pair = this.pairs.idOf(slot, metric) + 1;
    this.#segmentPairs[place] = pair;
    return pair;
  }
}
