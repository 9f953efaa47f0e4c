/** Page records out of chunks of stored ones, in the order in which they are stored. */
import { textFromBytes } from '../../base/bytes.ts';
import type { PageRecord } from '../../model/page-record.ts';
import type { RowChunk } from './stream-query.ts';
import { bytesOfEntry, entryWords, numberOfRow, wordsWithoutNull } from './vector-words.ts';

/** What a query must select. */
export const pageColumns = [
  'url::VARCHAR',
  '(epoch_us(seen_at::TIMESTAMP) // 1000000)::BIGINT',
  'metadata::VARCHAR',
];

/** @throws DataError if a value is NULL. */
export function* pageRecordsFromChunk({
  rows,
  vector,
}: RowChunk): Generator<PageRecord, void, undefined> {
  const words = (column: number, wordsPerRow: number): Uint32Array =>
    wordsWithoutNull(vector(column), rows, wordsPerRow);
  const [urls, times, metadata] = [words(0, entryWords), words(1, 2), words(2, entryWords)];
  for (let row = 0; row < rows; row += 1) {
    yield {
      url: textFromBytes(bytesOfEntry(urls, row)),
      seenAt: numberOfRow(times, row),
      metadata: textFromBytes(bytesOfEntry(metadata, row)),
    };
  }
}
