/** Puts accepted events into columns and hands on a batch whenever one is full. */
import { murmur3Words } from '../base/murmur3.ts';
import { hashWords, identityWords } from '../model/event-batch.ts';
import type { EventBatch, EventColumns } from '../model/event-batch.ts';
import { copiedEventColumns } from '../model/event-columns.ts';
import { textFromPageMetadata } from '../model/page-record.ts';
import { breakdowns } from '../model/segments.ts';
import type { AcceptedEvent } from './accepted-event.ts';
import type { BatchArea } from './batch-area.ts';
import { breakdownValue } from './breakdown-value.ts';
import { batchEventsMax } from './decode.ts';
import type { EventTexts } from './event-texts.ts';
import type { TextHasher } from './text-hasher.ts';

/**
 * A batch also ends when its lines reach this many UTF-16 units, for all its texts come from them:
 * 8192 lines of the usual 3.6 KB still fit.
 */
const batchLineUnitsMax = 32 * 1_048_576;

export type BatchBuilderOptions = {
  readonly area: BatchArea;
  readonly hasher: TextHasher;
  readonly emit: (batch: EventBatch) => void;
};

export class BatchBuilder {
  readonly #options: BatchBuilderOptions;
  /** Dictionary entries by text: most texts come again, and need not be encoded again. */
  #entries = new Map<string, number>();
  #count = 0;
  #lineUnits = 0;
  /** Batches that ended while another object went on. */
  #aside: EventBatch[] = [];

  constructor(options: BatchBuilderOptions) {
    this.#options = options;
  }

  add(accepted: AcceptedEvent): void {
    const { columns, at } = this.place();
    this.#writeNumbers(columns, at, accepted);
    this.#writeHashes(columns, at, accepted);
    this.#writeTexts(columns, at, accepted);
    this.placed(1, accepted.lineUnits);
  }

  /** What the batch has room for; one event more than `units` may be taken. */
  get room(): { readonly events: number; readonly units: number } {
    return { events: batchEventsMax - this.#count, units: batchLineUnitsMax - this.#lineUnits };
  }

  /** Where the next events are to be written. Anything may stand there. */
  place(): { readonly columns: EventColumns; readonly at: number; readonly texts: EventTexts } {
    const { area } = this.#options;
    area.takeFor(this);
    return { columns: area.columns, at: this.#count, texts: area.texts };
  }

  /** The next events were written. @param lineUnits length of their lines, a bound of the batch. */
  placed(events: number, lineUnits: number): void {
    this.#count += events;
    this.#lineUnits += lineUnits;
    if (this.#count === batchEventsMax || this.#lineUnits >= batchLineUnitsMax) this.flush();
  }

  /** Hands on what is there; nothing where there is nothing. */
  flush(): void {
    this.setAside();
    const batches = this.#aside;
    this.#aside = [];
    for (const batch of batches) this.#options.emit(batch);
  }

  /** Ends the batch, which is handed on with the next one. */
  setAside(): void {
    if (this.#count === 0) return;
    const { area } = this.#options;
    const count = this.#count;
    const columns = copiedEventColumns(area.columns, count, area.counts);
    this.#aside.push({ count, columns, dictionary: area.texts.finish() });
    area.giveBack();
    this.#entries = new Map();
    this.#count = 0;
    this.#lineUnits = 0;
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
    columns.segments.forEach((column, index) => {
      column[at] = segments[index]?.(log, event) ?? 0;
    });
  }

  #writeHashes(columns: EventColumns, at: number, { event, log }: AcceptedEvent): void {
    const { hasher } = this.#options;
    hasher.hashIdentity(log.identity(event));
    for (let word = 0; word < identityWords; word += 1) {
      columns.identity[at * identityWords + word] = murmur3Words[word]!;
    }
    const visitorBytes = hasher.hashText(event.visitor);
    writeHash(columns.visitor, at);
    columns.session.fill(0, at * hashWords, (at + 1) * hashWords);
    if (event.sessionNumber === 0) return;
    hasher.hashSessionOfText(visitorBytes, event.sessionNumber);
    writeHash(columns.session, at);
  }

  #writeTexts(columns: EventColumns, at: number, { event, log }: AcceptedEvent): void {
    columns.action[at] = this.#entry(event.action);
    columns.url[at] = this.#entry(event.url);
    const page = log.page();
    columns.page[at] = this.#entry(page === undefined ? '' : textFromPageMetadata(page));
    for (let index = 0; index < breakdowns.length; index += 1) {
      const text = breakdownValue(log, event, breakdowns[index]!.name);
      columns.breakdowns[index]![at] = this.#entry(text ?? '');
    }
  }

  #entry(text: string): number {
    const known = this.#entries.get(text);
    if (known !== undefined) return known;
    const entry = this.#options.area.texts.entryOf(text);
    this.#entries.set(text, entry);
    return entry;
  }
}

/** The low 64 bits of the hash that was made last. */
function writeHash(column: Uint32Array, at: number): void {
  column[at * hashWords] = murmur3Words[0]!;
  column[at * hashWords + 1] = murmur3Words[1]!;
}
