/** Page records as the rows of a table. */
import { bytesFromText } from '../../base/bytes.ts';
import type { PageRecord } from '../../model/page-record.ts';
import { NumberColumn, TextColumn } from './chunk-columns.ts';
import type { ChunkSource } from './chunk-source.ts';
import { chunkRowsMax } from './vector-words.ts';

export class PageSource implements ChunkSource {
  readonly #urls = new TextColumn();
  readonly #times = new NumberColumn();
  readonly #metadata = new TextColumn();
  readonly columns: ChunkSource['columns'] = [
    { name: 'url', kind: 'text', data: this.#urls },
    { name: 'seen_at', kind: 'integer', data: this.#times },
    { name: 'metadata', kind: 'text', data: this.#metadata },
  ];
  readonly #pages: Iterator<PageRecord>;

  constructor(pages: Iterable<PageRecord>) {
    this.#pages = pages[Symbol.iterator]();
  }

  fill(): number {
    let row = 0;
    while (row < chunkRowsMax) {
      const next = this.#pages.next();
      if (next.done === true) break;
      const { url, seenAt, metadata } = next.value;
      this.#urls.put(row, this.#urls.assign(bytesFromText(url)));
      this.#times.put(row, seenAt);
      this.#metadata.put(row, this.#metadata.assign(bytesFromText(metadata)));
      row += 1;
    }
    return row;
  }

  stop(): void {
    this.#pages.return?.();
  }
}
