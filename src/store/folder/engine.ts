/**
 * The embedded engine (DuckDB) that writes and reads the Parquet files of a folder store. One
 * thread and a small memory limit: the order of rows is then kept by construction, and the process
 * stays within its budget. It reads no configuration and loads no extension from anywhere.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type { ChunkSource } from './chunk-source.ts';
import { lentOrdinals, lentSources } from './lent-functions.ts';
import type { LentOrdinals, LentSources } from './lent-functions.ts';

export type EngineOptions = {
  /** Of the engine alone; what it needs beyond goes to `spillFolder`. */
  readonly memoryMegabytes: number;
  readonly spillFolder: string;
};

export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #sources: LentSources;
  readonly #ordinals: LentOrdinals;

  private constructor(instance: DuckDBInstance, sources: LentSources, ordinals: LentOrdinals) {
    this.#instance = instance;
    this.#sources = sources;
    this.#ordinals = ordinals;
  }

  static async open({ memoryMegabytes, spillFolder }: EngineOptions): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: `${memoryMegabytes}MB`,
      temp_directory: spillFolder,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // What is read back must come from the file, not from what is remembered of it.
      enable_external_file_cache: 'false',
    });
    const connection = await instance.connect();
    const engine = new Engine(instance, lentSources(connection), lentOrdinals(connection));
    connection.closeSync();
    return engine;
  }

  /**
   * Runs a statement that reads a source through a call of a table function.
   * @throws what the source throws, or an error of the engine.
   */
  async runWithSource(source: ChunkSource, sqlFrom: (call: string) => string): Promise<void> {
    const lent = this.#sources.lend(source);
    const connection = await this.#instance.connect();
    try {
      await connection.run(sqlFrom(lent.call));
    } catch (error) {
      throw lent.failure() ?? error;
    } finally {
      lent.takeBack();
      connection.closeSync();
    }
  }

  /**
   * Chunks of a query's result in order, as they are computed. `sqlFrom` is given a function that
   * turns a column into a call for its ordinals.
   */
  async *stream(
    sqlFrom: (ordinalOf: (column: string) => string) => string,
  ): AsyncGenerator<DuckDBDataChunk, void, undefined> {
    const lent = this.#ordinals.lend();
    const connection = await this.#instance.connect();
    try {
      yield* chunksOf(connection, sqlFrom(lent.ordinalOf));
    } finally {
      lent.takeBack();
      connection.closeSync();
    }
  }

  close(): void {
    this.#instance.closeSync();
  }
}

async function* chunksOf(
  connection: DuckDBConnection,
  sql: string,
): AsyncGenerator<DuckDBDataChunk, void, undefined> {
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}
