/** `recount query` from end to end, over the worked example. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, writeWorkedArchive } from './run-main.ts';

let folder = '';
let store: readonly string[] = [];

beforeAll(async () => {
  folder = temporaryFolder();
  store = ['--store', join(folder, 'store')];
  const { code } = await runMain([
    ...['rebuild', '--archive', writeWorkedArchive(join(folder, 'logs')), ...store],
    ...['--site', 'news.example', '--zone', 'UTC', '--retain', '5m=forever', '--apply'],
    ...['--from', '2026-03-08', '--until', '2026-03-09'],
  ]);
  expect(code).toBe(0);
});
afterAll(() => removeFolder(folder));

function ask(...argv: readonly string[]): ReturnType<typeof runMain> {
  return runMain(['query', ...store, '--site', 'news.example', ...argv]);
}

test('a table is for people', async () => {
  const { code, stdout } = await ask('--group-by', 'url', '--metric', 'page_views,visitors');
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "news.example, 2026-03-08, in UTC

    url                     page_views  visitors
    https://news.example/a           2         2
    https://news.example/b           0         1

    from 3 stored numbers of 1 day.
    "
  `);
});

test('JSON lines end with a summary', async () => {
  const { stdout } = await ask('--json', '--metric', 'page_views', '--group-by', 'time');
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  ).toMatchObject([
    {
      type: 'row',
      site: 'news.example',
      time: '2026-03-08',
      step: 'day',
      values: { page_views: 2 },
    },
    { type: 'summary', rows: 1, exit_code: 0 },
  ]);
});

test('CSV has a line a row', async () => {
  const { stdout } = await ask('--format', 'csv', '--metric', 'page_views', '--group-by', 'device');
  expect(stdout).toMatchInlineSnapshot(`
    "device,page_views
    desktop,1
    mobile,1
    "
  `);
});

test('a day that is not there is said, and changes the exit code', async () => {
  const days = ['--from', '2026-03-07', '--until', '2026-03-09'];
  const { code, stderr } = await ask(...days);
  expect(code).toBe(4);
  expect(stderr).toMatchInlineSnapshot(`
    "news.example: nothing is published for 2026-03-07: the numbers lack it
    exit code 4: an object or a period was skipped or refused
    "
  `);
});

test('distinct counts of a breakdown are refused, with a segment that has them', async () => {
  const { code, stderr } = await ask('--metric', 'visitors', '--group-by', 'country');
  expect(code).toBe(2);
  expect(stderr).toMatchInlineSnapshot(`
    "error: visitors is not stored by country: open lists have counts and sums, no distinct counts
    hint: name the values that matter as a segment in recount.yaml, then rebuild the days:
    sites:
      news.example:
        segments:
          country_segment:
            field: ip_country
            values: [US]
    "
  `);
});

test('a step of time in the place of a group is told how to be asked for', async () => {
  const { code, stderr } = await ask('--group-by', 'day');
  expect([code, stderr]).toEqual([
    2,
    'error: day is a step of time, and no group of its own\n' +
      'hint: group by time, step by step: --group-by time --step day\n',
  ]);
});
