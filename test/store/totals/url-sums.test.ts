/** Sums over many days of totals: those that adding up url by url gives, in any order of days. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTexts } from '../../../src/base/bytes.ts';
import { UrlSums } from '../../../src/store/totals/url-sums.ts';
import {
  readTotalsIndex,
  totalsFromMemory,
  UnfitTotals,
} from '../../../src/store/totals/url-totals-reader.ts';
import { UrlTotalsWriter } from '../../../src/store/totals/url-totals-writer.ts';
import { rowPartsFromPlain } from '../row-parts.ts';

type Day = Readonly<Record<string, number>>;

function bytesOf(day: Day, metric = 'page_views'): Buffer {
  const pieces: Buffer[] = [];
  const writer = new UrlTotalsWriter(0, (bytes) => pieces.push(Buffer.from(bytes)));
  const urls = Object.keys(day).sort(compareTexts);
  const parts = urls.map((url) => {
    const cells = [[`$all/${metric}`, day[url] ?? 0]] as const;
    return { grain: '1d' as const, url, bucket: 0, part: 0, cells };
  });
  for (const part of rowPartsFromPlain(parts)) writer.take(part);
  expect(writer.finish(0)).toBe(true);
  return Buffer.concat(pieces);
}

function add(sums: UrlSums, bytes: Uint8Array): void {
  sums.add(readTotalsIndex(totalsFromMemory(bytes), 0));
}

function numbersOf(sums: UrlSums): Record<string, number> {
  const cells = [...sums.cells()].flat();
  return Object.fromEntries(cells.map(({ url, metric, value }) => [`${url} ${metric}`, value]));
}

test('are those of each url over all days, whichever days know it', () => {
  const url = fc.stringMatching(/^h[ab]{0,7}[cö]?[0-9]{0,2}$/);
  const day = fc.dictionary(url, fc.integer({ min: 1, max: 2 ** 40 }), {
    maxKeys: 500,
    size: 'max',
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(fc.array(day, { maxLength: 6 }), (days) => {
      const sums = new UrlSums(['page_views']);
      const expected = new Map<string, number>();
      for (const one of days) {
        add(sums, bytesOf(one));
        for (const [name, value] of Object.entries(one)) {
          expected.set(`${name} page_views`, (expected.get(`${name} page_views`) ?? 0) + value);
        }
      }
      expect(numbersOf(sums)).toEqual(Object.fromEntries(expected));
    }),
    { numRuns: 60 },
  );
});

test('tell metrics apart that days number otherwise, and leave out what is not asked for', () => {
  const sums = new UrlSums(['engaged_seconds', 'page_views']);
  add(sums, bytesOf({ 'https://a.example/': 3 }, 'page_views'));
  add(sums, bytesOf({ 'https://a.example/': 40 }, 'engaged_seconds'));
  add(sums, bytesOf({ 'https://a.example/': 500, 'https://b.example/': 1 }, 'conversions'));
  expect(numbersOf(sums)).toEqual({
    'https://a.example/ engaged_seconds': 40,
    'https://a.example/ page_views': 3,
  });
});

test('have nothing of a day of which one block is damaged', () => {
  const urls = Array.from({ length: 1000 }, (_, index) => `https://a.example/${10_000 + index}`);
  const day = Object.fromEntries(urls.map((url) => [url, 1]));
  const sums = new UrlSums(['page_views']);
  add(sums, bytesOf(day));
  const damaged = bytesOf(day);
  damaged[3000] = (damaged[3000] ?? 0) ^ 1;
  expect(() => {
    add(sums, damaged);
  }).toThrow(UnfitTotals);
  expect(new Set(Object.values(numbersOf(sums)))).toEqual(new Set([1]));
});
