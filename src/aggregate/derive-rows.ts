/** All rows of a period's events, in their one order. */
import type { Grain, RowPart } from '../model/row.ts';
import { factsFromEvents, type CountedEvents, type RankedUrls } from './period-facts.ts';
import type { PeriodTexts } from './period-texts.ts';
import { RowBuilder } from './row-builder.ts';
import { RowMemory } from './row-memory.ts';

export class RowDeriver {
  readonly #memory = RowMemory.take();
  #isClosed = false;
  readonly #builder: RowBuilder;
  /** The urls of the events in their order. */
  readonly urls: RankedUrls;
  readonly texts: PeriodTexts;
  readonly countedByAction: Readonly<Record<string, number>>;

  /** The table of the events is not needed afterwards. */
  constructor(events: CountedEvents) {
    const facts = factsFromEvents(this.#memory, events);
    this.#builder = new RowBuilder(facts);
    this.urls = facts.urls;
    this.texts = facts.texts;
    this.countedByAction = facts.countedByAction;
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
