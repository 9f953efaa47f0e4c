/**
 * Queries over the rebuilt fixtures, beside what SQL counts over the same lines and what is
 * exported: a hundred cells by chance, and groups over several days whose sets must merge.
 */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textFromDay } from '../../src/base/calendar.ts';
import { query } from '../../src/jobs/query.ts';
import type { Filter, QuerySpec } from '../../src/query/query-spec.ts';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { Store } from '../../src/store/store.ts';
import {
  dayOf,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';
import { exportedRows } from './export-of-store.ts';
import type { ExportedRow } from './exported.ts';
import {
  fixtureArchive,
  fixtureDays,
  fixtureRobots,
  fixtureSites,
  plantedLines,
} from './fixtures.ts';
import { sourceOfPlanted } from './line-sources.ts';
import { openOracle, type Oracle } from './oracle.ts';
import { quoted } from './rules-sql.ts';

const [fromDay, untilDay] = [dayOf(fixtureDays.from), dayOf(fixtureDays.until)];
const wholeRange = {
  from: { kind: 'date', day: fromDay },
  until: { kind: 'date', day: untilDay },
} as const;

/** Epoch seconds of an instant after all days: moments are written as so long before it. */
const now = (untilDay + 30) * 86_400;

let root = '';
let oracle: Oracle;
let store: Store;

beforeAll(async () => {
  root = temporaryFolder();
  oracle = await openOracle({
    sites: fixtureSites,
    ...fixtureDays,
    robots: fixtureRobots,
    source: sourceOfPlanted(fixtureArchive, plantedLines),
  });
  await runRebuild({
    archive: fixtureArchive,
    store: join(root, 'store'),
    request: {
      sites: fixtureSites.map(({ site, zone, ownSegments = [], exclusions = [] }) =>
        siteOf(site, zone, { ownSegments, exclusions }),
      ),
      fromDay,
      untilDay,
    },
  });
  store = await openFolderStore(join(root, 'store'), { create: false });
}, 120_000);
afterAll(async () => {
  await store.close();
  oracle.close();
  removeFolder(root);
});

/** A line a row: its names, then its numbers. */
async function answer(spec: Partial<QuerySpec>): Promise<readonly (string | number | null)[][]> {
  const whole = { sites: ['news.example'], metrics: ['page_views'], ...wholeRange, ...spec };
  const { signal } = new AbortController();
  const { rows } = await query(store, whole, { now, signal });
  return rows.map(({ names, values }) => [...names, ...values]);
}

/** The same by SQL over the counted events; `dimension` as in a cell's key. */
async function counted(
  groups: readonly string[],
  numbers: readonly string[],
  { from = 'occurrences', where = `dimension = '$all'` } = {},
): Promise<readonly (string | number | null)[][]> {
  const selected = [...groups, ...numbers.map((number) => `(${number})::double`)];
  const rows = await oracle.ask<Record<string, string | number | null>>(
    `select ${selected.map((column, index) => `${column} as c${index}`).join(', ')} from ${from}
     where site = 'news.example' and ${where} group by all`,
  );
  return rows.map((row) => Object.values(row));
}

const views = `count(*) filter (action = 'pageview')`;
const visitors = 'count(distinct visitor)';
const engaged = `coalesce(sum(engaged_seconds) filter (action = 'heartbeat'), 0)`;

test('a hundred cells by chance are what SQL counts and what is exported', async () => {
  const cells = await allCells();
  const exported = await exportedCells();
  const place = fc.nat(cells.length - 1);
  await fc.assert(
    fc.asyncProperty(place, async (index) => {
      const { site, url, grain, bucket, key, value } = cells[index]!;
      const found = await valueOfCell({ site, url, grain, bucket }, key);
      expect([key, found]).toEqual([key, value]);
      expect(exported.get(JSON.stringify([site, url, grain, bucket, key]))).toBe(value);
    }),
    { numRuns: 100 },
  );
});

type CellPlace = Pick<ExportedRow, 'site' | 'url' | 'grain' | 'bucket'>;

async function allCells() {
  const cells: (CellPlace & { readonly key: string; readonly value: number })[] = [];
  for (const { site } of fixtureSites) {
    for await (const { url, grain, bucket, cells: own } of oracle.rows(site)) {
      for (const [key, value] of Object.entries(own)) {
        cells.push({ site, url, grain, bucket, key, value });
      }
    }
  }
  return cells;
}

async function exportedCells(): Promise<ReadonlyMap<string, number>> {
  const cells = new Map<string, number>();
  const periods = fixtureSites.flatMap(({ site }) => {
    return Array.from({ length: untilDay - fromDay }, (_, index) => ({
      site,
      day: fromDay + index,
    }));
  });
  for (const { site, day } of periods) {
    for await (const row of exportedRows({ store: join(root, 'store'), site, day })) {
      const place = [site, row.url, row.grain, row.bucket];
      const entries = Object.entries(row.cells);
      entries.forEach(([key, value]) => cells.set(JSON.stringify([...place, key]), value));
    }
  }
  return cells;
}

async function valueOfCell({ site, url, grain, bucket }: CellPlace, key: string) {
  const slash = key.lastIndexOf('/');
  const [segment, metric] = [key.slice(0, slash), key.slice(slash + 1)];
  const equals = segment.indexOf('=');
  const filters: Filter[] = url === null ? [] : [{ dimension: 'url', match: 'is', value: url }];
  if (equals !== -1) {
    const dimension = segment.slice(0, equals);
    filters.push({ dimension, match: 'is', value: segment.slice(equals + 1) });
  }
  const begin = Date.parse(bucket) / 1000;
  const range =
    grain === '1d'
      ? ({
          from: { kind: 'date', day: dayOf(bucket) },
          until: { kind: 'date', day: dayOf(bucket) + 1 },
        } as const)
      : ({
          from: { kind: 'ago', seconds: now - begin },
          until: { kind: 'ago', seconds: now - begin - 300 },
        } as const);
  const rows = await answer({ sites: [site], metrics: [metric], filters, ...range });
  return rows[0]?.[0];
}

const sorted = (rows: readonly (string | number | null)[][]): string[] =>
  rows.map((row) => JSON.stringify(row)).sort();

test('visitors of three days, and of each, are the sets of SQL', async () => {
  const metrics = ['page_views', 'visitors', 'engaged_seconds'];
  expect(await answer({ metrics })).toEqual(await counted([], [views, visitors, engaged]));
  const days = await answer({ metrics, groupBy: ['time'] });
  expect(sorted(days)).toEqual(
    sorted(await counted(['date::varchar'], [views, visitors, engaged])),
  );
});

test('hours are those of the clock of the site, over a change to daylight saving', async () => {
  const hours = await answer({ metrics: ['visitors'], groupBy: ['time'], step: 'hour' });
  const hour = `strftime(make_timestamp(bucket::bigint * 1000000)::timestamp
    at time zone 'UTC' at time zone 'America/New_York', '%Y-%m-%dT%H:00')`;
  const expected = await counted([hour], [visitors]);
  const found = hours
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => [String(name).slice(0, 16), value ?? null]);
  expect(sorted(found)).toEqual(sorted(expected));
  // 24 + 23 + 24 hours: 02:00 of 8 March does not exist.
  expect(hours).toHaveLength(71);
  expect(hours.map(([name]) => name)).toContain('2026-03-08T03:00-04:00');
});

test('segments, own segments and breakdowns are grouped by value', async () => {
  for (const name of ['device', 'ref', 'subscriber']) {
    const where = `starts_with(dimension::varchar, '${name}=')`;
    const value = `(dimension::varchar)[${name.length + 2}:]`;
    const found = await answer({ metrics: ['page_views', 'visitors'], groupBy: [name] });
    const expected = await counted([value], [views, visitors], { where });
    expect(sorted(found)).toEqual(sorted(expected));
  }
  const domains = await answer({ groupBy: ['ref_domain'] });
  const expected = await counted(['(dimension::varchar)[12:]'], [views], {
    where: `starts_with(dimension::varchar, 'ref_domain=')`,
  });
  expect(sorted(domains)).toEqual(sorted(expected.filter(([, value]) => value !== 0)));
});

test('urls come with their sets, the largest first, and are told by their beginning', async () => {
  const found = await answer({ metrics: ['visitors'], groupBy: ['url'], top: 10 });
  const expected = await counted(['url::varchar'], [visitors]);
  const order = (a: (typeof expected)[number], b: typeof a): number => {
    const [left, right] = [a, b].map(([name]) => Buffer.from(String(name)));
    return Number(b[1]) - Number(a[1]) || Buffer.compare(left!, right!);
  };
  expect(found).toEqual([...expected].sort(order).slice(0, 10));
  const begin = 'https://news.example/2026/';
  const filters: Filter[] = [{ dimension: 'url', match: 'begins', value: begin }];
  const where = `dimension = 'device=mobile' and starts_with(url::varchar, ${quoted(begin)})`;
  expect(await answer({ metrics: ['visitors'], segment: 'device=mobile', filters })).toEqual(
    await counted([], [visitors], { where }),
  );
});

test('pages are grouped by the newest that any day knows of them', async () => {
  const newest = `(select url, site, arg_max(metadata, seen_at) as metadata
    from page_records group by url, site)`;
  const joined = `occurrences left join ${newest} page
    on page.url = occurrences.url::varchar and page.site = occurrences.site`;
  for (const [name, value] of [
    ['section', `metadata ->> 'section'`],
    ['page_type', `metadata ->> 'pageType'`],
    ['post', `coalesce(metadata ->> 'canonicalUrl', occurrences.url::varchar)`],
    [
      'tag',
      `unnest(case when len(metadata ->> '$.tags[*]') > 0
      then metadata ->> '$.tags[*]' else [null] end)`,
    ],
  ] as const) {
    const from = `(select occurrences.*, ${value} as named from ${joined})`;
    const found = await answer({ metrics: ['page_views', 'visitors'], groupBy: [name] });
    const expected = await counted(['named'], [views, visitors], { from });
    expect(sorted(found)).toEqual(sorted(expected));
  }
});

test('a derived metric divides what SQL counts', async () => {
  const found = await answer({ metrics: ['engaged_seconds_per_visitor'], groupBy: ['time'] });
  const expected = await counted(['date::varchar'], [engaged, visitors]);
  const divided = expected.map(([date, sum, set]) => [date ?? null, Number(sum) / Number(set)]);
  expect(sorted(found)).toEqual(sorted(divided));
  expect(found.map(([name]) => name)).toEqual([0, 1, 2].map((more) => textFromDay(fromDay + more)));
});
