/** Page records: per url the metadata of its newest counted event that has any. */
import { compareTexts } from '../base/bytes.ts';
import { absent } from '../model/event-batch.ts';
import type { PageRecord } from '../model/page-record.ts';
import { batchFinder, countedEvents, type CountedOfBatch } from './event-table.ts';
import type { CountedEvents, RankedUrls } from './period-facts.ts';
import type { PeriodTexts } from './period-texts.ts';

/** A page record and where its event stood, which settles equal times. */
export type SeenPage = PageRecord & { readonly object: number; readonly line: number };

/** @returns ascending by url. */
export function pagesFromEvents(
  { table, copies }: Pick<CountedEvents, 'table' | 'copies'>,
  { urls, texts }: { readonly urls: RankedUrls; readonly texts: PeriodTexts },
): readonly SeenPage[] {
  const batchOf = batchFinder(table.batches());
  const newest = newestByUrl({ table, copies }, texts);
  const pages: SeenPage[] = [];
  urls.numbers.forEach((text, rank) => {
    if (newest[text] === 0) return;
    const number = newest[text]! - 1;
    const { first, columns, dictionary } = batchOf(number);
    const event = number - first;
    pages.push({
      url: urls.texts[rank]!,
      metadata: dictionary.text(columns.page[event]!),
      seenAt: columns.time[event]!,
      object: columns.object[event]!,
      line: columns.line[event]!,
    });
  });
  return pages;
}

/** By url the newest event that has metadata, from 1; of equal times the first one. */
function newestByUrl(
  { table, copies }: Pick<CountedEvents, 'table' | 'copies'>,
  texts: PeriodTexts,
): Uint32Array {
  const newest = new Uint32Array(texts.count);
  const times = new Uint32Array(texts.count);
  let index = 0;
  for (const counted of countedEvents(table, copies)) {
    addNewest(counted, texts.numbersOf(index), { newest, times });
    index += 1;
  }
  return newest;
}

/** Told apart from the loop over batches, which is too short to be compiled soon. */
function addNewest(
  { batch, events }: CountedOfBatch,
  textOf: Uint32Array,
  { newest, times }: { readonly newest: Uint32Array; readonly times: Uint32Array },
): void {
  const { url, page, time } = batch.columns;
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index]!;
    if (page[event] === absent) continue;
    const text = textOf[url[event]!]!;
    if (newest[text] !== 0 && time[event]! <= times[text]!) continue;
    newest[text] = batch.first + event + 1;
    times[text] = time[event]!;
  }
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
