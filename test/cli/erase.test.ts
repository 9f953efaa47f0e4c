/** `recount erase` as an operator runs it: what it asks for, says, records and never shows. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, testNowMs, writeWorkedArchive, type MainResult } from './run-main.ts';

const visitor = 'v2';
const key = { RECOUNT_ERASE_KEY: 'a key of sixteen bytes at least' };

let root = '';
let store = '';
let site: readonly string[] = [];

beforeAll(async () => {
  root = temporaryFolder();
  store = join(root, 'store');
  const archive = writeWorkedArchive(join(root, 'archive'));
  site = ['--archive', archive, '--store', store, '--site', 'news.example', '--zone', 'UTC'];
  const days = ['--from', '2026-03-08', '--until', '2026-03-09'];
  const made = await runMain(['rebuild', ...site, ...days, '--apply']);
  expect(made.code).toBe(0);
});
afterAll(() => {
  removeFolder(root);
});

/** Each a minute after the one before: the name of a run begins with its time. */
let minutes = 0;
function erase(...more: readonly string[]): Promise<MainResult> {
  minutes += 1;
  const nowMs = testNowMs + minutes * 60_000;
  return runMain(['erase', ...site, ...more], { environment: key, now: () => nowMs });
}

test('everything that is missing is told before anything is opened', async () => {
  const { code, stderr } = await runMain(['erase', ...site]);
  expect([code, stderr]).toMatchInlineSnapshot(`
    [
      2,
      "error: --reason is missing
    hint: say why: whoever sees the numbers change will ask
    ",
    ]
  `);
  const unnamed = await erase('--reason', 'ticket 512');
  expect([unnamed.code, unnamed.stderr]).toMatchInlineSnapshot(`
    [
      2,
      "error: no visitor is named
    hint: name whom to forget, as the log does: --visitor, or --visitor-file with
      one a line
    ",
    ]
  `);
});

test('a key that is short, missing or unreadable is refused with the way to make one', async () => {
  const reason = ['--visitor', visitor, '--reason', 'ticket 512'];
  const short = join(root, 'short.key');
  writeFileSync(short, 'secret\n');
  const given = [
    [],
    ['--erase-key-file', short],
    ['--erase-key-file', join(root, 'no-such.key')],
  ] as const;
  for (const flags of given) {
    const { code, stderr } = await runMain(['erase', ...site, ...reason, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain('head -c 32 /dev/urandom | base64 > erase.key');
    expect(stderr).not.toContain('secret\n');
  }
});

test('it says what it would do, does it, and shows nobody', async () => {
  const flags = ['--visitor', visitor, '--reason', 'ticket 512'];
  const tried = await erase(...flags);
  expect(tried.stdout.replaceAll(root, 'ROOT')).toMatchInlineSnapshot(`
    "news.example: 1 visitor (#bdb8e2e7) to be erased

      2026-03-08 to be rebuilt, 1 generation that could hold them to be removed:
                  page_views -1, visitors -1, sessions -1, conversions -1

    1 day to be rebuilt.

    Nothing was written. To erase them, add --apply:
      recount erase --archive ROOT/archive --site news.example \\
          --zone UTC --store ROOT/store --reason 'ticket 512' \\
          --visitor VISITOR --apply
    "
  `);
  const list = join(root, 'visitors.txt');
  writeFileSync(list, `${visitor}\r\n`);
  const done = await erase('--visitor-file', list, '--reason', 'ticket 512', '--apply');
  expect([done.code, done.stdout]).toMatchInlineSnapshot(`
    [
      0,
      "news.example: 1 visitor (#bdb8e2e7) erased

      2026-03-08 rebuilt, 1 generation that could hold them removed: page_views -1,
                  visitors -1, sessions -1, conversions -1

    1 day rebuilt. Run 20260410T120300Z-000001.

    What killed runs left half written is removed a day later by: recount store gc
    --apply
    ",
    ]
  `);
  const again = await erase(...flags, '--apply', '--json');
  expect(JSON.parse(again.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
    ...{ type: 'summary', repeated: true, rebuilt: 0, remaining: 0, exit_code: 0 },
    visitors: [expect.stringMatching(/^#[0-9a-f]{8}$/)],
  });
});

test('runs are shown with their visitors masked, and offer no way back', async () => {
  const listed = await runMain(['runs', 'list', '--store', store, '--json']);
  const runs = listed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  const { run } = runs.find((one) => 'command' in one && one.command === 'erase') as {
    run: string;
  };
  const { stdout } = await runMain(['runs', 'show', run, '--store', store]);
  expect(stdout).toMatch(/visitor=\["#[0-9a-f]{8}"\]/);
  expect(stdout).not.toContain('runs undo');
  for (const name of readdirSync(store, { recursive: true, encoding: 'utf8' })) {
    const path = join(store, name);
    if (name.endsWith('.json')) expect(readFileSync(path, 'utf8')).not.toMatch(/"v2"|sixteen/);
  }
});

test('a later rebuild asks for the key by its flag and its variable', async () => {
  const days = ['--from', '2026-03-08', '--until', '2026-03-09'];
  const { code, stderr } = await runMain(['rebuild', ...site, ...days]);
  expect([code, stderr]).toMatchInlineSnapshot(`
    [
      2,
      "error: the key of erasures is needed: visitors were erased from news.example
    hint: name its file with --erase-key-file, or give it as RECOUNT_ERASE_KEY
    ",
    ]
  `);
});
