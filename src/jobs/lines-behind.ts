/**
 * The lines behind one number: found while objects are decoded, kept on the spill space, and told
 * apart from duplicates once the whole period is known. Memory: the lines of one piece, and the
 * duplicates of the period.
 */
import type { CopyPlace } from '../aggregate/derived-period.ts';
import type { PlacedObject } from '../archive/read-window.ts';
import { bytesFromText, textFromBytes } from '../base/bytes.ts';
import { readSpillRecords, writeSpillRecords, type SpillRange } from '../base/spill-records.ts';
import type { SpillFile, SpillSpace } from '../base/spill-space.ts';
import type { AcceptedEvent } from '../decode/accepted-event.ts';
import type { LineFinder } from '../decode/line-finder.ts';
import type { ExplainedLine, FoundLine } from '../model/explained-line.ts';
import type { Outcome } from '../model/ledger.ts';
import { CopyPlaces } from './copy-places.ts';
import type { LineWatch } from './derive-types.ts';

/** Lines held before they are written (chosen: some hundred KB of text). */
const pieceLinesMax = 1000;

type SeenObject = {
  readonly key: string;
  readonly ordinal: number;
  readonly ranges: SpillRange[];
  held: FoundLine[];
  withoutUrl: number;
};

export class LinesBehind implements LineWatch {
  readonly #finder: LineFinder;
  readonly #file: SpillFile;
  readonly #objects: SeenObject[] = [];
  readonly #keys = new Map<number, string>();
  #current: SeenObject | undefined;
  #copies = new CopyPlaces([]);

  constructor(finder: LineFinder, spill: SpillSpace) {
    this.#finder = finder;
    this.#file = spill.create();
  }

  beginObject({ key }: PlacedObject, ordinal: number): void {
    this.#current = { key, ordinal, ranges: [], held: [], withoutUrl: 0 };
  }

  accepted(event: AcceptedEvent): void {
    this.#add(this.#finder.accepted(event));
  }

  rejected(line: number, outcome: Outcome, text: string | undefined): void {
    this.#add(this.#finder.refused(line, outcome, text));
  }

  /** Lines of an object that is not whole are forgotten: it counts as not read. */
  endObject(isWhole: boolean): void {
    const seen = this.#current;
    this.#current = undefined;
    if (!isWhole || seen === undefined) return;
    this.#keys.set(seen.ordinal, seen.key);
    this.#write(seen);
    if (seen.ranges.length > 0 || seen.withoutUrl > 0) this.#objects.push(seen);
  }

  /** Once the period is derived. */
  settle(copies: Iterable<CopyPlace>): void {
    this.#copies = new CopyPlaces(copies);
  }

  /** Lines of the site whose url cannot be read, where one url was asked for. */
  get withoutUrl(): number {
    return this.#objects.reduce((sum, { withoutUrl }) => sum + withoutUrl, 0);
  }

  /** In archive order. */
  *lines(): Generator<ExplainedLine, void, undefined> {
    for (const seen of this.#objects) {
      for (const found of this.#found(seen)) {
        const line = this.#settled(seen, found);
        if (line !== undefined) yield line;
      }
    }
  }

  drop(): void {
    this.#file.drop();
  }

  *#found({ ranges }: SeenObject): Generator<FoundLine, void, undefined> {
    for (const range of ranges) {
      for (const record of readSpillRecords(this.#file, range)) {
        yield JSON.parse(textFromBytes(record)) as FoundLine;
      }
    }
  }

  /** A duplicate of the neighbouring bucket is no part of the story. */
  #settled(
    { key, ordinal }: { readonly key: string; readonly ordinal: number },
    found: FoundLine,
  ): ExplainedLine | undefined {
    const { fate } = found;
    if (fate !== 'accepted' && fate !== 'other_bucket') {
      return { ...found, fate, object: key, first: null };
    }
    const first = this.#copies.firstOf({ object: ordinal, line: found.line });
    if (fate === 'other_bucket') {
      return first === undefined ? { ...found, fate, object: key, first: null } : undefined;
    }
    if (first === undefined) return { ...found, fate: 'counted', object: key, first: null };
    const address = { object: this.#keys.get(first.object) ?? '', line: first.line };
    return { ...found, fate: 'duplicate', object: key, first: address };
  }

  #add(found: FoundLine | 'no_url' | undefined): void {
    const seen = this.#current;
    if (seen === undefined || found === undefined) return;
    if (found === 'no_url') {
      seen.withoutUrl += 1;
      return;
    }
    seen.held.push(found);
    if (seen.held.length >= pieceLinesMax) this.#write(seen);
  }

  #write(seen: SeenObject): void {
    if (seen.held.length === 0) return;
    const records = seen.held.map((line) => bytesFromText(JSON.stringify(line)));
    seen.ranges.push(writeSpillRecords(this.#file, records));
    seen.held = [];
  }
}
