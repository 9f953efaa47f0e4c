/**
 * Hands the counted events of a table to the row builder, chunk by chunk: assembly/event-layout.ts
 * says what lies where, and is read together with this file.
 */
import type { ColumnCounts } from '../model/event-columns.ts';
import type { EventTable, NumberedBatch } from './event-table.ts';
import type { PeriodTexts } from './period-texts.ts';
import type { RowMemory } from './row-memory.ts';

/** Events of a chunk at most: its columns, some 80 bytes an event, stay in the cache (chosen). */
export const chunkEvents = 2048;

type BuilderColumn = {
  readonly eventBytes: number;
  /** Where its part of the chunk is. */
  readonly at: number;
};

export class EventChunks {
  readonly #memory: RowMemory;
  readonly #batches: readonly NumberedBatch[];
  readonly #texts: PeriodTexts;
  readonly #counts: ColumnCounts;
  readonly #columns: readonly BuilderColumn[];

  /** @param copies numbers of the events that do not count. */
  constructor(
    memory: RowMemory,
    { table, copies }: { readonly table: EventTable; readonly copies: Uint32Array },
    texts: PeriodTexts,
  ) {
    const batches = table.batches();
    this.#memory = memory;
    this.#batches = batches;
    this.#texts = texts;
    this.#counts = table.counts;
    this.#columns = layOutColumns(memory, table.counts);
    const last = batches.at(-1)!;
    const bits = memory.allocateBits(last.first + last.count);
    for (const { others, first } of batches) memory.setBits(bits, others, first);
    memory.setBits(bits, copies, 0);
    memory.set('passedBitsBase', bits);
    memory.set('segmentColumns', table.counts.segments);
    memory.set('breakdownColumns', table.counts.breakdowns);
  }

  /** Calls `use` for each chunk that is in memory, with its events. */
  forEach(use: (events: number) => void): void {
    for (const [index, batch] of this.#batches.entries()) {
      const columns = columnBytes(batch, this.#counts);
      this.#memory.set('entriesBase', this.#texts.numbersAt[index]!);
      for (let first = 0; first < batch.count; first += chunkEvents) {
        const until = Math.min(first + chunkEvents, batch.count);
        this.#copy(columns, first, until);
        this.#memory.set('chunkFirst', batch.first + first);
        this.#memory.set('chunkCount', until - first);
        use(until - first);
      }
    }
  }

  #copy(columns: readonly Uint8Array[], first: number, until: number): void {
    const target = this.#memory.bytes;
    for (const [index, { eventBytes, at }] of this.#columns.entries()) {
      target.set(columns[index]!.subarray(first * eventBytes, until * eventBytes), at);
    }
  }
}

/** In the order of `columnBytes`. */
function layOutColumns(
  memory: RowMemory,
  { segments, breakdowns }: ColumnCounts,
): readonly BuilderColumn[] {
  const widths = [
    ...[4, 4, 4, 4, 4, 8, 8],
    ...Array.from({ length: breakdowns }, () => 4),
    ...Array.from({ length: segments }, () => 2),
  ];
  const eventBytes = widths.reduce((sum, bytes) => sum + bytes, 0);
  let at = memory.allocate(chunkEvents * eventBytes);
  memory.set('chunkBase', at);
  return widths.map((bytes) => {
    const column = { eventBytes: bytes, at };
    at += chunkEvents * bytes;
    return column;
  });
}

function columnBytes(
  { columns }: NumberedBatch,
  { segments, breakdowns }: ColumnCounts,
): readonly Uint8Array[] {
  const { time, action, engagedSeconds, sessionNumber, url, visitor, session } = columns;
  return [
    ...[time, action, engagedSeconds, sessionNumber, url, visitor, session],
    ...columns.breakdowns.slice(0, breakdowns),
    ...columns.segments.slice(0, segments),
  ].map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
}
