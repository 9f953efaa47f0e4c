/**
 * The identities of a period's events on the spill space, in partitions: all copies of an event
 * meet in one, and each partition is searched alone.
 */
import { readSpillRecords, writeSpillRecords, type SpillRange } from '../base/spill-records.ts';
import type { SpillFile, SpillSpace } from '../base/spill-space.ts';
import type { EventBatch } from '../model/event-batch.ts';
import { copyPlacesFromWords, type CopyPlace } from './derived-period.ts';
import { bucketOf, findCopies } from './find-duplicates.ts';

/** Partitions of one level: 2^4. A partition that is still too large is split again. */
const partitionBits = 4;
const partitions = 1 << partitionBits;

/** Deepest split: 8 levels use up one 32-bit word of the identity. */
const levelsMax = 32 / partitionBits;

/** Words of a record: the identity, the event's number, its time, object and line. */
const recordWords = 8;

/** What an identity takes while its partition is searched: the record, itself, slots. */
const searchedBytes = recordWords * 4 + 16 + 32;

export type SpilledCopies = {
  /** A bit for each event in archive order: 1 = a copy. */
  readonly isCopy: Uint32Array;
  /** Copies whose 5-minute bucket differs from that of the first. */
  readonly conflicts: number;
  places(): Iterable<CopyPlace>;
  drop(): void;
};

type IdentitySettings = { readonly space: SpillSpace; readonly tableBytesMax: number };

type FoundCopies = {
  readonly isCopy: Uint32Array;
  readonly ranges: SpillRange[];
  conflicts: number;
};

export class SpilledIdentities {
  readonly #settings: IdentitySettings;
  readonly #level: number;
  readonly #file: SpillFile;
  readonly #ranges: readonly SpillRange[][] = Array.from({ length: partitions }, () => []);
  readonly #counts = new Float64Array(partitions);

  constructor(settings: IdentitySettings, level = 0) {
    this.#settings = settings;
    this.#level = level;
    this.#file = settings.space.create();
  }

  /** @param first number of the batch's first event in archive order. */
  add({ count, columns }: EventBatch, first: number): void {
    const { identity, time, object, line } = columns;
    const records = new Uint32Array(count * recordWords);
    for (let event = 0, at = 0; event < count; event += 1, at += recordWords) {
      for (let word = 0; word < 4; word += 1) records[at + word] = identity[event * 4 + word]!;
      records[at + 4] = first + event;
      records[at + 5] = time[event]!;
      records[at + 6] = object[event]!;
      records[at + 7] = line[event]!;
    }
    this.#addRecords(records);
  }

  /** Searches all partitions and gives their space back. */
  findCopies(events: number): SpilledCopies {
    const file = this.#settings.space.create();
    const found = { isCopy: new Uint32Array(Math.ceil(events / 32)), ranges: [], conflicts: 0 };
    this.#search(file, found);
    return {
      isCopy: found.isCopy,
      conflicts: found.conflicts,
      places: () => readPlaces(file, found.ranges),
      drop: () => {
        file.drop();
      },
    };
  }

  #addRecords(records: Uint32Array): void {
    partitionedRecords(records, this.#level).forEach((part, partition) => {
      if (part.length === 0) return;
      const bytes = new Uint8Array(part.buffer);
      this.#ranges[partition]!.push(writeSpillRecords(this.#file, [bytes]));
      this.#counts[partition]! += part.length / recordWords;
    });
  }

  #search(file: SpillFile, found: FoundCopies): void {
    for (const [partition, ranges] of this.#ranges.entries()) {
      const count = this.#counts[partition]!;
      if (count === 0) continue;
      const isTooLarge = count * searchedBytes > this.#settings.tableBytesMax;
      if (isTooLarge && this.#level + 1 < levelsMax) {
        const split = new SpilledIdentities(this.#settings, this.#level + 1);
        for (const records of readRecords(this.#file, ranges)) split.#addRecords(records);
        split.#search(file, found);
      } else {
        const records = new Uint32Array(count * recordWords);
        let at = 0;
        for (const some of readRecords(this.#file, ranges)) {
          records.set(some, at);
          at += some.length;
        }
        searchRecords(records, file, found);
      }
    }
    this.#file.drop();
  }
}

/** The records of each partition, in their order. */
function partitionedRecords(records: Uint32Array, level: number): readonly Uint32Array[] {
  const shift = 32 - partitionBits * (level + 1);
  // The last word: the first ones place identities in the table where they are searched.
  const partitionOf = (at: number): number => (records[at + 3]! >>> shift) & (partitions - 1);
  const sizes = new Uint32Array(partitions);
  for (let at = 0; at < records.length; at += recordWords) sizes[partitionOf(at)]! += recordWords;
  const parts = Array.from(sizes, (size) => new Uint32Array(size));
  sizes.fill(0);
  for (let at = 0; at < records.length; at += recordWords) {
    const partition = partitionOf(at);
    const part = parts[partition]!;
    const to = sizes[partition]!;
    for (let word = 0; word < recordWords; word += 1) part[to + word] = records[at + word]!;
    sizes[partition] = to + recordWords;
  }
  return parts;
}

function searchRecords(records: Uint32Array, file: SpillFile, found: FoundCopies): void {
  const count = records.length / recordWords;
  const identity = new Uint32Array(count * 4);
  for (let event = 0; event < count; event += 1) {
    for (let word = 0; word < 4; word += 1) {
      identity[event * 4 + word] = records[event * recordWords + word]!;
    }
  }
  const { copies, firsts } = findCopies([{ count, identity, others: new Uint32Array(0) }]);
  const places = new Uint32Array(copies.length * 4);
  copies.forEach((copy, index) => {
    const at = copy * recordWords;
    const first = firsts[index]! * recordWords;
    const number = records[at + 4]!;
    found.isCopy[number >>> 5]! |= 1 << (number & 31);
    if (bucketOf(records[at + 5]!) !== bucketOf(records[first + 5]!)) found.conflicts += 1;
    places[index * 4] = records[at + 6]!;
    places[index * 4 + 1] = records[at + 7]!;
    places[index * 4 + 2] = records[first + 6]!;
    places[index * 4 + 3] = records[first + 7]!;
  });
  found.ranges.push(writeSpillRecords(file, [new Uint8Array(places.buffer)]));
}

function* readRecords(
  file: SpillFile,
  ranges: readonly SpillRange[],
): Generator<Uint32Array, void, undefined> {
  for (const range of ranges) {
    for (const bytes of readSpillRecords(file, range)) {
      yield new Uint32Array(bytes.slice().buffer);
    }
  }
}

function* readPlaces(
  file: SpillFile,
  ranges: readonly SpillRange[],
): Generator<CopyPlace, void, undefined> {
  for (const words of readRecords(file, ranges)) yield* copyPlacesFromWords(words);
}
