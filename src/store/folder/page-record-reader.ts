/** Page records out of chunks of stored ones, in the order in which they are stored. */
import type { DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { textFromBytes } from '../../base/bytes.ts';
import type { PageRecord } from '../../model/page-record.ts';
import { bytesOfEntry, entryWords, numberOfRow, wordsWithoutNull } from './vector-words.ts';

/** What a query must select. */
export const pageColumns =
  'url::VARCHAR, (epoch_us(seen_at::TIMESTAMP) // 1000000)::BIGINT, metadata::VARCHAR';

/** @throws DataError if a value is NULL. */
export function* pageRecordsFromChunk({
  chunk,
  rowCount,
}: DuckDBDataChunk): Generator<PageRecord, void, undefined> {
  const words = (index: number, wordsPerRow: number): Uint32Array =>
    wordsWithoutNull(duckdb.data_chunk_get_vector(chunk, index), rowCount, wordsPerRow);
  const [urls, times, metadata] = [words(0, entryWords), words(1, 2), words(2, entryWords)];
  for (let row = 0; row < rowCount; row += 1) {
    yield {
      url: textFromBytes(bytesOfEntry(urls, row)),
      seenAt: numberOfRow(times, row),
      metadata: textFromBytes(bytesOfEntry(metadata, row)),
    };
  }
}
