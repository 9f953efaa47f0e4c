/** Counts the page records in which a stored generation differs from the derived one. */
import { compareTexts } from '../base/bytes.ts';
import type { DifferenceCounts } from '../model/difference.ts';
import type { PageRecord } from '../model/page-record.ts';
import { noDifferences } from './difference-tally.ts';

type PageStream = AsyncIterable<PageRecord> | Iterable<PageRecord>;

/** Both inputs: ascending by url. Memory: one record of each side. */
export async function comparePages(
  derived: PageStream,
  stored: PageStream,
): Promise<DifferenceCounts> {
  const counts = { ...noDifferences };
  const left = iteratorOf(derived);
  const right = iteratorOf(stored);
  try {
    let [a, b] = [await left.next(), await right.next()];
    while (a.done !== true || b.done !== true) {
      const order = orderOf(a, b);
      if (order < 0) counts.missing += 1;
      else if (order > 0) counts.extra += 1;
      else if (!isSame(a.value as PageRecord, b.value as PageRecord)) counts.changed += 1;
      if (order <= 0) a = await left.next();
      if (order >= 0) b = await right.next();
    }
  } finally {
    await left.return?.();
    await right.return?.();
  }
  return counts;
}

type PageIterator = AsyncIterator<PageRecord> | Iterator<PageRecord>;

function iteratorOf(stream: PageStream): PageIterator {
  return Symbol.asyncIterator in stream
    ? stream[Symbol.asyncIterator]()
    : stream[Symbol.iterator]();
}

/** A side that has ended comes after every url. */
function orderOf(a: IteratorResult<PageRecord>, b: IteratorResult<PageRecord>): number {
  if (a.done === true) return 1;
  return b.done === true ? -1 : compareTexts(a.value.url, b.value.url);
}

function isSame(a: PageRecord, b: PageRecord): boolean {
  return a.seenAt === b.seenAt && a.metadata === b.metadata;
}
