/** Page records: per url the metadata of its newest counted event that has any. */
import { compareTexts } from '../base/bytes.ts';
import { absent } from '../model/event-batch.ts';
import type { PageRecord } from '../model/page-record.ts';
import type { EventTable } from './event-table.ts';

/** A page record and where its event stood, which settles equal times. */
export type SeenPage = PageRecord & { readonly object: number; readonly line: number };

/** @param events indexes of the counted events. @returns ascending by url. */
export function pagesFromEvents(table: EventTable, events: Uint32Array): readonly SeenPage[] {
  const { url, page, time, object, line } = table.columns;
  const seenOf = (event: number): Seen => ({
    seenAt: time[event] as number,
    object: object[event] as number,
    line: line[event] as number,
  });
  const newest = new Map<number, number>();
  for (const event of events) {
    if (page[event] === absent) continue;
    const known = newest.get(url[event] as number);
    if (known === undefined || isNewerPage(seenOf(event), seenOf(known))) {
      newest.set(url[event] as number, event);
    }
  }
  const pages = [...newest.values()].map((event) => ({
    url: table.dictionary.text(url[event] as number),
    metadata: table.dictionary.text(page[event] as number),
    ...seenOf(event),
  }));
  return pages.sort((a, b) => compareTexts(a.url, b.url));
}

/** Merges pages of partitions, each ascending by url, by the same rule. */
export function* mergePages(
  runs: readonly Iterable<SeenPage>[],
): Generator<SeenPage, void, undefined> {
  const iterators = runs.map((run) => run[Symbol.iterator]());
  const heads = iterators.map((iterator) => nextPage(iterator));
  for (;;) {
    const least = heads.reduce((a, b) => (isBefore(b, a) ? b : a), undefined);
    if (least === undefined) return;
    let newest = least;
    heads.forEach((head, index) => {
      if (head?.url !== least.url) return;
      if (isNewerPage(head, newest)) newest = head;
      heads[index] = nextPage(iterators[index] as Iterator<SeenPage>);
    });
    yield newest;
  }
}

function nextPage(iterator: Iterator<SeenPage, unknown>): SeenPage | undefined {
  const next = iterator.next();
  return next.done === true ? undefined : next.value;
}

function isBefore(a: SeenPage | undefined, b: SeenPage | undefined): boolean {
  if (a === undefined) return false;
  return b === undefined || compareTexts(a.url, b.url) < 0;
}

type Seen = Pick<SeenPage, 'seenAt' | 'object' | 'line'>;

/** Of equal times the first in archive order stands. */
function isNewerPage(a: Seen, b: Seen): boolean {
  if (a.seenAt !== b.seenAt) return a.seenAt > b.seenAt;
  return a.object !== b.object ? a.object < b.object : a.line < b.line;
}
