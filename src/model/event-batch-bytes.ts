/**
 * Event batches as bytes: what goes to the spill space, and later between machines. They are read
 * where they lie, so that a batch that comes back costs no more than its bytes.
 *
 * Layout, all little endian, each array padded to 8 bytes: [count, segment columns, breakdown
 * columns, dictionary entries, dictionary bytes, 0] as u32; the columns as `eventColumnsOver` has
 * them; where each text of the dictionary ends, and its hash, as u32; the texts.
 */
import type { SpillRange } from '../base/spill-records.ts';
import type { SpillFile } from '../base/spill-space.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import type { EventBatch } from './event-batch.ts';
import { columnBytes, copyEventColumns, eventColumnsOver } from './event-columns.ts';

const headerWords = 6;

/** Appends a batch and says where it lies. */
export function writeEventBatch(file: SpillFile, batch: EventBatch): SpillRange {
  const from = file.bytes;
  file.append(bytesFromEventBatch(batch));
  return { from, until: file.bytes };
}

export function readEventBatch(file: SpillFile, { from, until }: SpillRange): EventBatch {
  const bytes = new Uint8Array(until - from);
  file.read(from, bytes);
  return eventBatchFromBytes(bytes);
}

export function bytesFromEventBatch({ count, columns, dictionary }: EventBatch): Uint8Array {
  const segments = columns.segments.length;
  const breakdowns = columns.breakdowns.length;
  const texts = dictionary.allBytes();
  const { ends, hashes } = dictionary.parts();
  const places = placesOf([count, segments, breakdowns, dictionary.count, texts.length]);
  const buffer = new ArrayBuffer(places.until);
  new Uint32Array(buffer, 0, headerWords).set(places.header);
  copyEventColumns(columns, eventColumnsOver(buffer, places.columns));
  const { entries } = places;
  new Uint32Array(buffer, places.endsAt, entries).set(ends.subarray(0, entries));
  new Uint32Array(buffer, places.hashesAt, entries).set(hashes.subarray(0, entries));
  const bytes = new Uint8Array(buffer);
  bytes.set(texts, places.textsAt);
  return bytes;
}

/** @returns a batch over the bytes, which must not be changed afterwards: an array of their own. */
export function eventBatchFromBytes({ buffer }: Uint8Array<ArrayBuffer>): EventBatch {
  const places = placesOf(Array.from(new Uint32Array(buffer, 0, headerWords)));
  const { entries, columns, textsAt, textBytes } = places;
  const dictionary = ByteDictionary.fromParts({
    count: entries,
    arena: new Uint8Array(buffer, textsAt, textBytes),
    ends: new Uint32Array(buffer, places.endsAt, entries),
    hashes: new Uint32Array(buffer, places.hashesAt, entries),
    slots: new Uint32Array(0),
  });
  return { count: columns.capacity, columns: eventColumnsOver(buffer, columns), dictionary };
}

type Places = Readonly<
  Record<'entries' | 'textBytes' | 'endsAt' | 'hashesAt' | 'textsAt' | 'until', number>
> & {
  readonly header: readonly number[];
  readonly columns: Parameters<typeof eventColumnsOver>[1];
};

/** What lies where, as the header says. */
function placesOf(header: readonly number[]): Places {
  const [count = 0, segments = 0, breakdowns = 0, entries = 0, textBytes = 0] = header;
  const columns = { at: headerWords * 4, capacity: count, counts: { segments, breakdowns } };
  const endsAt = columns.at + columnBytes(count, columns.counts);
  const hashesAt = endsAt + padded(entries * 4);
  const textsAt = hashesAt + padded(entries * 4);
  return {
    header,
    columns,
    entries,
    textBytes,
    endsAt,
    hashesAt,
    textsAt,
    until: textsAt + padded(textBytes),
  };
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
