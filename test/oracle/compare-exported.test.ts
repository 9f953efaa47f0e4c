/** The comparison: what it must find, and what it must let pass. */
import { expect, test } from 'vitest';
import { compareExported } from './compare-exported.ts';
import type { ExportedRow } from './exported.ts';

function row(url: string | null, cells: Record<string, number>): ExportedRow {
  return { type: 'row', site: 's', url, grain: '1d', bucket: '2026-03-08', cells };
}

const site = row(null, { '$all/page_views': 3, '$all/visitors': 2, 'country=US/page_views': 3 });
const page = row('https://s/', { '$all/page_views': 3 });

async function differences(expected: ExportedRow[], actual: ExportedRow[]) {
  return (await compareExported(expected, actual)).differences;
}

test('equal rows have no differences', async () => {
  expect(await compareExported([site, page], [site, page])).toEqual({
    rows: 2,
    cells: 4,
    differing: 0,
    differences: [],
  });
});

test('a missing row and a row too many are named', async () => {
  expect(await differences([site, page], [site])).toEqual([
    '1d 2026-03-08 https://s/: the row is missing',
  ]);
  expect(await differences([page], [site, page])).toEqual([
    '1d 2026-03-08 site row: no such row is expected',
  ]);
});

test('cells that differ, lack or are too many are named', async () => {
  const other = row(null, { '$all/page_views': 4, '$all/visitors': 2, 'country=DE/page_views': 3 });
  expect(await differences([site], [other])).toEqual([
    '1d 2026-03-08 site row $all/page_views: expected 3, found 4',
    '1d 2026-03-08 site row country=US/page_views: expected 3, found no cell',
    '1d 2026-03-08 site row country=DE/page_views: no such cell is expected, found 3',
  ]);
});

test('rows and cells in another order are named', async () => {
  expect((await differences([site, page], [page, site]))[0]).toBe(
    '1d 2026-03-08 site row: the row is missing',
  );
  const backwards = row(null, Object.fromEntries(Object.entries(site.cells).reverse()));
  expect(await differences([site], [backwards])).toEqual([
    '1d 2026-03-08 site row: cell 0 is country=US/page_views, expected there $all/page_views',
  ]);
});

test('urls are ordered by their bytes, not by their UTF-16 units', async () => {
  const rows = [row('\uff5e', { a: 1 }), row('\ud83d\ude00', { a: 1 })];
  expect(await differences(rows, rows)).toEqual([]);
  expect(await differences(rows.toReversed(), rows)).toContain(
    'expected rows are out of order: 1d 2026-03-08 \ud83d\ude00 before 1d 2026-03-08 \uff5e',
  );
});

test('distinct counts are exact up to 1,280 and within five standard errors above', async () => {
  const visitors = (count: number) => [row(null, { '$all/visitors': count })];
  expect(await differences(visitors(1280), visitors(1281))).toHaveLength(1);
  expect(await differences(visitors(10_000), visitors(10_400))).toEqual([]);
  expect(await differences(visitors(10_000), visitors(10_410))).toHaveLength(1);
  const views = (count: number) => [row(null, { '$all/page_views': count })];
  expect(await differences(views(10_000), views(10_001))).toHaveLength(1);
});
