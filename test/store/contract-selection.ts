/**
 * The contract of what queries read: written out where a store selects or the definition does,
 * and beside the definition for any selection of any rows.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptySketch, unionSketches } from '../../src/model/sketch.ts';
import type { GenerationKey } from '../../src/model/period.ts';
import {
  pageMetadataFromText,
  textFromPageMetadata,
  type PageRecord,
} from '../../src/model/page-record.ts';
import { readAllPages, selectCells, selectQuickly } from '../../src/jobs/select-cells.ts';
import type { CellSelection, SelectedCell } from '../../src/store/selection.ts';
import { partsFromRows, type PlainRow } from '../support/rows.ts';
import { describeGroup } from './contract-subject.ts';
import { day } from './records.ts';

const all = { values: ['$all'], begins: [] };
const views = { name: 'page_views', isDistinct: false };
const visitors = { name: 'visitors', isDistinct: true };

export const describeSelection = describeGroup('selected cells', ({ store, newSite }) => {
  async function stageDays(days: readonly (readonly PlainRow[])[]): Promise<GenerationKey[]> {
    const site = newSite();
    const keys = days.map((_, index) => ({ site, day: day + index, generation: 'g1' }));
    for (const [index, key] of keys.entries()) {
      for (const grain of ['1d', '5m'] as const) {
        const rows = (days[index] ?? []).filter((row) => row.grain === grain);
        await store().stageRows(key, grain, partsFromRows(rows));
      }
    }
    return keys;
  }

  const selected = (selection: CellSelection): Promise<Numbers> =>
    numbersOf(
      store().selection?.selectCells(selection) ?? selectCells(store(), selection),
      selection,
    );

  test('add counts and merge sketches of what is not told apart', async () => {
    const keys = await stageDays(twoDays);
    const sources = keys.map((key) => ({ key, grain: '1d' as const }));
    const metrics = [views, visitors];
    const ofUrls = { sources, urls: 'each' as const, segments: all, metrics };
    expect(await selected({ ...ofUrls, keeps: new Set(['url']) })).toEqual({
      '["1d","https://a.example/",null,null,"page_views"]': 7,
      '["1d","https://a.example/",null,null,"visitors"]': sketchText([1n, 2n, 3n]),
      '["1d","https://b.example/",null,null,"page_views"]': 2,
    });
    expect(await selected({ ...ofUrls, urls: 'site', keeps: new Set(['bucket']) })).toEqual({
      [`["1d",null,${day},null,"page_views"]`]: 6,
      [`["1d",null,${day + 1},null,"page_views"]`]: 3,
    });
  });

  test('are of the urls, segments and buckets that are asked for, and no others', async () => {
    const keys = await stageDays(twoDays);
    const [first = { site: '', day, generation: '' }] = keys;
    const devices = { values: [], begins: ['device='] };
    const options = { urls: 'site' as const, segments: devices, metrics: [views] };
    const keeps = new Set(['segment'] as const);
    expect(await selected({ ...options, sources: [{ key: first, grain: '1d' }], keeps })).toEqual({
      '["1d",null,null,"device=desktop","page_views"]': 2,
      '["1d",null,null,"device=mobile","page_views"]': 4,
    });
    const cut = { key: first, grain: '5m' as const, fromBucket: 300, untilBucket: 600 };
    const one = { values: ['https://a.example/'], begins: ['https://b.'] };
    expect(
      await selected({
        sources: [cut],
        urls: one,
        segments: all,
        metrics: [views],
        keeps: new Set(['url', 'bucket']),
      }),
    ).toEqual({ '["5m","https://a.example/",300,null,"page_views"]': 10 });
  });

  test('are those that the rows give, whatever is asked for', async () => {
    const keys = await stageDays([anyRows(1), anyRows(2), anyRows(3)]);
    await fc.assert(
      fc.asyncProperty(anySelection(keys), async (selection) => {
        const expected = await numbersOf(selectCells(store(), selection), selection);
        expect(await selected(selection)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('are those that the rows give, where totals answer in their place', async () => {
    const keys = await stageDays([daysOfUrls(1), daysOfUrls(2), daysOfUrls(3)]);
    await fc.assert(
      fc.asyncProperty(anySelectionOfSums(keys), async (selection) => {
        const expected = await numbersOf(selectCells(store(), selection), selection);
        const quick = await numbersOf(selectQuickly(store(), selection), selection);
        expect(quick).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test('totals are compared with the rows of their day, and with no others', async () => {
    const keys = await stageDays([daysOfUrls(1), daysOfUrls(2)]);
    const { totals } = store();
    const [first, second] = [keys[0]!, keys[1]!];
    const compared = (rows: GenerationKey): unknown =>
      totals?.compare(first, store().readRows(rows, '1d', {}));
    expect(await compared(first)).toBe(totals && 'same');
    expect(await compared(second)).toBe(totals && 'other');
    await store().dropGeneration(first);
    expect(await compared(second)).toBe(totals && 'absent');
  });

  test('the newest page record of each url is found over all generations', async () => {
    const keys = await stageDays([[], []]);
    const pages = (seenAt: number, urls: readonly string[]): PageRecord[] =>
      urls.map((url) => ({ url, seenAt, metadata: `{"seen":${seenAt}}` }));
    await store().stagePages(keys[0]!, pages(200, ['https://a.example/', 'https://b.example/']));
    await store().stagePages(keys[1]!, pages(100, ['https://a.example/', 'https://ö.example/']));
    const newest = new Map<string, PageRecord>();
    const batches = store().selection?.newestPages(keys) ?? readAllPages(store(), keys);
    for await (const batch of batches) {
      for (const page of batch) {
        if ((newest.get(page.url)?.seenAt ?? 0) < page.seenAt) newest.set(page.url, page);
      }
    }
    expect([...newest.values()].map(({ url, seenAt }) => [url, seenAt]).sort()).toEqual([
      ['https://a.example/', 200],
      ['https://b.example/', 200],
      ['https://ö.example/', 100],
    ]);
  });

  test('page records of which some fields are asked for have these as staged', async () => {
    const [key] = await stageDays([[]]);
    const known = { title: 'Über "alles"', authors: ['A', 'Ö'], section: 'a/b', tags: [] };
    const rest = { canonicalUrl: null, pageType: 'post', publishedMs: null };
    const metadata = textFromPageMetadata({ ...known, ...rest });
    const nothing = '{"authors":[],"section":null}';
    const pages = [
      { url: 'https://a.example/', seenAt: 100, metadata },
      { url: 'https://b.example/', seenAt: 100, metadata: nothing },
    ];
    await store().stagePages(key!, pages);
    const found = new Map<string, unknown>();
    const keys = [key!];
    const batches =
      store().selection?.newestPages(keys, ['section', 'authors']) ?? readAllPages(store(), keys);
    for await (const batch of batches) {
      for (const { url, metadata: text } of batch) {
        const { section, authors } = pageMetadataFromText(text);
        found.set(url, { section, authors });
      }
    }
    expect(Object.fromEntries(found)).toEqual({
      'https://a.example/': { section: 'a/b', authors: ['A', 'Ö'] },
      'https://b.example/': { section: null, authors: [] },
    });
  });
});

/** A number, or the union of sketches in hex. */
type Numbers = Readonly<Record<string, number | string>>;

/** Put together by what the selection keeps: the pieces in which cells come make no difference. */
async function numbersOf(
  batches: AsyncIterable<readonly SelectedCell[]>,
  { keeps, metrics }: CellSelection,
): Promise<Numbers> {
  const sums = new Map<string, number>();
  const sketches = new Map<string, Uint8Array>();
  for await (const batch of batches) {
    for (const { grain, url, bucket, segment, metric, value, sketch } of batch) {
      const key = JSON.stringify([
        grain,
        keeps.has('url') ? url : null,
        keeps.has('bucket') ? bucket : null,
        keeps.has('segment') ? segment : null,
        metric,
      ]);
      const isDistinct = metrics.find(({ name }) => name === metric)?.isDistinct === true;
      if (!isDistinct) sums.set(key, (sums.get(key) ?? 0) + value);
      else sketches.set(key, unionSketches([sketches.get(key) ?? emptySketch, sketch.slice()]));
    }
  }
  const numbers: [string, number | string][] = [...sums, ...hexOfEach(sketches)];
  return Object.fromEntries(numbers.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hexOfEach(sketches: ReadonlyMap<string, Uint8Array>): [string, string][] {
  return [...sketches].map(([key, sketch]) => [key, Buffer.from(sketch).toString('hex')]);
}

/** Explicit: version, kind and parameters, then each value in 64 bits. */
function sketchText(hashes: readonly bigint[]): string {
  return `128e7f${hashes.map((hash) => hash.toString(16).padStart(16, '0')).join('')}`;
}

const twoDays: readonly (readonly PlainRow[])[] = [
  [
    row('1d', null, day, {
      '$all/page_views': 6,
      'device=mobile/page_views': 4,
      'device=desktop/page_views': 2,
      'ref_url=device=mobile/page_views': 9,
    }),
    row('1d', 'https://a.example/', day, {
      '$all/page_views': 4,
      '$all/visitors': { value: 2, hashes: [1n, 2n] },
    }),
    row('1d', 'https://b.example/', day, { '$all/page_views': 2 }),
    row('5m', 'https://a.example/', 0, { '$all/page_views': 5 }),
    row('5m', 'https://a.example/', 300, { '$all/page_views': 10 }),
    row('5m', 'https://a.example/', 600, { '$all/page_views': 20 }),
    row('5m', 'https://c.example/', 300, { '$all/page_views': 40 }),
  ],
  [
    row('1d', null, day + 1, { '$all/page_views': 3 }),
    row('1d', 'https://a.example/', day + 1, {
      '$all/page_views': 3,
      '$all/visitors': { value: 2, hashes: [2n, 3n] },
    }),
  ],
];

function row(
  grain: PlainRow['grain'],
  url: string | null,
  bucket: number,
  cells: PlainRow['cells'],
): PlainRow {
  return { grain, url, bucket, cells };
}

const urls = [null, 'https://a.example/', "https://a.example/o'x", 'https://b.example/%'];
const segments = ['$all', 'device=mobile', 'device=desktop', 'country=US', 'ref_url=a=b/c'];

/** Rows of both grains with every segment; numbers that tell where they come from. */
function anyRows(seed: number): readonly PlainRow[] {
  return (['1d', '5m'] as const).flatMap((grain) =>
    urls.flatMap((url, place) =>
      [0, 300].map((bucket) => {
        const at = grain === '1d' ? day + seed : bucket;
        const number = seed * 1000 + place * 100 + bucket;
        const cells = segments.flatMap((segment, index): [string, number][] => [
          [`${segment}/page_views`, number + index + 1],
          [`${segment}/engaged_seconds`, number + index + 11],
        ]);
        const distinct = { value: 2, hashes: [BigInt(place + 1), BigInt(number + 20)] };
        return row(grain, url, at + (grain === '1d' ? bucket / 300 : 0), {
          ...Object.fromEntries(cells),
          '$all/visitors': distinct,
          'device=mobile/visitors': distinct,
        });
      }),
    ),
  );
}

/** A row a url: of days, as they are published, there is no other bucket. */
function daysOfUrls(seed: number): readonly PlainRow[] {
  const own = `https://only-on-day-${seed}.example/`;
  return [...urls, own].map((url, place) =>
    row('1d', url, day + seed - 1, {
      '$all/engaged_seconds': seed * 2 ** 40 + place,
      '$all/event:share': place + 1,
      '$all/page_views': seed * 1000 + place + 1,
      '$all/visitors': { value: 1, hashes: [BigInt(place + 1)] },
      'device=mobile/page_views': seed,
    }),
  );
}

/** What totals have, of whole days of some urls or of each. */
function anySelectionOfSums(keys: readonly GenerationKey[]): fc.Arbitrary<CellSelection> {
  const names = ['page_views', 'engaged_seconds', 'event:share', 'conversions'];
  const known = [...urls.map((url) => url ?? ''), 'https://only-on-day-2.example/'];
  const values = fc.uniqueArray(fc.constantFrom(...known, 'https://unknown.example/'));
  return fc.record({
    sources: fc
      .uniqueArray(fc.constantFrom(...keys), { minLength: 1 })
      .map((some) => some.map((key) => ({ key, grain: '1d' as const }))),
    urls: fc.oneof(
      fc.constant('each' as const),
      values.map((some) => ({ values: some, begins: [] })),
    ),
    segments: fc.constant(all),
    metrics: fc
      .uniqueArray(fc.constantFrom(...names), { minLength: 1 })
      .map((some) => some.map((name) => ({ name, isDistinct: false }))),
    keeps: fc
      .uniqueArray(fc.constantFrom('url' as const, 'bucket' as const, 'segment' as const))
      .map((some) => new Set(some)),
  });
}

function anySelection(keys: readonly GenerationKey[]): fc.Arbitrary<CellSelection> {
  const source = fc.record({
    key: fc.constantFrom(...keys),
    grain: fc.constantFrom('1d' as const, '5m' as const),
    cut: fc.boolean(),
  });
  const choice = (values: readonly string[], begins: readonly string[]) =>
    fc.record({
      values: fc.uniqueArray(fc.constantFrom(...values)),
      begins: fc.uniqueArray(fc.constantFrom(...begins)),
    });
  return fc
    .record({
      sources: fc.uniqueArray(source, {
        minLength: 1,
        selector: ({ key, grain }) => `${key.day} ${grain}`,
      }),
      urls: fc.oneof(
        fc.constantFrom('site' as const, 'each' as const),
        choice(
          urls.map((url) => url ?? 'https://unknown.example/'),
          ["https://a.example/o'", 'https://'],
        ),
      ),
      segments: choice(segments, ['device=', 'ref_url=a']),
      metrics: fc.uniqueArray(
        fc.constantFrom(views, visitors, { name: 'engaged_seconds', isDistinct: false }),
        { minLength: 1 },
      ),
      keeps: fc.uniqueArray(fc.constantFrom('url' as const, 'bucket' as const, 'segment' as const)),
    })
    .map(({ sources, keeps, ...rest }) => ({
      ...rest,
      keeps: new Set(keeps),
      sources: sources.map(({ key, grain, cut }) =>
        cut && grain === '5m' ? { key, grain, fromBucket: 0, untilBucket: 300 } : { key, grain },
      ),
    }));
}
