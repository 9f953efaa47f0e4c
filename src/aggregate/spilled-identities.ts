/**
 * The identities of a period's events on the spill space, in partitions: all copies of an event
 * meet in one, and each partition is searched alone.
 */
import type { SpillRange } from '../base/spill-records.ts';
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

/** Records of a partition that are written together: 64 KB (chosen). */
const heldWords = 16 * 1024;

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

  /** @param first number of the first batch's first event in archive order. */
  add(batches: Iterable<EventBatch>, first: number): void {
    const writer = this.#writer();
    let number = first;
    for (const batch of batches) {
      writer.addEvents(batch, number);
      number += batch.count;
    }
    writer.end();
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

  #writer(): PartitionWriter {
    return new PartitionWriter(this.#level, (partition, records) => {
      this.#ranges[partition]!.push(writeWords(this.#file, records));
      this.#counts[partition]! += records.length / recordWords;
    });
  }

  #search(file: SpillFile, found: FoundCopies): void {
    for (const [partition, ranges] of this.#ranges.entries()) {
      const count = this.#counts[partition]!;
      if (count === 0) continue;
      const isTooLarge = count * searchedBytes > this.#settings.tableBytesMax;
      if (isTooLarge && this.#level + 1 < levelsMax) {
        const split = new SpilledIdentities(this.#settings, this.#level + 1);
        const writer = split.#writer();
        for (const range of ranges) writer.addRecords(readWords(this.#file, [range]));
        writer.end();
        split.#search(file, found);
      } else searchRecords(readWords(this.#file, ranges), file, found);
    }
    this.#file.drop();
  }
}

/** Puts records into their partitions, and hands on those of one whenever they are many. */
class PartitionWriter {
  readonly #shift: number;
  readonly #write: (partition: number, records: Uint32Array) => void;
  readonly #records = Array.from({ length: partitions }, () => new Uint32Array(heldWords));
  readonly #used = new Uint32Array(partitions);

  constructor(level: number, write: (partition: number, records: Uint32Array) => void) {
    this.#shift = 32 - partitionBits * (level + 1);
    this.#write = write;
  }

  addEvents({ count, columns }: EventBatch, first: number): void {
    const { identity, time, object, line } = columns;
    for (let event = 0; event < count; event += 1) {
      const at = event * 4;
      // By the last word: the first ones place identities in the table where they are searched.
      const partition = this.#partitionOf(identity[at + 3]!);
      const records = this.#records[partition]!;
      const to = this.#used[partition]!;
      records[to] = identity[at]!;
      records[to + 1] = identity[at + 1]!;
      records[to + 2] = identity[at + 2]!;
      records[to + 3] = identity[at + 3]!;
      records[to + 4] = first + event;
      records[to + 5] = time[event]!;
      records[to + 6] = object[event]!;
      records[to + 7] = line[event]!;
      this.#added(partition, to + recordWords);
    }
  }

  addRecords(given: Uint32Array): void {
    for (let at = 0; at < given.length; at += recordWords) {
      const partition = this.#partitionOf(given[at + 3]!);
      const to = this.#used[partition]!;
      this.#records[partition]!.set(given.subarray(at, at + recordWords), to);
      this.#added(partition, to + recordWords);
    }
  }

  /** Hands on what is left. */
  end(): void {
    for (let partition = 0; partition < partitions; partition += 1) this.#flush(partition);
  }

  #partitionOf(word: number): number {
    return (word >>> this.#shift) & (partitions - 1);
  }

  #added(partition: number, used: number): void {
    this.#used[partition] = used;
    if (used === heldWords) this.#flush(partition);
  }

  #flush(partition: number): void {
    const used = this.#used[partition]!;
    if (used > 0) this.#write(partition, this.#records[partition]!.subarray(0, used));
    this.#used[partition] = 0;
  }
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
  found.ranges.push(writeWords(file, places));
}

function writeWords(file: SpillFile, { buffer, byteOffset, byteLength }: Uint32Array): SpillRange {
  const from = file.bytes;
  file.append(new Uint8Array(buffer, byteOffset, byteLength));
  return { from, until: file.bytes };
}

/** All that is in the ranges. */
function readWords(file: SpillFile, ranges: readonly SpillRange[]): Uint32Array {
  const bytes = new Uint8Array(ranges.reduce((sum, { from, until }) => sum + until - from, 0));
  let at = 0;
  for (const { from, until } of ranges) {
    file.read(from, bytes.subarray(at, at + until - from));
    at += until - from;
  }
  return new Uint32Array(bytes.buffer);
}

function* readPlaces(
  file: SpillFile,
  ranges: readonly SpillRange[],
): Generator<CopyPlace, void, undefined> {
  for (const range of ranges) yield* copyPlacesFromWords(readWords(file, [range]));
}
