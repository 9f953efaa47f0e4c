/** A table that this process makes while the embedded engine reads it, chunk by chunk. */
import duckdb from '@duckdb/node-bindings';
import type { ChunkColumn } from './chunk-columns.ts';

/** What a column holds, in words of its own: the engine is loaded with the first rows only. */
export type ColumnKind = 'text' | 'integer' | 'bytes';

export type ChunkSource = {
  readonly columns: readonly {
    readonly name: string;
    readonly kind: ColumnKind;
    readonly data: ChunkColumn;
  }[];
  /** Writes up to `chunkRowsMax` rows into the columns; returns how many, 0 at the end. */
  fill(): number;
  /** Called once when nobody reads on, at the end or before. */
  stop(): void;
};

/** Moves one chunk from a source to the engine; returns its rows, 0 at the end. */
export function fillChunk(source: ChunkSource, chunk: duckdb.DataChunk): number {
  source.columns.forEach(({ data }, index) => {
    data.begin(duckdb.data_chunk_get_vector(chunk, index));
  });
  const rows = source.fill();
  if (rows === 0) return 0;
  for (const { data } of source.columns) data.finish(rows);
  return rows;
}
