/**
 * Writes the rows of one content of a generation, in order: small batches of one partition, a
 * bounded number at once, a new partition before one grows too large.
 *
 * The rule of shards: rows fill a partition in their order until it holds `shardBytesMax`, then the
 * next is begun. So no partition can grow beyond it by more than one row part, whatever the day is
 * like and without knowing its size beforehand, and reading in order needs no merging. By a hash of
 * url and bucket, how many shards a day needs would have to be guessed before its first row, a
 * guess that is too low has no remedy, every reader in order would merge all shards, and a url's
 * buckets would lie in as many partitions as there are shards.
 */
import type { GenerationKey } from '../../model/period.ts';
import { blockInsert, type Block, type BlockContent, type RowPlace } from './block-index.ts';
import type { CassandraSession, Query } from './cassandra-session.ts';
import { TasksInFlight } from '../tasks-in-flight.ts';

/** Uncompressed, so that a partition stays below 50 MB with one more part of 10 MB. */
export const shardBytesMax = 32 * 1024 * 1024;

/** What is read at once; more only where a single part is larger. */
export const blockBytesMax = 1024 * 1024;

/** Batches of one partition count against no threshold of the server; larger ones gain nothing. */
const batchBytesMax = 32 * 1024;
const batchRowsMax = 128;

/** Sent and not yet answered: what a small server still takes without shedding load (chosen). */
const bytesInFlightMax = 16 * 1024 * 1024;

/** Of a row besides its texts and cells: keys and lengths, as Cassandra stores them. */
const rowBytes = 32;

export type StagedRow = {
  readonly place: RowPlace;
  /** Texts and cells. */
  readonly bytes: number;
  /** The statement, once the row's shard is known. */
  insert(shard: number): Query;
};

export class BlockWriter {
  readonly #session: CassandraSession;
  readonly #key: GenerationKey;
  readonly #content: BlockContent;
  readonly #tasks = new TasksInFlight(bytesInFlightMax);
  readonly #blocks: Block[] = [];
  #shard = -1;
  #shardBytes = 0;
  #first: RowPlace | undefined;
  #parts = 0;
  #bytes = 0;
  #batch: Query[] = [];
  #batchBytes = 0;

  constructor(session: CassandraSession, key: GenerationKey, content: BlockContent) {
    this.#session = session;
    this.#key = key;
    this.#content = content;
  }

  /** A promise where the server must catch up first. */
  add(row: StagedRow): Promise<void> | undefined {
    const bytes = row.bytes + rowBytes;
    if (this.#shard < 0 || this.#shardBytes + bytes > shardBytesMax) {
      return this.#beginShard(row.place).then(() => this.#append(row, bytes));
    }
    return this.#append(row, bytes);
  }

  /** Waits for all rows, and only then says where they lie. */
  async finish(): Promise<void> {
    await this.#flush();
    this.#endBlock();
    await this.#tasks.finish();
    for (let from = 0; from < this.#blocks.length; from += batchRowsMax) {
      const blocks = this.#blocks.slice(from, from + batchRowsMax);
      await this.#session.writeBatch(blocks.map((block) => blockInsert(this.#key, block)));
    }
  }

  /** Waits for what is under way, whatever becomes of it: nothing is written after that. */
  async abandon(): Promise<void> {
    this.#batch = [];
    await this.#tasks.settle();
  }

  #append(row: StagedRow, bytes: number): Promise<void> | undefined {
    if (this.#bytes + bytes > blockBytesMax) this.#endBlock();
    this.#first ??= row.place;
    this.#parts += 1;
    this.#bytes += bytes;
    this.#shardBytes += bytes;
    this.#batch.push(row.insert(this.#shard));
    this.#batchBytes += bytes;
    const isFull = this.#batchBytes >= batchBytesMax || this.#batch.length >= batchRowsMax;
    return isFull ? this.#flush() : undefined;
  }

  /** Says that rows are on their way into a partition before the first of them is. */
  async #beginShard(first: RowPlace): Promise<void> {
    await this.#flush();
    this.#endBlock();
    this.#shard += 1;
    this.#shardBytes = 0;
    const begun = { content: this.#content, first, shard: this.#shard, parts: 0, bytes: 0 };
    await this.#session.write(blockInsert(this.#key, begun));
  }

  #endBlock(): void {
    if (this.#first === undefined) return;
    const [first, parts, bytes] = [this.#first, this.#parts, this.#bytes];
    this.#blocks.push({ content: this.#content, first, shard: this.#shard, parts, bytes });
    this.#first = undefined;
    this.#parts = 0;
    this.#bytes = 0;
  }

  #flush(): Promise<void> | undefined {
    const [batch, bytes] = [this.#batch, this.#batchBytes];
    if (batch.length === 0) return undefined;
    this.#batch = [];
    this.#batchBytes = 0;
    return this.#tasks.add(bytes, () => this.#session.writeBatch(batch));
  }
}
