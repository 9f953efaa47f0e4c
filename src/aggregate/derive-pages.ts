/** Page records: per url the metadata of its newest counted event that has any. */
import { compareTexts } from '../base/bytes.ts';
import { absent, type EventColumns } from '../model/event-batch.ts';
import type { PageRecord } from '../model/page-record.ts';
import type { EventTable } from './event-table.ts';
import type { CountedEvents, RankedUrls } from './period-facts.ts';

/** A page record and where its event stood, which settles equal times. */
export type SeenPage = PageRecord & { readonly object: number; readonly line: number };

/** @returns ascending by url. */
export function pagesFromEvents(
  { table, copies }: Pick<CountedEvents, 'table' | 'copies'>,
  urls: RankedUrls,
): readonly SeenPage[] {
  const { dictionary, columns } = table;
  const { page } = columns;
  const newest = newestByUrl(table, copies);
  const pages: SeenPage[] = [];
  urls.entries.forEach((entry, rank) => {
    if (newest[entry] === 0) return;
    const event = (newest[entry] as number) - 1;
    const metadata = dictionary.text(page[event] as number);
    pages.push({ url: urls.texts[rank] as string, metadata, ...seenOf(columns, event) });
  });
  return pages;
}

/** By url the newest event that has metadata, from 1. */
function newestByUrl({ count, columns, dictionary }: EventTable, copies: Uint32Array): Uint32Array {
  const { url, page, time } = columns;
  const newest = new Uint32Array(dictionary.count);
  for (let event = 0, copy = 0; event < count; event += 1) {
    if (event === copies[copy]) {
      copy += 1;
      continue;
    }
    if (page[event] === absent) continue;
    const known = newest[url[event] as number] as number;
    const isNewer =
      known === 0 ||
      (time[event] === time[known - 1]
        ? isNewerPage(seenOf(columns, event), seenOf(columns, known - 1))
        : (time[event] as number) > (time[known - 1] as number));
    if (isNewer) newest[url[event] as number] = event + 1;
  }
  return newest;
}

function seenOf({ time, object, line }: EventColumns, event: number): Seen {
  return {
    seenAt: time[event] as number,
    object: object[event] as number,
    line: line[event] as number,
  };
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
