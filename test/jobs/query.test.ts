/** Queries over a few published days: seams, days that lack, comparisons, and what is refused. */
import { beforeAll, expect, test } from 'vitest';
import { query } from '../../src/jobs/query.ts';
import type { QueryLimits } from '../../src/jobs/query-types.ts';
import type { QuerySpec } from '../../src/query/query-spec.ts';
import type { Grain } from '../../src/model/row.ts';
import type { Store } from '../../src/store/store.ts';
import { memoryStore } from '../support/memory-store.ts';
import { day, publishSmall, site } from '../support/small-periods.ts';

/** 2026-03-08 (a Sunday) is there with days alone, the 9th with both grains, the 10th is not. */
let store: Store;

beforeAll(async () => {
  store = memoryStore();
  await publishDay(0, 7, ['1d']);
  await publishDay(1, 5, ['1d', '5m']);
});

async function publishDay(offset: number, views: number, grains: readonly Grain[]): Promise<void> {
  const key = { site, day: day + offset };
  const generation = `g${offset}`;
  await publishSmall(store, { generation, run: `run-${offset}`, at: 0, views, grains, key });
}

const days = (from: number, until: number): Partial<QuerySpec> => ({
  from: { kind: 'date', day: day + from },
  until: { kind: 'date', day: day + until },
});

function ask(spec: Partial<QuerySpec>, limits?: QueryLimits) {
  const whole = { sites: [site], metrics: ['page_views'], ...days(0, 3), ...spec };
  // 12:03 of the third day.
  const now = (day + 2) * 86_400 + 12 * 3600 + 180;
  const { signal } = new AbortController();
  return query(store, whole, { now, signal, ...(limits === undefined ? {} : { limits }) });
}

async function refusal(spec: Partial<QuerySpec>, limits?: QueryLimits) {
  const error: unknown = await ask(spec, limits).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { message, hint } = error as { message: string; hint: string };
  return { message, hint };
}

test('a day that is not published is no zero, and is said', async () => {
  const { rows, notes } = await ask({ groupBy: ['time'] });
  expect(rows.map(({ names, values }) => [...names, ...values])).toEqual([
    ['2026-03-08', 7],
    ['2026-03-09', 5],
    ['2026-03-10', null],
  ]);
  expect(notes).toEqual([{ kind: 'absent', site, isBefore: false, days: [day + 2] }]);
});

test('hours are read where they are kept, days elsewhere, and the seam is said', async () => {
  const { rows, notes } = await ask({ ...days(0, 2), groupBy: ['time'], step: 'hour' });
  expect(rows).toHaveLength(25);
  expect(rows[0]).toMatchObject({ names: ['2026-03-08'], step: 'day', values: [7] });
  expect(rows[1]).toMatchObject({ names: ['2026-03-09T00:00+00:00'], step: 'hour' });
  expect(notes).toEqual([{ kind: 'seam', site, isBefore: false, days: [day] }]);
});

test('a range that cuts a day whose 5-minute rows are not kept leaves it out', async () => {
  const from = { kind: 'time', day, seconds: 43_200 } as const;
  const { rows, notes } = await ask({ ...days(0, 2), from });
  expect(rows.map(({ values }) => values)).toEqual([[5]]);
  expect(notes).toEqual([{ kind: 'uncut', site, isBefore: false, days: [day] }]);
});

test('the last 24 hours are those before now, as five minutes begin', async () => {
  const last = {
    from: { kind: 'ago', seconds: 86_400 },
    until: { kind: 'ago', seconds: 0 },
  } as const;
  const { sites, notes } = await ask(last);
  expect(sites).toEqual([
    { site, zone: 'UTC', range: '2026-03-09 12:00 to 2026-03-10 12:00', before: undefined },
  ]);
  expect(notes.map(({ kind, days: about }) => [kind, about])).toEqual([['absent', [day + 2]]]);
});

test('a range is compared with as many days before, day by day', async () => {
  const { rows } = await ask({ ...days(1, 2), groupBy: ['time'], compare: 'previous' });
  expect(rows.map(({ names, values, before }) => [names, values, before])).toEqual([
    [['2026-03-09'], [5], [7]],
  ]);
  const weekAgo = await ask({ ...days(1, 2), compare: 'week-ago' });
  expect(weekAgo.rows[0]?.before).toEqual([null]);
  expect(weekAgo.notes).toEqual([{ kind: 'absent', site, isBefore: true, days: [day - 6] }]);
});

test('weeks begin on Mondays, and one that is not whole is said', async () => {
  const { rows, notes } = await ask({ ...days(0, 2), groupBy: ['time'], step: 'week' });
  expect(rows.map(({ names, values }) => [...names, ...values])).toEqual([
    ['2026-03-02', 7],
    ['2026-03-09', 5],
  ]);
  expect(notes).toMatchObject([{ kind: 'part', steps: ['2026-03-02', '2026-03-09'] }]);
});

test('a misspelt metric, group or value gets the near ones', async () => {
  expect(await refusal({ metrics: ['page_veiws'] })).toEqual({
    message: 'there is no metric page_veiws in the days asked for',
    hint: 'did you mean page_views?',
  });
  expect((await refusal({ groupBy: ['contry'] })).hint).toBe('did you mean country?');
  expect((await refusal({ segment: 'device=mobil' })).hint).toBe('did you mean mobile?');
  expect((await refusal({ sites: ['news.exampel'] })).hint).toBe('did you mean news.example?');
});

test('what is not stored crossed is refused, with the segment that would do', async () => {
  const { message, hint } = await refusal({ segment: 'device=mobile', groupBy: ['country'] });
  expect(message).toBe('country and device are not stored crossed: every number has one of them');
  expect(hint).toMatchInlineSnapshot(`
    "name each pair that matters as a segment in recount.yaml, then rebuild:
    sites:
      news.example:
        segments:
          us_mobile:
            all:
              - { field: ip_country, in: [US] }
              - { field: ua_devicetype, in: [mobile] }"
  `);
});

test('a query over its limits is refused before it answers', async () => {
  const limits = { cellsMax: 1, memoryBytesMax: 1 };
  const cells = await refusal({ ...days(0, 2), groupBy: ['url'] }, limits);
  expect(cells.message).toMatchInlineSnapshot(
    `"news.example: the query would read 4 stored numbers of 2 days; the limit is 1"`,
  );
  const memory = await refusal({ ...days(0, 2) }, limits);
  expect(memory.message).toBe(
    'the query holds 1 groups so far, more than its memory of 0 MiB takes; ' +
      'nothing was counted to the end',
  );
});

test('a custom event that did not happen is zero', async () => {
  const { rows } = await ask({ ...days(0, 2), metrics: ['page_views', 'event:signup'] });
  expect(rows[0]?.values).toEqual([12, 0]);
});

test('what a day did not record is no zero, and is said', async () => {
  const key = { site, day: day + 1, generation: 'g1' };
  const manifest = await store.readManifest(key);
  const catalogue = { metrics: [], segments: ['device'], breakdowns: [] };
  await store.stageManifest(key, { ...manifest!, catalogue });
  const { rows, notes } = await ask({ ...days(0, 2), groupBy: ['time'] });
  await store.stageManifest(key, manifest!);
  expect(rows.map(({ values }) => values)).toEqual([[7], [null]]);
  expect(notes).toEqual([
    { kind: 'not_recorded', site, isBefore: false, name: 'page_views', days: [day + 1] },
  ]);
});
