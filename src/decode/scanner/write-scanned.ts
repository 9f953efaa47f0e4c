/** Puts accepted lines of a block into the columns of the batch that is being filled. */
import type { AcceptedSite } from '../acceptance.ts';
import type { EventColumns } from '../../model/event-batch.ts';
import { hashWords, identityWords } from '../../model/event-batch.ts';
import { segments } from '../../model/segments.ts';
import type { BatchBuilder } from '../batch-builder.ts';
import { copyWord, copyWords } from './fill-columns.ts';
import type { BlockPart, ScannedBlock } from './scanned-block.ts';
import type { ScannedFormat } from './scanned-format.ts';
import { recordAt, type Scanner } from './scanner.ts';

export class ScannedWriter {
  readonly #scanner: Scanner;
  readonly #format: ScannedFormat;
  readonly #sites: readonly AcceptedSite[];
  readonly #siteIndexes: Uint16Array;
  readonly #haveOwnSegments: boolean;

  constructor(scanner: Scanner, format: ScannedFormat, sites: readonly AcceptedSite[]) {
    this.#scanner = scanner;
    this.#format = format;
    this.#sites = sites;
    this.#siteIndexes = Uint16Array.from(sites, ({ index }) => index);
    this.#haveOwnSegments = sites.some((site) => site.segments.length > segments.length);
  }

  /** @param block of accepted lines. @param object its ordinal. */
  write(block: ScannedBlock, object: number, batches: BatchBuilder): void {
    let from = 0;
    while (from < block.count) {
      const { events, units } = batches.measure(block.lineBytes, from, block.count);
      const { columns, at } = batches.place(events);
      const part = { block, from, until: from + events, at };
      this.#writeNumbers(columns, part, object);
      this.#format.writeSegments(columns, part);
      if (this.#haveOwnSegments) this.#writeOwnSegments(columns, part);
      this.#format.writeTexts(columns, part, batches);
      batches.placed(events, units);
      from += events;
    }
  }

  #writeNumbers(columns: EventColumns, part: BlockPart, object: number): void {
    const { block, from, until, at } = part;
    const { words } = this.#scanner;
    const sites = columns.site;
    const shift = at - from;
    for (let index = from; index < until; index += 1) {
      sites[index + shift] = this.#siteIndexes[block.sites[index]!]!;
    }
    columns.day.set(block.days.subarray(from, until), at);
    copyWord({ words, at: recordAt.time }, part, columns.time);
    columns.object.fill(object, at, at + until - from);
    columns.line.set(block.lines.subarray(from, until), at);
    columns.engagedSeconds.set(block.engagedSeconds.subarray(from, until), at);
    copyWord({ words, at: recordAt.sessionNumber }, part, columns.sessionNumber);
    copyWords({ words, at: recordAt.identity, count: identityWords }, part, columns.identity);
    copyWords({ words, at: recordAt.visitor, count: hashWords }, part, columns.visitor);
    copyWords({ words, at: recordAt.session, count: hashWords }, part, columns.session);
  }

  /** By rules, which look at one line after another. */
  #writeOwnSegments(columns: EventColumns, { block, from, until, at }: BlockPart): void {
    for (let index = from; index < until; index += 1) {
      const site = this.#sites[block.sites[index]!]!;
      if (site.segments.length === segments.length) continue;
      const line = this.#format.line(block.records[index]!);
      const required = this.#format.requiredBySegments(block, index);
      for (let own = segments.length; own < site.segments.length; own += 1) {
        columns.segments[own]![at + index - from] = site.segments[own]!(line, required);
      }
    }
  }
}
