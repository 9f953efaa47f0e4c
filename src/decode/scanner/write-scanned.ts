/** Puts accepted lines of a block into the columns of the batch that is being filled. */
import type { AcceptedSite } from '../acceptance.ts';
import { hashWords, identityWords } from '../../model/event-batch.ts';
import { segments } from '../../model/segments.ts';
import type { BatchBuilder } from '../batch-builder.ts';
import type { BlockPart, ScannedFormat } from './scanned-format.ts';
import { addressIn, recordAt, type Scanner } from './scanner.ts';

export class ScannedWriter {
  readonly #scanner: Scanner;
  readonly #format: ScannedFormat;
  readonly #sites: readonly AcceptedSite[];
  readonly #haveOwnSegments: boolean;

  constructor(scanner: Scanner, format: ScannedFormat, sites: readonly AcceptedSite[]) {
    this.#scanner = scanner;
    this.#format = format;
    this.#sites = sites;
    this.#haveOwnSegments = sites.some((site) => site.segments.length > segments.length);
  }

  /** Writes all lines of the block that were accepted. @param object its ordinal. */
  write(object: number, batches: BatchBuilder): void {
    const { steps } = this.#scanner;
    const count = steps.acceptedCount.value;
    for (let from = 0; from < count;) {
      const room = batches.room;
      const events = steps.measure(from, room.events, room.units);
      const lineBytes = steps.measuredBytes.value;
      const until = from + events;
      const part = { from, until, ...batches.place() };
      steps.beginPart(from, until);
      this.#format.useTexts(part.texts.source);
      this.#writeNumbers(part, object);
      this.#format.writeSegments(part);
      if (this.#haveOwnSegments) this.#writeOwnSegments(part);
      this.#format.writeTexts(part);
      batches.placed(events, lineBytes);
      from = until;
    }
  }

  #writeNumbers({ columns, at, from, until }: BlockPart, object: number): void {
    const { steps } = this.#scanner;
    steps.fillShorts(recordAt.site * 4, addressIn(columns.site, at));
    columns.object.fill(object, at, at + until - from);
    const ofOneWord = [
      [recordAt.day, columns.day],
      [recordAt.time, columns.time],
      [recordAt.line, columns.line],
      [recordAt.engaged, columns.engagedSeconds],
      [recordAt.sessionNumber, columns.sessionNumber],
    ] as const;
    for (const [word, column] of ofOneWord) steps.fillWords(word * 4, 1, addressIn(column, at));
    const hashes = [
      [recordAt.identity, identityWords, columns.identity],
      [recordAt.visitor, hashWords, columns.visitor],
      [recordAt.session, hashWords, columns.session],
    ] as const;
    for (const [word, words, column] of hashes) {
      steps.fillWords(word * 4, words, addressIn(column, at * words));
    }
  }

  /** By rules, which look at one line after another. */
  #writeOwnSegments({ columns, at, from, until }: BlockPart): void {
    const { words } = this.#scanner;
    for (let number = from; number < until; number += 1) {
      const record = this.#scanner.acceptedRecord(number);
      const site = this.#sites[words[record + recordAt.site]!]!;
      const line = this.#format.line(record);
      const required = this.#format.requiredBySegments(record);
      for (let own = segments.length; own < columns.segments.length; own += 1) {
        columns.segments[own]![at + number - from] = site.segments[own]?.(line, required) ?? 0;
      }
    }
  }
}
