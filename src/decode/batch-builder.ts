/** Puts accepted events into columns and hands on a batch whenever one is full. */
import { murmur3Words } from '../base/murmur3.ts';
import { hashWords, identityWords } from '../model/event-batch.ts';
import type { EventBatch, EventColumns } from '../model/event-batch.ts';
import { grownEventColumns, newEventColumns } from '../model/event-columns.ts';
import { textFromPageMetadata } from '../model/page-record.ts';
import { breakdowns } from '../model/segments.ts';
import type { AcceptedEvent } from './accepted-event.ts';
import { BatchTexts, type TextBook } from './batch-texts.ts';
import { breakdownValue } from './breakdown-value.ts';
import { batchEventsMax } from './decode.ts';
import type { TextHasher } from './text-hasher.ts';

/** Room at first, for objects of a few events (chosen, not measured). */
const eventsAtFirst = 256;

/** So that few events are copied when there are more of them. */
const growth = 4;

/**
 * A batch also ends when its lines reach this many UTF-16 units, for all its texts come from them:
 * 8192 lines of the usual 3.6 KB still fit.
 */
const batchLineUnitsMax = 32 * 1_048_576;

export type BatchBuilderOptions = {
  /** Most segments that one of the sites has. */
  readonly segmentColumns: number;
  readonly hasher: TextHasher;
  readonly textBook: TextBook;
  readonly emit: (batch: EventBatch) => void;
};

export class BatchBuilder {
  readonly #options: BatchBuilderOptions;
  #capacity = 0;
  #columns: EventColumns | undefined;
  readonly #texts: BatchTexts;
  /** Dictionary entries by text: most texts come again, and need not be encoded again. */
  #entries = new Map<string, number>();
  #number = nextBatchNumber();
  #count = 0;
  #lineUnits = 0;

  constructor(options: BatchBuilderOptions) {
    this.#options = options;
    this.#texts = new BatchTexts(options.textBook);
  }

  add(accepted: AcceptedEvent): void {
    const { columns, at } = this.place(1);
    this.#writeNumbers(columns, at, accepted);
    this.#writeHashes(columns, at, accepted);
    this.#writeTexts(columns, at, accepted);
    this.placed(1, accepted.lineUnits);
  }

  /** Of the batch that is being filled: no other batch has or had it; from 1. */
  get number(): number {
    return this.#number;
  }

  /**
   * How many of the next events still belong to the batch, at least one of them, and the length of
   * their lines.
   * @param lineUnits length of each event's line; those of the next events are in [from, until).
   */
  measure(lineUnits: Int32Array, from: number, until: number): { events: number; units: number } {
    const end = Math.min(until, from + batchEventsMax - this.#count);
    let units = 0;
    let next = from;
    for (; next < end && this.#lineUnits + units < batchLineUnitsMax; next += 1) {
      units += lineUnits[next]!;
    }
    return { events: next - from, units };
  }

  /** Where the next events are to be written. The columns hold zeros there. */
  place(events: number): { readonly columns: EventColumns; readonly at: number } {
    return { columns: this.#columnsWithRoom(this.#count + events), at: this.#count };
  }

  /** The texts of the batch that is being filled. */
  get texts(): BatchTexts {
    return this.#texts;
  }

  /** The next events were written. @param lineUnits length of their lines, a bound of the batch. */
  placed(events: number, lineUnits: number): void {
    this.#count += events;
    this.#lineUnits += lineUnits;
    if (this.#count === batchEventsMax || this.#lineUnits >= batchLineUnitsMax) this.flush();
  }

  /** Hands on what is there; nothing where there is nothing. */
  flush(): void {
    if (this.#columns === undefined || this.#count === 0) return;
    const dictionary = this.#texts.finish();
    const batch = { count: this.#count, columns: this.#columns, dictionary };
    this.#columns = undefined;
    this.#entries = new Map();
    this.#number = nextBatchNumber();
    this.#count = 0;
    this.#lineUnits = 0;
    this.#options.emit(batch);
  }

  #writeNumbers(columns: EventColumns, at: number, accepted: AcceptedEvent): void {
    const { event, log, segments } = accepted;
    columns.site[at] = accepted.site;
    columns.day[at] = accepted.day;
    columns.time[at] = event.time;
    columns.object[at] = accepted.object;
    columns.line[at] = accepted.line;
    columns.engagedSeconds[at] = event.engagedSeconds;
    columns.sessionNumber[at] = event.sessionNumber;
    for (let index = 0; index < segments.length; index += 1) {
      columns.segments[index]![at] = segments[index]!(log, event);
    }
  }

  #writeHashes(columns: EventColumns, at: number, { event, log }: AcceptedEvent): void {
    const { hasher } = this.#options;
    hasher.hashIdentity(log.identity(event));
    for (let word = 0; word < identityWords; word += 1) {
      columns.identity[at * identityWords + word] = murmur3Words[word]!;
    }
    const visitorBytes = hasher.hashText(event.visitor);
    writeHash(columns.visitor, at);
    if (event.sessionNumber === 0) return;
    hasher.hashSessionOfText(visitorBytes, event.sessionNumber);
    writeHash(columns.session, at);
  }

  #writeTexts(columns: EventColumns, at: number, { event, log }: AcceptedEvent): void {
    columns.action[at] = this.#entry(event.action);
    columns.url[at] = this.#entry(event.url);
    const page = log.page();
    if (page !== undefined) columns.page[at] = this.#entry(textFromPageMetadata(page));
    for (let index = 0; index < breakdowns.length; index += 1) {
      const text = breakdownValue(log, event, breakdowns[index]!.name);
      if (text !== undefined) columns.breakdowns[index]![at] = this.#entry(text);
    }
  }

  #entry(text: string): number {
    const known = this.#entries.get(text);
    if (known !== undefined) return known;
    const entry = this.#texts.entryOf(this.#texts.source.internText(text));
    this.#entries.set(text, entry);
    return entry;
  }

  #columnsWithRoom(events: number): EventColumns {
    if (this.#columns === undefined) {
      const counts = {
        segments: this.#options.segmentColumns,
        breakdowns: breakdowns.length,
      };
      this.#capacity = Math.max(this.#capacity, eventsAtFirst, events);
      this.#columns = newEventColumns(this.#capacity, counts);
    } else if (events > this.#capacity) {
      this.#capacity = Math.min(batchEventsMax, Math.max(events, this.#capacity * growth));
      this.#columns = grownEventColumns(this.#columns, this.#capacity);
    }
    return this.#columns;
  }
}

let batchNumbers = 0;

function nextBatchNumber(): number {
  batchNumbers += 1;
  return batchNumbers;
}

/** The low 64 bits of the hash that was made last. */
function writeHash(column: Uint32Array, at: number): void {
  column[at * hashWords] = murmur3Words[0]!;
  column[at * hashWords + 1] = murmur3Words[1]!;
}
