/** Puts scanned events into the columns of the batch that is being filled. */
import type { EventColumns } from '../../model/event-batch.ts';
import { hashWords, identityWords } from '../../model/event-batch.ts';
import type { BatchBuilder } from '../batch-builder.ts';
import type { ScannedEvent, ScannedFormat } from './scanned-format.ts';
import { recordAt, type Scanner } from './scanner.ts';

export class ScannedWriter {
  readonly #scanner: Scanner;
  readonly #format: ScannedFormat;

  constructor(scanner: Scanner, format: ScannedFormat) {
    this.#scanner = scanner;
    this.#format = format;
  }

  /** @param place of the object and the line that the event is of. */
  write(
    event: ScannedEvent,
    place: { readonly object: number; readonly line: number },
    batches: BatchBuilder,
  ): void {
    const { columns, at } = batches.place();
    const { words } = this.#scanner;
    const record = event.at;
    columns.site[at] = event.site.index;
    columns.day[at] = event.day;
    columns.time[at] = words[record + recordAt.time]!;
    columns.object[at] = place.object;
    columns.line[at] = place.line;
    columns.engagedSeconds[at] = event.engagedSeconds;
    columns.sessionNumber[at] = words[record + recordAt.sessionNumber]!;
    this.#writeHashes(columns, at, record);
    this.#format.writeSegments(columns, at, event);
    this.#format.writeTexts(columns, at, event, batches);
    batches.placed(words[record + recordAt.end]! - words[record + recordAt.start]!);
  }

  #writeHashes(columns: EventColumns, at: number, record: number): void {
    const { words } = this.#scanner;
    for (let word = 0; word < identityWords; word += 1) {
      columns.identity[at * identityWords + word] = words[record + recordAt.identity + word]!;
    }
    for (let word = 0; word < hashWords; word += 1) {
      columns.visitor[at * hashWords + word] = words[record + recordAt.visitor + word]!;
    }
    if (words[record + recordAt.sessionNumber] === 0) return;
    for (let word = 0; word < hashWords; word += 1) {
      columns.session[at * hashWords + word] = words[record + recordAt.session + word]!;
    }
  }
}
