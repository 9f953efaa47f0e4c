/** `recount export` from end to end: the worked example comes out as it was worked out by hand. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, workedExample, writeWorkedArchive } from './run-main.ts';

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

function expectedRows(grain: string): string {
  return readFileSync(join(workedExample, `rows-${grain}.jsonl`), 'utf8');
}

test('rows come out byte for byte as they were worked out, days before 5 minutes', async () => {
  const { code, stdout, stderr } = await runMain(['export', ...store]);
  expect(stdout).toBe(expectedRows('1d') + expectedRows('5m'));
  expect([code, stderr]).toEqual([0, 'exported 8 rows of 1 day\n']);
});

test('one grain, one page and the site alone can be asked for', async () => {
  const rows = expectedRows('1d').trimEnd().split('\n');
  const page = (JSON.parse(rows[1] ?? '') as { url: string }).url;
  const grain = ['export', ...store, '--quiet', '--grain', '1d'];
  expect(await runMain(grain)).toEqual({ code: 0, stdout: expectedRows('1d'), stderr: '' });
  expect((await runMain([...grain, '--site-rows'])).stdout).toBe(`${rows[0] ?? ''}\n`);
  expect((await runMain([...grain, '--url', page])).stdout).toBe(`${rows[1] ?? ''}\n`);
});

test('a url that has no row is told how urls are stored', async () => {
  const { code, stderr } = await runMain(['export', ...store, '--url', 'https://News.example/?a']);
  expect(code).toBe(0);
  expect(stderr).toContain('urls are stored without query and fragment');
});

test('CSV has a line per number, with the same numbers', async () => {
  const { stdout } = await runMain(['export', ...store, '--format', 'csv', '--grain', '1d']);
  const [header, ...lines] = stdout.trimEnd().split('\n');
  expect(header).toBe('site,url,grain,bucket,segment,metric,value');
  expect(lines.slice(0, 4)).toEqual([
    'news.example,,1d,2026-03-08,$all,conversions,1',
    'news.example,,1d,2026-03-08,$all,engaged_seconds,12',
    'news.example,,1d,2026-03-08,$all,event:newsletter%2Fsign%20up,1',
    'news.example,,1d,2026-03-08,$all,page_views,2',
  ]);
  const cells = expectedRows('1d').match(/":\d+/g) ?? [];
  expect(lines).toHaveLength(cells.length);
});

test('with --sketches every distinct count has the sketch behind it', async () => {
  const argv = ['export', ...store, '--grain', '1d', '--site-rows', '--sketches'];
  const row = JSON.parse((await runMain(argv)).stdout) as {
    cells: Record<string, number>;
    sketches: Record<string, string>;
  };
  const distinct = Object.keys(row.cells).filter((key) => /\/(visitors|sessions)$/.test(key));
  expect(Object.keys(row.sketches)).toEqual(distinct);
  // Two visitors: version 1 and explicit, the parameters, then two hashes of 8 bytes.
  expect(row.sketches['$all/visitors']).toMatch(/^128e7f[0-9a-f]{32}$/);
});

test('a day that is not stored is named and changes the exit code', async () => {
  const days = ['--site', 'news.example', '--from', '2026-03-07', '--until', '2026-03-09'];
  const { code, stdout, stderr } = await runMain(['export', ...store, ...days]);
  expect([code, stdout]).toEqual([4, expectedRows('1d') + expectedRows('5m')]);
  expect(stderr).toMatchInlineSnapshot(`
    "news.example 2026-03-07: nothing is published for this day
    exported 8 rows of 1 day; 1 asked for and not there, named above
    exit code 4: an object or a period was skipped or refused
    "
  `);
});

test('a site that the store does not know is an error, with the one that was meant', async () => {
  const { code, stderr } = await runMain(['export', ...store, '--site', 'new.example']);
  expect(code).toBe(2);
  expect(stderr).toContain('knows no site new.example\nhint: did you mean news.example?');
});

test('a store that is not there is an error, and is not made', async () => {
  const path = join(folder, 'no-store');
  const { code, stderr } = await runMain(['export', '--store', path]);
  expect([code, existsSync(path)]).toEqual([2, false]);
  expect(stderr).toContain('no store');
});

test('a file is written whole, over an older one, and the summary counts its rows', async () => {
  const path = join(folder, 'rows.jsonl');
  writeFileSync(path, 'older and longer than nothing\n');
  const { code, stdout } = await runMain(['export', ...store, '--json', '--output', path]);
  expect(code).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(expectedRows('1d') + expectedRows('5m'));
  expect(JSON.parse(stdout)).toEqual({
    type: 'summary',
    rows: 8,
    pages: 0,
    days: 1,
    absent: 0,
    errors: [],
    causes: [],
    exit_code: 0,
  });
});

test('a file in a folder that is not there is refused before anything is read', async () => {
  const path = join(folder, 'nowhere', 'rows.jsonl');
  const { code, stderr } = await runMain(['export', ...store, '--output', path]);
  expect(code).toBe(1);
  expect(stderr).toContain(`error: --output ${path} cannot be written (ENOENT)`);
});

test('page records are exported in place of rows', async () => {
  expect((await runMain(['export', ...store, '--pages', '--quiet'])).stdout).toBe('');
  const { stdout } = await runMain(['export', ...store, '--pages', '--format', 'csv']);
  expect(stdout).toBe(
    'site,date,url,seen_at,title,authors,section,tags,canonical_url,page_type,published_ms\n',
  );
});

test('an older file stays when the export fails', async () => {
  const path = join(folder, 'kept.jsonl');
  writeFileSync(path, 'the older one\n');
  const empty = join(folder, 'empty-store');
  rmSync(empty, { recursive: true, force: true });
  await runMain(['export', '--store', empty, '--output', path]);
  expect(readFileSync(path, 'utf8')).toBe('the older one\n');
});
