/** Page records out of chunks of stored ones, in the order in which they are stored. */
import { textFromBytes } from '../../base/bytes.ts';
import type { PageMetadata, PageRecord } from '../../model/page-record.ts';
import type { RowChunk } from './stream-query.ts';
import { bytesOfEntry, entryWords, numberOfRow, wordsWithoutNull } from './vector-words.ts';

/**
 * What a query must select.
 * @param fields of the metadata that are wanted: some of 100,000 pages are mostly few values, which
 * the engine tells in less time than it takes to hand out and look at whole texts.
 */
export function pageColumns(fields?: readonly (keyof PageMetadata)[]): readonly string[] {
  const time = '(epoch_us(seen_at::TIMESTAMP) // 1000000)::BIGINT';
  const metadata = fields === undefined ? 'metadata::VARCHAR' : someOfMetadata(fields);
  return ['url::VARCHAR', time, metadata];
}

/** What the engine does not take for JSON stays as it is, for the reader to judge. */
function someOfMetadata(fields: readonly (keyof PageMetadata)[]): string {
  const each = fields.map((field) => `'${field}', json_extract(metadata, '$.${field}')`);
  return `coalesce(TRY(json_object(${each.join(', ')})::VARCHAR), metadata::VARCHAR)`;
}

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
