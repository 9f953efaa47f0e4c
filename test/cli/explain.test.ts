/** What `recount explain` prints, as support would paste it into a mail. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, writeWorkedArchive, type MainResult } from './run-main.ts';

let folder = '';
beforeAll(async () => {
  folder = temporaryFolder();
  writeWorkedArchive(join(folder, 'logs'));
  const days = ['--from', '2026-03-08', '--until', '2026-03-09', '--zone', 'UTC'];
  await runMain([...places('rebuild'), ...days, '--retain', '5m=forever', '--apply']);
});
afterAll(() => removeFolder(folder));

function places(command: string): string[] {
  const at = ['--archive', join(folder, 'logs'), '--store', join(folder, 'store')];
  return [command, ...at, '--site', 'news.example'];
}

async function explain(...argv: string[]): Promise<MainResult> {
  return runMain([...places('explain'), ...argv]);
}

test('a number and its lines, without a zone: the store knows it', async () => {
  const { code, stdout, stderr } = await explain('--day', '2026-03-08', '--metric', 'page_views');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatchInlineSnapshot(`
    "page_views of news.example
    2026-03-08, time zone UTC

      stored                   2
      from the logs            2

    The stored number is what the logs give.

    The lines behind it

      2  counted     add up to the number
      1  duplicate   the same event was accepted before
      1  bot         a robot's user agent
      1  incomplete  without action, url, visitor, id or time

      Read: 11 lines of all sites in 31 objects, the logs of 2026-03-07T23:00:00Z to
      2026-03-09T06:00:00Z. 1 line cannot be read, so nobody knows whose it is.

    Each line: time in UTC, visitor, action,
    what it adds, object and line

    counted
      10:01:10  ~eba6ec98  pageview         1  events/2026/03/08/10/part-0.gz:1
          https://news.example/a
      10:04:59  ~9c49e7b5  pageview         1  events/2026/03/08/10/part-0.gz:3
          https://news.example/a

    duplicate
      10:04:59  ~9c49e7b5  pageview         1  events/2026/03/08/10/part-0.gz:4
          https://news.example/a
          counted once, as events/2026/03/08/10/part-0.gz:3

    bot
      10:06:00  ~9e48be01  pageview         1  events/2026/03/08/10/part-0.gz:7
          https://news.example/a

    incomplete
      10:08:00  ~c6cca1b7  -                0  events/2026/03/08/10/part-0.gz:10
          https://news.example/a
    "
  `);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('visitors, with why the day is not the sum', async () => {
  const { stdout } = await explain('--day', '2026-03-08', '--metric', 'visitors');
  const from = stdout.indexOf('Why the day');
  expect(stdout.slice(from, stdout.indexOf('Each line'))).toMatchInlineSnapshot(`
    "Why the day is not the sum of its buckets (times in UTC)

      Added up, the 5-minute buckets give 3 visitors: whoever comes back later is
      seen again there, but is one of the day. Those who are new add up to the day.

      bucket       seen        new
      10:00           2          2
      10:05           1          0
      sum             3          2

      The count is exact (up to 1,280 it always is).

    "
  `);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('as JSON lines, visitors masked unless they are asked for', async () => {
  const bucket = ['--bucket', '2026-03-08T10:05', '--lines', '--json'];
  const { stdout } = await explain(...bucket);
  const lines = stdout.trimEnd().split('\n');
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(parsed.map(({ type, fate = '' }) => `${String(type)} ${String(fate)}`))
    .toMatchInlineSnapshot(`
    [
      "explanation ",
      "fate counted",
      "fate bot",
      "fate other_bucket",
      "fate incomplete",
      "line other_bucket",
      "line other_bucket",
      "line bot",
      "line incomplete",
      "summary ",
    ]
  `);
  const visitors = (all: readonly Record<string, unknown>[]): unknown[] =>
    all.filter(({ type }) => type === 'line').map(({ visitor }) => visitor);
  for (const visitor of visitors(parsed)) expect(visitor).toMatch(/^~[0-9a-f]{8}$/);
  const unmasked = (await explain(...bucket, '--unmask')).stdout.trimEnd().split('\n');
  const open = visitors(unmasked.map((line) => JSON.parse(line) as Record<string, unknown>));
  expect(open).toHaveLength(visitors(parsed).length);
  for (const visitor of open) expect(visitor).not.toMatch(/^~/);
});

test('no more lines than are allowed, and the totals of all', async () => {
  const { stdout } = await explain('--day', '2026-03-08', '--lines', '--lines-max', '1');
  expect(stdout.slice(stdout.indexOf('\ncounted\n'))).toMatchInlineSnapshot(`
    "
    counted
      10:01:10  ~eba6ec98  pageview         1  events/2026/03/08/10/part-0.gz:1
          https://news.example/a

    1 of 5 lines are listed; the totals above are of all. For the others raise
    --lines-max, or ask for 5 minutes of the day with --bucket.
    "
  `);
});

test.each([
  [[], '--day is missing'],
  [['--day', '2026-03-08', '--metric', 'pageviews'], 'did you mean page_views?'],
  [['--day', '2026-03-08', '--metric', 'page_views,visitors'], 'explain is about one metric'],
  [['--day', '2026-03-08', '--segment', 'devise=mobile'], 'did you mean device?'],
  [['--day', '2026-03-08', '--segment', 'device=phone'], 'one of desktop, mobile, tablet, other'],
  [['--day', '2026-03-08', '--segment', 'device'], 'write device=desktop'],
  [
    ['--day', '2026-03-08', '--segment', 'country=US', '--metric', 'visitors'],
    'visitors are not counted by country',
  ],
  [['--day', '2026-03-08', '--bucket', '2026-03-08T10:05'], '--day and --bucket exclude'],
  [['--bucket', '10:05'], 'is not a date with a time'],
  [
    ['--bucket', '2026-03-08T02:30', '--zone', 'America/New_York'],
    'a time that was skipped in America/New_York',
  ],
  [
    ['--bucket', '2026-11-01T01:30', '--zone', 'America/New_York'],
    'say which, in UTC: 2026-11-01T05:30:00Z or 2026-11-01T06:30:00Z',
  ],
])('%j is refused: %s', async (argv, message) => {
  const { code, stdout, stderr } = await explain(...argv);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('a site that nothing names is a typing error', async () => {
  const { code, stderr } = await explain('--site', 'sport.example', '--day', '2026-03-08');
  expect([code, stderr]).toEqual([2, expect.stringContaining('explain is about one site')]);
});

test('a page that no line names is asked about', async () => {
  const { code, stdout } = await explain('--day', '2026-03-08', '--url', 'https://news.example/zz');
  expect(code).toBe(0);
  expect(stdout).toContain('No line has to do with it. Are page, segment and metric spelt right?');
});
