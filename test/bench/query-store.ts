/**
 * The stores that queries are measured on: made through the port, the same in each of them.
 * `wide`: a month of days of 100,000 urls with the cells of a long tail, and 5-minute site rows.
 * `year`: 365 days of 200 urls with the same cells. `long`: two years of days of 100,000 urls with
 * page views alone.
 */
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import { manifestSchema, type Manifest } from '../../src/model/manifest.ts';
import type { PageRecord } from '../../src/model/page-record.ts';
import type { GenerationKey } from '../../src/model/period.ts';
import { recordIntent } from '../../src/model/period-transitions.ts';
import type { Grain, RowPart } from '../../src/model/row.ts';
import { metrics, type Store } from '../../src/index.ts';
import { changePeriod } from '../../src/store/change-period.ts';
import { publishStaged } from '../../src/store/publish-generation.ts';
import { KeyList, urlOf, wideKeys } from './long-tail-parts.ts';

export const benchSite = 'news.example';
/** 2026-01-01: the day after the last one. */
export const untilDay = 20_454;

export type StoreName = 'wide' | 'year' | 'long';
export type BenchContent = { readonly days: number; readonly urls: number };
export const contents: Readonly<Record<StoreName, BenchContent>> = {
  wide: { days: 30, urls: 100_000 },
  year: { days: 365, urls: 200 },
  long: { days: 730, urls: 100_000 },
};

const sectionCount = 20;
const referrerCount = 2000;

const allUrls = Array.from({ length: 100_000 }, (_, number) => urlOf(number));

/** Days at once: most of it is waiting for records. Memory grows with each. */
const daysAhead = 2;

/** @param onDay told of each day that is published. */
export async function fillStore(
  store: Store,
  name: StoreName,
  onDay: (days: number) => void,
): Promise<void> {
  const { days, urls } = contents[name];
  let [next, done] = [untilDay - days, 0];
  const publishSome = async (): Promise<void> => {
    for (let day = next++; day < untilDay; day = next++) {
      const key = { site: benchSite, day, generation: `g${String(day)}` };
      await publishDay(store, key, { name, urls });
      done += 1;
      onDay(done);
    }
  };
  await Promise.all(Array.from({ length: daysAhead }, publishSome));
}

export type BenchDay = {
  readonly name: StoreName;
  /** How many have a row that day. */
  readonly urls: number;
};

export async function publishDay(
  store: Store,
  key: GenerationKey,
  { name, urls }: BenchDay,
): Promise<void> {
  const grains: readonly Grain[] = name === 'wide' ? ['1d', '5m'] : ['1d'];
  const actor = { run: 'bench', at: untilDay * 86_400 };
  const pause = (): Promise<void> => Promise.resolve();
  const intent = { generation: key.generation, barrier: 0, shards: 1 };
  await changePeriod(store, key, (old) => recordIntent(old, intent, actor), pause);
  const rows: Partial<Record<Grain, Manifest['pages']>> = {};
  for (const grain of grains) {
    const counts = { parts: 0, cells: 0, checksum: '0'.repeat(32) };
    await store.stageRows(key, grain, counted(rowsOf(key.day, grain, { name, urls }), counts));
    rows[grain] = counts;
  }
  await store.stagePages(key, name === 'wide' ? pagesOf(key.day, urls) : []);
  const content = { rows, pages: { parts: 0, cells: 0, checksum: '0'.repeat(32) } };
  await store.stageManifest(key, manifestOf(key, content));
  await publishStaged(store, { key, ...content }, { epoch: 0, actor }, pause);
}

function* counted(
  parts: Iterable<RowPart>,
  counts: { parts: number; cells: number },
): Generator<RowPart, void, undefined> {
  for (const part of parts) {
    counts.parts += 1;
    counts.cells += part.cells.length;
    yield part;
  }
}

function* rowsOf(
  day: number,
  grain: Grain,
  { name, urls }: BenchDay,
): Generator<RowPart, void, undefined> {
  const keys = new ByteDictionary();
  const urlKeys = new KeyList(keys, name === 'long' ? ['$all/page_views'] : wideKeys, day);
  if (grain === '5m') {
    const own = new KeyList(keys, wideKeys.slice(0, 20), day);
    for (let bucket = day * 86_400; bucket < (day + 1) * 86_400; bucket += 300) {
      yield own.part({ grain, url: null, bucket, part: 0 });
    }
    return;
  }
  const referrers = Array.from({ length: referrerCount }, (_, index) => {
    return `ref_url=https://referrer-${String(index).padStart(4, '0')}.example/page/page_views`;
  });
  const siteKeys = { wide: [...wideKeys, ...referrers], year: wideKeys, long: ['$all/page_views'] }[
    name
  ];
  for (let from = 0; from < siteKeys.length; from += 1000) {
    const own = new KeyList(keys, siteKeys.slice(from, from + 1000), day + from);
    yield own.part({ grain, url: null, bucket: day, part: from / 1000 });
  }
  for (const url of allUrls.slice(0, urls)) {
    yield urlKeys.part({ grain, url, bucket: day, part: 0 });
  }
}

function* pagesOf(day: number, urls: number): Generator<PageRecord, void, undefined> {
  for (let number = 0; number < urls; number += 1) {
    const section = `section-${String(number % sectionCount)}`;
    const title = `A story of some length, number ${String(number)}`;
    const known = { title, authors: ['A. Writer'], section, tags: [], canonicalUrl: urlOf(number) };
    const metadata = JSON.stringify({ ...known, pageType: 'post', publishedMs: null });
    yield { url: known.canonicalUrl, seenAt: day * 86_400 + 3600, metadata };
  }
}

function manifestOf(
  { site, day, generation }: GenerationKey,
  content: Pick<Manifest, 'rows' | 'pages'>,
): Manifest {
  const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
  return {
    schema: manifestSchema,
    ...{ site, date, generation, run: 'bench', zone: 'UTC', input: 'bench', rules: 'bench' },
    catalogue: {
      metrics: metrics.map(({ name }) => name),
      segments: ['device', 'visitor', 'ref', 'channel'],
      breakdowns: ['ref_domain', 'ref_url', 'country'],
    },
    ...{ barrier: 0, retentionAt: 0, ...content, complete: true, missing: [], provisional: false },
    tally: {
      ...{ excluded: 0, bot: 0, duplicate: 0, counted: 1, duplicateConflict: 0 },
      ...{ countedByAction: {}, excludedByRule: {} },
    },
  };
}
