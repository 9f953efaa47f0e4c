/**
 * Hands the counted events of a table to the row builder, chunk by chunk: assembly/event-layout.ts
 * says what lies where, and is read together with this file.
 */
import type { EventTable } from './event-table.ts';
import type { RowMemory } from './row-memory.ts';

/** Events of a chunk at most: its columns, some 80 bytes an event, stay in the cache (chosen). */
export const chunkEvents = 2048;

/** A column of `table` as bytes, and where its part of the chunk is. */
type ChunkColumn = { readonly bytes: Uint8Array; readonly eventBytes: number; readonly at: number };

export class EventChunks {
  readonly #memory: RowMemory;
  readonly #count: number;
  readonly #columns: readonly ChunkColumn[];

  /** @param copies indexes of the events that do not count. */
  constructor(memory: RowMemory, table: EventTable, copies: Uint32Array) {
    this.#memory = memory;
    this.#count = table.count;
    this.#columns = layOutColumns(memory, table);
    const bits = memory.allocateZeros(Math.ceil(table.count / 32) * 4);
    for (const event of copies) {
      const word = bits / 4 + (event >>> 5);
      memory.words[word] = (memory.words[word] as number) | (1 << (event & 31));
    }
    memory.set('copyBitsBase', bits);
    memory.set('segmentColumns', table.columns.segments.length);
    memory.set('breakdownColumns', table.columns.breakdowns.length);
    memory.set('dictionaryEntries', table.dictionary.count);
  }

  /** Calls `use` for each chunk that is in memory, with its events and the number of the first. */
  forEach(use: (events: number, first: number) => void): void {
    for (let first = 0; first < this.#count; first += chunkEvents) {
      const until = Math.min(first + chunkEvents, this.#count);
      const target = this.#memory.bytes;
      for (const { bytes, eventBytes, at } of this.#columns) {
        target.set(bytes.subarray(first * eventBytes, until * eventBytes), at);
      }
      this.#memory.set('chunkFirst', first);
      this.#memory.set('chunkCount', until - first);
      use(until - first, first);
    }
  }
}

function layOutColumns(memory: RowMemory, { columns }: EventTable): readonly ChunkColumn[] {
  const { time, action, engagedSeconds, sessionNumber, url, visitor, session } = columns;
  const words = [time, action, engagedSeconds, sessionNumber, url];
  const ordered = [
    ...words.map((column) => ({ column, eventBytes: 4 })),
    ...[visitor, session].map((column) => ({ column, eventBytes: 8 })),
    ...columns.breakdowns.map((column) => ({ column, eventBytes: 4 })),
    ...columns.segments.map((column) => ({ column, eventBytes: 2 })),
  ];
  const eventBytes = ordered.reduce((sum, { eventBytes: bytes }) => sum + bytes, 0);
  let at = memory.allocate(chunkEvents * eventBytes);
  memory.set('chunkBase', at);
  return ordered.map(({ column, eventBytes: bytes }) => {
    const laidOut = { bytes: bytesOf(column), eventBytes: bytes, at };
    at += chunkEvents * bytes;
    return laidOut;
  });
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
