/**
 * Where a decoder fills batches: columns for as many events as a batch has, and the places of its
 * texts, in one piece of memory that is used again and again. What is full is copied from it.
 */
import type { EventColumns } from '../model/event-batch.ts';
import { columnBytes, eventColumnsOver, type ColumnCounts } from '../model/event-columns.ts';
import { breakdowns } from '../model/segments.ts';
import { batchEventsMax } from './decode.ts';
import { EventTexts, textPlaceWords } from './event-texts.ts';

/** Action, url and page, beside the breakdowns. */
const textsOfEvent = 3 + breakdowns.length;

const words = textPlaceWords(batchEventsMax, textsOfEvent);

/** Whoever fills a batch. */
export type AreaUser = {
  /** Takes what there is of a batch to go on with it later, if ever. */
  setAside(): void;
};

export class BatchArea {
  readonly columns: EventColumns;
  readonly counts: ColumnCounts;
  readonly texts: EventTexts;
  #user: AreaUser | undefined;

  /** Bytes that it takes. @param segments most of them that a site has. */
  static bytes(segments: number): number {
    const counts = { segments, breakdowns: breakdowns.length };
    return columnBytes(batchEventsMax, counts) + (words.named + words.entries) * 4;
  }

  /** @param at where it begins in `buffer`, in zeros; a multiple of 8. */
  constructor(segments: number, buffer = new ArrayBuffer(BatchArea.bytes(segments)), at = 0) {
    this.counts = { segments, breakdowns: breakdowns.length };
    this.columns = eventColumnsOver(buffer, { at, capacity: batchEventsMax, counts: this.counts });
    const namedAt = at + columnBytes(batchEventsMax, this.counts);
    const named = new Uint32Array(buffer, namedAt, words.named);
    const entriesAt = namedAt + named.byteLength;
    this.texts = new EventTexts({
      named,
      entries: new Uint32Array(buffer, entriesAt, words.entries),
    });
  }

  /**
   * One batch is filled at a time. Whoever had the area before may never go on, where its object
   * was rejected: so nothing of its batch is handed on for it.
   */
  takeFor(user: AreaUser): void {
    if (this.#user === user) return;
    this.#user?.setAside();
    this.#user = user;
  }

  /** Nobody's batch is in it. */
  giveBack(): void {
    this.#user = undefined;
  }
}
