/** Of every url the newest of many page records, told apart by the order in which they are read. */
import type { PageRecord } from '../../model/page-record.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import type { Filter } from './row-reader.ts';
import { searchPages } from './search-pages.ts';

/** Page records in one page: some hundred bytes each. */
const pageRecords = 2000;

type StoredPage = { readonly url: string; readonly seen_at: number; readonly metadata: string };

/** Memory: one page. */
export async function* readNewestPages(
  session: ElasticsearchSession,
  { index, filter }: { readonly index: string; readonly filter: Filter },
): AsyncGenerator<readonly PageRecord[], void, undefined> {
  const pages = searchPages<StoredPage>(session, {
    index,
    query: { bool: { filter: [...filter] } },
    sort: [
      { url: { order: 'asc' } },
      { seen_at: { order: 'desc' } },
      { day: { order: 'asc' } },
      { generation: { order: 'asc' } },
      { site: { order: 'asc' } },
    ],
    size: pageRecords,
    source: ['url', 'seen_at', 'metadata'],
  });
  let last: string | undefined;
  for await (const page of pages) {
    const newest: PageRecord[] = [];
    for (const { _source: source } of page) {
      if (source === undefined || source.url === last) continue;
      const { url, seen_at: milliseconds, metadata } = source;
      newest.push({ url, seenAt: milliseconds / 1000, metadata });
      last = url;
    }
    yield newest;
  }
}
