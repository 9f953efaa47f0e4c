/**
 * The two functions that this process lends to the embedded engine: a table whose rows are made
 * here, and numbers for texts. The engine cannot forget a function, so each is registered once and
 * told by number which source or which numbers are meant.
 */
import { DuckDBScalarFunction, DuckDBTableFunction } from '@duckdb/node-api';
import { BIGINT, BLOB, INTEGER, UINTEGER, VARCHAR } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { fillChunk } from './chunk-source.ts';
import type { ChunkSource, ColumnKind } from './chunk-source.ts';
import { TextOrdinals } from './text-ordinals.ts';
import { wordsOfVector } from './vector-words.ts';

export type LentSources = {
  lend(source: ChunkSource): {
    /** The table, as SQL names it. */
    readonly call: string;
    /** What the source threw: the engine passes on no more than its message. */
    failure(): unknown;
    takeBack(): void;
  };
};

export type LentOrdinals = {
  lend(): { readonly ordinalOf: (column: string) => string; takeBack(): void };
};

const columnTypes: Readonly<Record<ColumnKind, DuckDBType>> = {
  text: VARCHAR,
  integer: BIGINT,
  bytes: BLOB,
};

type RunningSource = { readonly source: ChunkSource; failure?: unknown };

export function lentSources(connection: DuckDBConnection): LentSources {
  const running = new Map<number, RunningSource>();
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name: 'recount_source',
      parameterTypes: [INTEGER],
      bindFunction(info) {
        const entry = ofNumber(running, info.getParameter(0));
        for (const { name, kind } of entry.source.columns) {
          info.addResultColumn(name, columnTypes[kind]);
        }
        info.setBindData(entry);
      },
      initFunction(info) {
        info.setMaxThreads(1);
      },
      mainFunction(info, chunk) {
        chunk.rowCount = fillFrom(info.bindData as RunningSource, chunk);
      },
    }),
  );
  let lent = 0;
  return {
    lend(source) {
      lent += 1;
      const number = lent;
      const entry: RunningSource = { source };
      running.set(number, entry);
      return {
        call: `recount_source(${number})`,
        failure: () => entry.failure,
        takeBack() {
          running.delete(number);
          source.stop();
        },
      };
    },
  };
}

/** Each column gets numbers of its own: a query reads several, and they come interleaved. */
export function lentOrdinals(connection: DuckDBConnection): LentOrdinals {
  const running = new Map<number, TextOrdinals>();
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'recount_ordinal',
      parameterTypes: [INTEGER, VARCHAR],
      returnType: UINTEGER,
      mainFunction(_info, { chunk, rowCount }, output) {
        const [number] = wordsOfVector(duckdb.data_chunk_get_vector(chunk, 0), 1, 1);
        const texts = duckdb.data_chunk_get_vector(chunk, 1);
        const ordinals = ofNumber(running, number).number(texts, rowCount);
        for (let row = 0; row < rowCount; row += 1) output.setItem(row, ordinals[row] as number);
        output.flush();
      },
    }),
  );
  let lent = 0;
  return {
    lend() {
      const own: number[] = [];
      return {
        ordinalOf(column) {
          lent += 1;
          own.push(lent);
          running.set(lent, new TextOrdinals());
          return `recount_ordinal(${lent}, ${column})`;
        },
        takeBack() {
          for (const number of own) running.delete(number);
        },
      };
    },
  };
}

function fillFrom(running: RunningSource, chunk: DuckDBDataChunk): number {
  try {
    return fillChunk(running.source, chunk.chunk);
  } catch (error) {
    running.failure = error;
    throw error;
  }
}

function ofNumber<T>(running: ReadonlyMap<number, T>, number: unknown): T {
  const found = running.get(Number(number));
  if (found === undefined) throw new Error(`nothing is lent under number ${String(number)}`);
  return found;
}
