/** The contract of rows and page records: order, ranges, and content of every kind. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTexts } from '../../src/base/bytes.ts';
import type { GenerationKey } from '../../src/model/period.ts';
import type { Grain, RowPart } from '../../src/model/row.ts';
import type { RowRange } from '../../src/store/store.ts';
import { describeGroup } from './contract-subject.ts';
import { day } from './records.ts';
import { collect, plainParts, rowPartsFromPlain } from './row-parts.ts';
import type { PlainCell, PlainPart } from './row-parts.ts';

/** 2026-03-08T10:00:00Z. */
const tenOClock = 1_772_964_000;
const longUrl = `https://a.example/${'x'.repeat(8174)}`;
const longValue = 'v'.repeat(2048);

export const describeRows = describeGroup('rows', ({ store, newSite }) => {
  function newKey(): GenerationKey {
    return { site: newSite(), day, generation: 'g1' };
  }

  async function stage(grain: Grain, parts: Iterable<RowPart>): Promise<GenerationKey> {
    const key = newKey();
    await store().stageRows(key, grain, parts);
    return key;
  }

  async function readBack(parts: readonly PlainPart[], range: RowRange = {}): Promise<PlainPart[]> {
    const grain = parts[0]?.grain ?? '1d';
    const key = await stage(grain, rowPartsFromPlain(parts));
    return plainParts(store().readRows(key, grain, range));
  }

  test('come back cell by cell as they were staged, in both grains', async () => {
    for (const parts of [oneDay, fiveMinutes]) expect(await readBack(parts)).toEqual(parts);
  });

  test('of a grain without any are none', async () => {
    expect(await readBack([])).toEqual([]);
  });

  test('of a generation or a grain that was never staged are none', async () => {
    const key = await stage('1d', rowPartsFromPlain(oneDay));
    expect(await collect(store().readRows(key, '5m', {}))).toEqual([]);
    const unknown = { ...key, generation: 'unknown' };
    expect(await collect(store().readRows(unknown, '1d', {}))).toEqual([]);
  });

  test('are read by url, by bucket, or both', async () => {
    const key = await stage('5m', rowPartsFromPlain(fiveMinutes));
    const read = (range: RowRange): Promise<PlainPart[]> =>
      plainParts(store().readRows(key, '5m', range));
    const [site, a1, a2, b1] = fiveMinutes;
    expect(await read({ url: null })).toEqual([site]);
    expect(await read({ url: 'https://a.example/' })).toEqual([a1, a2]);
    expect(await read({ url: 'https://c.example/' })).toEqual([]);
    expect(await read({ fromBucket: tenOClock + 300 })).toEqual([a2, b1]);
    expect(await read({ untilBucket: tenOClock + 300 })).toEqual([site, a1]);
    const both = { fromBucket: tenOClock + 300, untilBucket: tenOClock + 600 };
    expect(await read({ ...both, url: 'https://a.example/' })).toEqual([a2]);
    const day1 = await stage('1d', rowPartsFromPlain(oneDay));
    const days = { fromBucket: day, untilBucket: day + 1 };
    expect(await plainParts(store().readRows(day1, '1d', days))).toEqual(oneDay);
    const later = store().readRows(day1, '1d', { fromBucket: day + 1 });
    expect(await plainParts(later)).toEqual([]);
  });

  test('hold numbers up to 2^53 - 1, long urls, long values and large sketches', async () => {
    const sketch = 'ab'.repeat(10_240);
    const cells: PlainCell[] = [
      ['$all/page_views', Number.MAX_SAFE_INTEGER],
      ['$all/visitors', 4_294_967_296, sketch],
      [`ref_url=${longValue}/page_views`, 1],
    ];
    const parts = [row({ url: longUrl, cells })];
    expect(await readBack(parts)).toEqual(parts);
    expect(await readBack(parts, { url: longUrl })).toEqual(parts);
  });

  test('hold any Unicode in urls and keys, and tell like from like', async () => {
    const odd = ['', '\0', '\uFEFFx', 'a', 'a\0', 'a\0b', 'A', "'", 'ä', 'a\u0308', '\u{10FFFF}'];
    const urls = [...odd].sort(compareTexts);
    const parts = [null, ...urls].map((url) =>
      row({ url, cells: odd.map((value) => [`utm_term=${value}/event:%00`, 7] as const) }),
    );
    expect(await readBack(parts)).toEqual(parts);
    const key = await stage('1d', rowPartsFromPlain(parts));
    for (const [index, url] of [null, ...urls].entries()) {
      const read = await plainParts(store().readRows(key, '1d', { url }));
      expect(read).toEqual([parts[index]]);
    }
  });

  test('of a hundred thousand cells come in their hundred parts', async () => {
    const parts = Array.from({ length: 100 }, (_, part) =>
      row({
        url: 'https://hot.example/',
        part,
        cells: Array.from({ length: 1000 }, (_value, index) => [
          `ref_url=https://r.example/${String(part * 1000 + index).padStart(6, '0')}/page_views`,
          index + 1,
        ]),
      }),
    );
    expect(await readBack(parts)).toEqual(parts);
  });

  test('are the same whatever their keys, values, sketches and number', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCells, { maxLength: 60 }), async (cellsOfRows) => {
        const parts = cellsOfRows.map((cells, index) =>
          row({ url: index === 0 ? null : `https://a.example/${1000 + index}`, cells }),
        );
        expect(await readBack(parts)).toEqual(parts);
      }),
      { numRuns: 15 },
    );
  });

  test('can be read by several readers at once, each to where it stops', async () => {
    const key = await stage('1d', rowPartsFromPlain(manyRows(3000)));
    const readers = [1, 2, 3, 4, 5, 6].map(async (wanted) => {
      const urls: (string | null)[] = [];
      for await (const { url } of store().readRows(key, '1d', {})) {
        urls.push(url);
        if (urls.length === wanted * 400) break;
      }
      return urls;
    });
    for (const [index, urls] of (await Promise.all(readers)).entries()) {
      const expected = manyRows(3000).slice(0, (index + 1) * 400);
      expect(urls).toEqual(expected.map(({ url }) => url));
    }
  });

  test('whose making fails end with that very failure', async () => {
    const failure = new RangeError('the derivation broke');
    function* failing(): Generator<RowPart, void, undefined> {
      yield* rowPartsFromPlain(manyRows(500));
      throw failure;
    }
    const key = newKey();
    await expect(store().stageRows(key, '1d', failing())).rejects.toBe(failure);
  });
});

/** 11 bytes as a sketch of one visitor has them. */
const oneVisitor = '128e7f4971e4d3a1b2c30a';

const oneDay: readonly PlainPart[] = [
  row({
    url: null,
    cells: [
      ['$all/page_views', 3],
      ['$all/visitors', 2, '128e7f49717fb4b4a2ab4a9d61d5f2a4a21b0a'],
    ],
  }),
  row({
    url: 'https://a.example/',
    cells: [
      ['$all/page_views', 2],
      ['$all/visitors', 1, oneVisitor],
      ['ref_url=https://r.example//page_views', 1],
    ],
  }),
];

const fiveMinutes: readonly PlainPart[] = [
  { url: null, bucket: tenOClock },
  { url: 'https://a.example/', bucket: tenOClock },
  { url: 'https://a.example/', bucket: tenOClock + 300 },
  { url: 'https://b.example/', bucket: tenOClock + 600 },
].map(({ url, bucket }) => ({
  grain: '5m',
  url,
  bucket,
  part: 0,
  cells: [
    ['$all/page_views', 1],
    ['$all/visitors', 1, oneVisitor],
  ],
}));

function row(given: {
  readonly url: string | null;
  readonly part?: number;
  readonly cells: readonly PlainCell[];
}): PlainPart {
  return { grain: '1d', bucket: day, part: 0, ...given };
}

function manyRows(count: number): PlainPart[] {
  return Array.from({ length: count }, (_, index) =>
    row({ url: `https://a.example/${10_000 + index}`, cells: [['$all/page_views', index + 1]] }),
  );
}

const anyCells = fc.uniqueArray(
  fc
    .tuple(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('page_views', 'visitors', 'engaged_seconds', 'event:newsletter%20signup'),
      fc.maxSafeNat().map((value) => value + 1),
      fc.uint8Array({ maxLength: 40 }),
    )
    .map(([segment, metric, value, sketch]): PlainCell => {
      const key = `utm_term=${segment}/${metric}`;
      const hex = Buffer.from(sketch).toString('hex');
      return hex === '' ? [key, value] : [key, value, hex];
    }),
  { minLength: 1, maxLength: 40, selector: ([key]) => key },
);
