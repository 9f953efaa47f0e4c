/**
 * A period whose events are more than memory holds. Events lie on the spill space in partitions by
 * identity, so that all copies of an event meet in one partition; each partition is deduplicated
 * and aggregated alone into sorted runs, and the merged runs are the whole.
 */
import { readSpillRecords, writeSpillRecords, type SpillRange } from '../base/spill-records.ts';
import type { SpillFile, SpillSpace } from '../base/spill-space.ts';
import { bytesFromText, textFromBytes } from '../base/bytes.ts';
import type { EventBatch } from '../model/event-batch.ts';
import { bytesFromEventBatch, eventBatchFromBytes } from '../model/event-batch-bytes.ts';
import type { ColumnCounts } from '../model/event-columns.ts';
import { grains, type Grain } from '../model/row.ts';
import { readRowRun, writeRowRun } from '../model/row-run.ts';
import { deriveInMemory } from './derive-in-memory.ts';
import { mergePages, type SeenPage } from './derive-pages.ts';
import {
  sumTallies,
  type CopyPlace,
  type DerivedPeriod,
  type DerivedTally,
} from './derived-period.ts';
import { EventTable } from './event-table.ts';
import { mergeRows } from './merge-rows.ts';
import type { RowShape } from './row-shape.ts';

/** Partitions of one level: 2^4. A partition that is still too large is split again. */
const partitionBits = 4;
const partitions = 1 << partitionBits;

/** Deepest split: 8 levels use up one 32-bit word of the identity. */
const levelsMax = 32 / partitionBits;

export type SpillSettings = {
  readonly space: SpillSpace;
  /** A partition's table may grow to this size. */
  readonly tableBytesMax: number;
};

/** The event chunks of one period (or of one partition of it): one file, a list per partition. */
export class SpilledEvents {
  readonly #level: number;
  readonly #settings: SpillSettings;
  readonly #counts: ColumnCounts;
  readonly #file: SpillFile;
  readonly #chunks: readonly SpillRange[][] = Array.from({ length: partitions }, () => []);

  constructor(settings: SpillSettings, counts: ColumnCounts, level = 0) {
    this.#settings = settings;
    this.#counts = counts;
    this.#level = level;
    this.#file = settings.space.create();
  }

  /** Writes the batch's events to their partitions, in their order. */
  add(batch: EventBatch): void {
    partitionedEvents(batch, this.#level).forEach((events, index) => {
      if (events.length === 0) return;
      const chunk = new EventTable(this.#counts, events.length);
      chunk.append(batch, events);
      const range = writeSpillRecords(this.#file, [bytesFromEventBatch(chunk.asBatch())]);
      this.#chunks[index]?.push(range);
    });
  }

  /** Every partition as a table in memory, one after another; then the file is dropped. */
  *tables(): Generator<EventTable, void, undefined> {
    for (const chunks of this.#chunks) yield* this.#tablesOf(chunks);
    this.#file.drop();
  }

  /** One partition; where it is too large for memory, its own partitions. */
  *#tablesOf(chunks: readonly SpillRange[]): Generator<EventTable, void, undefined> {
    let table = new EventTable(this.#counts);
    let split: SpilledEvents | undefined;
    for (const batch of this.#batches(chunks)) {
      if (split !== undefined) {
        split.add(batch);
        continue;
      }
      table.append(batch, everyEvent(batch));
      if (!this.#isTooLarge(table)) continue;
      split = new SpilledEvents(this.#settings, this.#counts, this.#level + 1);
      split.add(table.asBatch());
      table = new EventTable(this.#counts);
    }
    if (split === undefined) yield table;
    else yield* split.tables();
  }

  *#batches(chunks: readonly SpillRange[]): Generator<EventBatch, void, undefined> {
    for (const range of chunks) {
      for (const record of readSpillRecords(this.#file, range)) yield eventBatchFromBytes(record);
    }
  }

  #isTooLarge(table: EventTable): boolean {
    return table.memoryBytes > this.#settings.tableBytesMax && this.#level + 1 < levelsMax;
  }
}

/** Derives a spilled period: runs per partition, merged when they are read. */
export function deriveSpilled(
  events: SpilledEvents,
  { shape, day, space }: { shape: RowShape; day: number; space: SpillSpace },
): DerivedPeriod {
  const file = space.create();
  const tallies: DerivedTally[] = [];
  const rowRuns: Record<Grain, SpillRange[]> = { '1d': [], '5m': [] };
  const pageRuns: SpillRange[] = [];
  const lineRuns: SpillRange[] = [];
  for (const table of events.tables()) {
    const derived = deriveInMemory(table, shape, day);
    tallies.push(derived.tally);
    for (const grain of grains) rowRuns[grain].push(writeRowRun(file, derived.rows(grain)));
    pageRuns.push(writeSpillRecords(file, derived.seenPages().map(bytesOfPage)));
    lineRuns.push(writeSpillRecords(file, derived.duplicateLines().map(bytesOfCopy)));
  }
  return {
    tally: sumTallies(tallies),
    rows: (grain) => mergeRows(rowRuns[grain].map((range) => readRowRun(file, range))),
    pages: () => mergePages(pageRuns.map((range) => readPages(file, range))),
    duplicateLines: () => readCopies(file, lineRuns),
    close: () => {
      file.drop();
    },
  };
}

/** Indexes of a batch's events by partition, each ascending. */
function partitionedEvents({ count, columns }: EventBatch, level: number): Uint32Array[] {
  const shift = 32 - partitionBits * (level + 1);
  const partitionOf = (event: number): number =>
    // The last word: the first one places events in the table of identities.
    ((columns.identity[event * 4 + 3] as number) >>> shift) & (partitions - 1);
  const sizes = new Uint32Array(partitions);
  for (let event = 0; event < count; event += 1) {
    sizes[partitionOf(event)] = (sizes[partitionOf(event)] as number) + 1;
  }
  const lists = Array.from(sizes, (size) => new Uint32Array(size));
  sizes.fill(0);
  for (let event = 0; event < count; event += 1) {
    const partition = partitionOf(event);
    (lists[partition] as Uint32Array)[sizes[partition] as number] = event;
    sizes[partition] = (sizes[partition] as number) + 1;
  }
  return lists;
}

function everyEvent({ count }: EventBatch): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}

function bytesOfPage(page: SeenPage): Uint8Array {
  return bytesFromText(JSON.stringify(page));
}

function* readPages(file: SpillFile, range: SpillRange): Generator<SeenPage, void, undefined> {
  for (const record of readSpillRecords(file, range)) {
    yield JSON.parse(textFromBytes(record)) as SeenPage;
  }
}

function bytesOfCopy({ object, line, first }: CopyPlace): Uint8Array {
  return new Uint8Array(Uint32Array.of(object, line, first.object, first.line).buffer);
}

function* readCopies(
  file: SpillFile,
  ranges: readonly SpillRange[],
): Generator<CopyPlace, void, undefined> {
  for (const range of ranges) {
    for (const record of readSpillRecords(file, range)) {
      const view = new DataView(record.buffer, record.byteOffset);
      const word = (index: number): number => view.getUint32(index * 4, true);
      yield { object: word(0), line: word(1), first: { object: word(2), line: word(3) } };
    }
  }
}
