/** A comparison with numbers from elsewhere, as a person and as a customer reads it. */
import { expect, test } from 'vitest';
import type { ValueKind } from '../../src/model/foreign-numbers.ts';
import { againstText } from '../../src/report/against-text.ts';
import { againstLine, comparedLine } from '../../src/report/against-json.ts';
import type { ReportedAgainst, ReportedAgainstPeriod } from '../../src/report/against-types.ts';
import { pageFromAgainst } from '../../src/report/html/page-from-against.ts';
import { making } from '../support/audit-pages.ts';

/** 2026-03-08. */
const day = 20_520;
const siteDay = { grain: '1d', isSiteRow: true, dimension: '$all' } as const;
const nothing = {
  ...{ reasons: [], cells: 2, tolerated: 0, ours: null, theirs: null, sample: [] },
  differences: { missing: 0, extra: 0, changed: 0 },
};

const periods: readonly ReportedAgainstPeriod[] = [
  {
    ...nothing,
    ...{ site: 'news.example', day, kind: 'differs', tolerated: 1 },
    differences: { missing: 0, extra: 0, changed: 1 },
    ours: { page_views: 1200, visitors: 300 },
    theirs: { page_views: 1250, visitors: 300 },
    sample: [
      {
        ...{ kind: 'changed', row: { grain: '1d', url: null, bucket: day } },
        ...{ key: '$all/page_views', derived: 1200, stored: 1250, sketchDiffers: false },
      },
    ],
  },
  { ...nothing, site: 'news.example', day: day + 1, kind: 'same' },
  { ...nothing, site: 'news.example', day: day + 2, kind: 'only_ours', ours: { page_views: 9 } },
  {
    ...nothing,
    site: 'news.example',
    day: day + 3,
    kind: 'unreadable',
    reasons: ['a part is cut'],
  },
];

const lacking: readonly ValueKind[] = [
  { ...siteDay, metric: 'conversions' },
  { ...siteDay, dimension: 'device', metric: 'page_views' },
  { ...siteDay, grain: '5m', metric: 'page_views' },
  { ...siteDay, isSiteRow: false, metric: 'page_views' },
];

const against: ReportedAgainst = {
  ...{ ours: './recount-store', theirs: 'old.csv', periods },
  kinds: {
    both: [
      { ...siteDay, metric: 'page_views' },
      { ...siteDay, metric: 'visitors' },
    ],
    ours: lacking,
    theirs: [{ ...siteDay, metric: 'event:bounce' }],
  },
};

test('what differs, what is the same, and what could not be compared', () => {
  expect([...againstText(against, 80)].join('\n')).toMatchInlineSnapshot(`
    "here: ./recount-store
    there: old.csv

    news.example
      2026-03-08 1 of 2 values differs, 1 within the tolerance
                             here          there         change
        page_views          1,200          1,250            +50
        and 1 that are the same
        1d site row at 2026-03-08, $all/page_views: here 1,200, there 1,250
      the same: 2026-03-09
      only here: 2026-03-10
      2026-03-11 not readable: a part is cut

    Compared
      1d rows of the site: page_views, visitors
    Not recorded in old.csv, so not compared
      1d rows of the site: conversions, device
      1d rows of pages
      5m rows of the site
    Not recorded in ./recount-store, so not compared
      1d rows of the site: event:bounce

    4 days: 1 the same, 1 differs, 1 only here, 1 not readable."
  `);
});

test('JSON lines call the sides ours and theirs', () => {
  expect(JSON.parse(againstLine(periods[0]!))).toMatchObject({
    ...{ type: 'against', site: 'news.example', date: '2026-03-08', kind: 'differs' },
    sample: [{ url: null, grain: '1d', bucket: '2026-03-08', ours: 1200, theirs: 1250 }],
  });
  expect(JSON.parse(comparedLine(against))).toEqual({
    ...{ type: 'compared', ours: './recount-store', theirs: 'old.csv' },
    compared: ['1d rows of the site: page_views, visitors'],
    not_recorded_theirs: [
      '1d rows of the site: conversions, device',
      '1d rows of pages',
      '5m rows of the site',
    ],
    not_recorded_ours: ['1d rows of the site: event:bounce'],
  });
});

test('its page speaks of the same and of differing, not of right and wrong', () => {
  const { title, verdict, notChecked } = pageFromAgainst(against, making);
  expect(title).toBe('news.example, 8 March 2026 to 11 March 2026: old.csv beside ./recount-store');
  expect(verdict).toEqual({
    tone: 'wrong',
    headline: '2 of 3 days differ',
    text:
      '2 days differ: not in old.csv (1 day). 1 value in all differs. ' +
      'The numbers of 1 day are the same in old.csv and ./recount-store. ' +
      'Nothing is known of 1 day that could not be checked.',
  });
  expect(notChecked).toContain('Not in old.csv: 5m rows of the site.');
  expect(notChecked).toContain('2026-03-11, news.example: a part is cut');
});
