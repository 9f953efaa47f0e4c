/**
 * The rows of a query as a stream that says when it is whole. The engine's own does not: a result
 * that fails on the way ends like one that is exhausted. So a last row is added that says "end".
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { EngineError } from './engine-errors.ts';

export type Query = {
  /** What is selected, each as SQL. */
  readonly columns: readonly string[];
  /** `FROM …` with its condition. */
  readonly from: string;
};

export type RowChunk = {
  readonly rows: number;
  /** Of a column of the query, by its place. */
  readonly vector: (column: number) => duckdb.Vector;
};

/** @throws EngineError if the engine stops before the last row; or an error of the engine. */
export async function* streamQuery(
  connection: DuckDBConnection,
  query: Query,
): AsyncGenerator<RowChunk, void, undefined> {
  const { columns, from } = query;
  const last = columns.map(() => 'NULL').join(', ');
  const sql = `SELECT ${columns.join(', ')}, false ${from} UNION ALL SELECT ${last}, true`;
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) throw await errorOfQuery(connection, query);
    const isEnd = hasEnd(chunk.chunk, chunk.rowCount, columns.length);
    yield {
      rows: isEnd ? chunk.rowCount - 1 : chunk.rowCount,
      vector: (column) => duckdb.data_chunk_get_vector(chunk.chunk, column),
    };
    if (isEnd) return;
  }
}

/** The mark is the last row of all, so it can only be the last of a chunk. */
function hasEnd(chunk: duckdb.DataChunk, rows: number, column: number): boolean {
  const marks = duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk, column), rows);
  return marks[rows - 1] === 1;
}

/** Counting reads the same bytes, and tells what is wrong with them. */
async function errorOfQuery(
  connection: DuckDBConnection,
  { columns, from }: Query,
): Promise<unknown> {
  try {
    await connection.run(
      `SELECT ${columns.map((column) => `count(${column})`).join(', ')} ${from}`,
    );
  } catch (error) {
    return error;
  }
  return new EngineError('the rows ended before the last one, most likely for want of memory');
}
