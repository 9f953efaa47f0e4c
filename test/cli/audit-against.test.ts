/** `recount audit --against` and `--report` from end to end, on the worked example. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, writeWorkedArchive, type MainResult } from './run-main.ts';

let folder = '';
let about: readonly string[] = [];
let logs: readonly string[] = [];

beforeAll(async () => {
  folder = temporaryFolder();
  about = [
    ...['--site', 'news.example', '--zone', 'UTC', '--retain', '5m=forever'],
    ...['--store', join(folder, 'store'), '--from', '2026-03-08', '--until', '2026-03-09'],
  ];
  logs = ['--archive', writeWorkedArchive(join(folder, 'logs'))];
  expect((await runMain(['rebuild', ...logs, ...about, '--apply'])).code).toBe(0);
});
afterAll(() => removeFolder(folder));

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** With the folder of the test under the name that a person would see. */
async function against(place: string, ...more: readonly string[]): Promise<MainResult> {
  const result = await runMain(['audit', ...about, '--against', place, ...more]);
  const shown = (text: string): string => text.replaceAll(`${folder}/`, './');
  return { ...result, stdout: shown(result.stdout), stderr: shown(result.stderr) };
}

test('an old table beside the store: no log is read', async () => {
  const old = file('old.csv', 'customer,day,pv,uv\nnews.example,20260308,2,9\n');
  const map = 'site=customer,bucket=day,page_views=pv,visitors=uv';
  const { code, stdout, stderr } = await against(old, '--stored', '--columns', map);
  expect(stdout).toMatchInlineSnapshot(`
    "here: ./store
    there: ./old.csv

    news.example
      2026-03-08 1 of 2 values differs
                           here          there         change
        visitors              2              9             +7
        and 1 that are the same
        1d site row at 2026-03-08, $all/visitors: here 2, there 9

    Compared
      1d rows of the site: page_views, visitors
    Not recorded in ./old.csv, so not compared
      1d rows of the site: channel, conversions, country, device, engaged_seconds,
        event:newsletter%2Fsign%20up, ref, ref_domain, ref_url, sessions,
        utm_campaign, visitor
      1d rows of pages
      5m rows of the site
      5m rows of pages

    1 day: 1 differs.
    "
  `);
  expect([code, stderr]).toEqual([3, 'exit code 3: differences found\n']);
});

test('the same numbers beside the logs end with 0', async () => {
  const store = ['--store', join(folder, 'store'), '--output', join(folder, 'rows.jsonl')];
  await runMain(['export', ...store, '--sketches', '--quiet']);
  const { code, stdout } = await against(join(folder, 'rows.jsonl'), ...logs);
  expect(stdout).toContain('here: the logs in ./logs\nthere: ./rows.jsonl\n');
  expect(stdout).toContain('the same: 2026-03-08');
  expect(code).toBe(0);
});

test('another store, day by day, as JSON lines', async () => {
  const { code, stdout } = await against(join(folder, 'store'), '--stored', '--json');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
  expect(lines).toMatchObject([
    { type: 'against', date: '2026-03-08', kind: 'same' },
    { type: 'compared', not_recorded_ours: [], not_recorded_theirs: [] },
    { type: 'summary', periods: 1, same: 1, differ: 0, causes: [] },
  ]);
  expect(code).toBe(0);
});

test('stores say their zone themselves, where both have the same', async () => {
  const days = ['--site', 'news.example', '--from', '2026-03-08', '--until', '2026-03-09'];
  const audited = ['audit', ...days, '--store', join(folder, 'store'), '--stored'];
  const itself = await runMain([...audited, '--against', join(folder, 'store')]);
  expect([itself.code, itself.stderr]).toEqual([0, '']);
  const old = file('zoneless.csv', 'site,bucket,page_views\nnews.example,2026-03-08,2\n');
  expect((await runMain([...audited, '--against', old])).code).toBe(0);
  expect((await runMain(audited)).code).toBe(0);

  const elsewhere = ['--store', join(folder, 'elsewhere'), '--zone', 'Asia/Tokyo'];
  const accepted = ['--accept-incomplete', '2026-03-08', '--retain', '5m=forever', '--apply'];
  await runMain(['rebuild', ...logs, ...days, ...elsewhere, ...accepted]);
  const other = join(folder, 'elsewhere');
  const { code, stderr } = await runMain([...audited, '--against', other], { columns: 500 });
  expect([code, stderr.replaceAll(`${folder}/`, './')]).toEqual([
    2,
    'error: days of news.example are in the zone UTC in ./store, and Asia/Tokyo in ./elsewhere\n' +
      'hint: a date is not the same stretch of time in both: rebuild one of them in the zone of ' +
      'the other; --zone compares date by date all the same\n',
  ]);
  const asked = [...audited, '--against', other, '--zone', 'UTC'];
  // All events of the example are of that date in both zones.
  expect((await runMain(asked)).stdout).toContain('1 day: 1 the same.');

  const nowhere = ['--site', 'blog.example', '--from', '2026-03-08', '--until', '2026-03-09'];
  const unknown = await runMain(['audit', ...nowhere, ...audited.slice(-3), '--against', other]);
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    'error: --zone is missing for the site blog.example\n' +
      'hint: name the time zone of its days, as in America/New_York, or UTC\n',
  ]);
});

test('with logs to read the zone has to be named', async () => {
  const days = ['--site', 'news.example', '--from', '2026-03-08', '--until', '2026-03-09'];
  const store = ['--store', join(folder, 'store'), '--against', join(folder, 'store')];
  const { code, stderr } = await runMain(['audit', ...days, ...logs, ...store]);
  expect(code).toBe(2);
  expect(stderr).toContain('error: --zone is missing');
});

test('a table that cannot be read is told with its line', async () => {
  const { code, stderr } = await against(
    file('bad.csv', 'site,bucket,page_views\na,x,1\n'),
    '--stored',
  );
  expect(stderr).toContain('./bad.csv:2: "x" is no bucket');
  expect(code).toBe(1);
});

test('what goes with nothing is refused', async () => {
  const old = file('empty.csv', '');
  const { code, stderr } = await against(old, ...logs, '--quick', '--plan', 'p.jsonl');
  expect(stderr).toContain('--against goes without --quick');
  expect(stderr).toContain('--against goes without --plan');
  const alone = await runMain(['audit', ...logs, ...about, '--columns', 'site=customer']);
  expect(alone.stderr).toContain('--columns is without --against');
  expect([code, alone.code]).toEqual([2, 2]);
});

test('--report writes a page of what was found, beside the text', async () => {
  const path = join(folder, 'report.html');
  const { code, stdout } = await runMain(['audit', ...logs, ...about, '--report', path]);
  const page = readFileSync(path, 'utf8');
  expect(page).toMatch(/^<!DOCTYPE html>/);
  expect(page).toContain('The numbers are right');
  expect([code, stdout.includes('1 right')]).toEqual([0, true]);
  const old = file('other.csv', 'site,bucket,page_views\nnews.example,2026-03-08,5\n');
  expect((await against(old, '--stored', '--report', path)).code).toBe(3);
  expect(readFileSync(path, 'utf8')).toContain('The day differs');
});

test('a page that cannot be written is told before any work', async () => {
  const path = join(folder, 'nowhere/report.html');
  const { code, stdout, stderr } = await runMain(['audit', ...logs, ...about, '--report', path]);
  expect([code, stdout, existsSync(path)]).toEqual([1, '', false]);
  expect(stderr).toContain('--report');
});
