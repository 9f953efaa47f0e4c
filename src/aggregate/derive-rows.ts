/** All rows of a period's events, in their one order. */
import type { Grain, RowPart } from '../model/row.ts';
import type { EventTable } from './event-table.ts';
import { factsFromEvents } from './period-facts.ts';
import { RowBuilder } from './row-builder.ts';
import { RowMemory } from './row-memory.ts';
import type { RowShape } from './row-shape.ts';

export class RowDeriver {
  readonly #memory = RowMemory.take();
  #isClosed = false;
  readonly #builder: RowBuilder;

  /** @param events indexes of the counted events in `table`. The table is not needed afterwards. */
  constructor(table: EventTable, events: Uint32Array, shape: RowShape) {
    this.#builder = new RowBuilder(factsFromEvents(this.#memory, { table, events, shape }));
  }

  /** The rows of the whole site, buckets ascending. `day` names the bucket of the 1d row. */
  siteRows(grain: Grain, day: number): Iterable<RowPart> {
    return grain === '1d' ? this.#builder.siteDay(day) : this.#builder.siteBuckets();
  }

  /** The rows of all urls, urls ascending, then buckets. */
  urlRows(grain: Grain, day: number): Iterable<RowPart> {
    return grain === '1d' ? this.#builder.urlDays(day) : this.#builder.urlBuckets();
  }

  /** Gives the memory to the next one; no further row may be asked for. */
  close(): void {
    if (!this.#isClosed) RowMemory.giveBack(this.#memory);
    this.#isClosed = true;
  }
}
