/**
 * The embedded engine (DuckDB) that writes and reads the Parquet files of a folder store. A small
 * memory limit: the process stays within its budget. One thread where files are written: the order
 * of rows is then kept by construction. It reads no configuration and loads no extension from
 * anywhere.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import type { ChunkSource } from './chunk-source.ts';
import { engineErrorFrom } from './engine-errors.ts';
import { lentOrdinals, lentSources } from './lent-functions.ts';
import type { LentOrdinals, LentSources } from './lent-functions.ts';
import { streamQuery } from './stream-query.ts';
import type { Query, RowChunk } from './stream-query.ts';

export type EngineOptions = {
  /** Of the engine alone; what it needs beyond goes to `spillFolder`. */
  readonly memoryMegabytes: number;
  readonly spillFolder: string;
  /** More than one only where nothing is written. */
  readonly threads: number;
};

/** A query, given a function that turns a column into a call for its ordinals. */
export type QueryFrom = (ordinalOf: (column: string) => string) => Query;

export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #sources: LentSources;
  readonly #ordinals: LentOrdinals;

  private constructor(instance: DuckDBInstance, sources: LentSources, ordinals: LentOrdinals) {
    this.#instance = instance;
    this.#sources = sources;
    this.#ordinals = ordinals;
  }

  static async open({ memoryMegabytes, spillFolder, threads }: EngineOptions): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(threads),
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
   * @throws what the source throws, or EngineError.
   */
  async runWithSource(source: ChunkSource, sqlFrom: (call: string) => string): Promise<void> {
    const lent = this.#sources.lend(source);
    const connection = await this.#instance.connect();
    try {
      // Without it the bytes of a row group could not be bounded; one thread keeps the order.
      await connection.run('SET SESSION preserve_insertion_order = false');
      await connection.run(sqlFrom(lent.call));
    } catch (error) {
      throw engineErrorFrom(lent.failure() ?? error);
    } finally {
      lent.takeBack();
      connection.closeSync();
    }
  }

  /**
   * The rows of a query in order, chunk by chunk as they are computed.
   * @throws EngineError, also where the engine stops before the last row.
   */
  async *stream(queryFrom: QueryFrom): AsyncGenerator<RowChunk, void, undefined> {
    const lent = this.#ordinals.lend();
    const connection = await this.#instance.connect();
    try {
      yield* streamQuery(connection, queryFrom(lent.ordinalOf));
    } catch (error) {
      throw engineErrorFrom(error);
    } finally {
      lent.takeBack();
      connection.closeSync();
    }
  }

  close(): void {
    this.#instance.closeSync();
  }
}
