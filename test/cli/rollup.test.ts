/** `recount rollup`: what cron and whoever reads its mail see. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, writeWorkedArchive, type MainResult } from './run-main.ts';

let folder = '';
let store = '';
let config = '';
let metricsFile = '';

beforeEach(() => {
  folder = temporaryFolder();
  const logs = writeWorkedArchive(join(folder, 'logs'));
  [store, config, metricsFile] = ['store', 'recount.yaml', 'recount.prom'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const archive = `{place: ${JSON.stringify(logs)}, expect: none}`;
  writeFileSync(config, `archive: ${archive}\nsites:\n  news.example: {zone: UTC}\n`);
});
afterEach(() => removeFolder(folder));

/** 2026-03-09T12:00:00Z: the day of the logs was yesterday, and has closed. */
const noon = Date.UTC(2026, 2, 9, 12);

function rollup(more: readonly string[] = [], minutes = 0): Promise<MainResult> {
  const argv = ['rollup', '--config', config, '--store', store, '--look-back', '1d', ...more];
  let drawn = minutes * 100;
  return runMain(argv, {
    now: () => noon + minutes * 60_000,
    randomHex: (bytes) => (drawn += 1).toString(16).padStart(bytes * 2, '0'),
  });
}

test('yesterday is published once; another run finds it up to date and reads nothing', async () => {
  const first = await rollup();
  expect([first.code, first.stdout]).toMatchInlineSnapshot(`
    [
      0,
      "news.example: 1 day published: 2026-03-08

    1 site in 0 s; 31 objects read (6.3 KiB), 5 lines counted and 6 not. Run
    20260309T120000Z-000001.
    ",
    ]
  `);
  const again = await rollup([], 1);
  expect([again.code, again.stdout]).toMatchInlineSnapshot(`
    [
      0,
      "news.example: 1 day up to date and left alone

    1 site in 0 s; no log had to be read. Run 20260309T120100Z-000065.
    ",
    ]
  `);
});

test('two at once: each ends well or is told, and the numbers are whole', async () => {
  const codes = (await Promise.all([rollup(), rollup([], 1)])).map(({ code }) => code);
  expect(codes.filter((code) => code !== 0 && code !== 6)).toEqual([]);
  expect(codes).toContain(0);
  expect((await rollup([], 2)).stdout).toContain('1 day up to date');
});

test('without time left nothing is begun, and cron is told', async () => {
  const { code, stdout } = await rollup(['--run-time', '0s']);
  expect([code, stdout]).toMatchInlineSnapshot(`
    [
      4,
      "news.example: 1 day not begun in time: 2026-03-08
        2026-03-08: the run time was over

    1 site in 0 s; no log had to be read. Run 20260309T120000Z-000001.
    ",
    ]
  `);
});

test('a dry run shows what would change and writes nothing', async () => {
  const { code, stdout } = await rollup(['--dry-run']);
  expect([code, stdout]).toMatchInlineSnapshot(`
    [
      0,
      "news.example: 1 day worked out, not written: 2026-03-08

    1 site in 0 s; 31 objects read (6.3 KiB), 5 lines counted and 6 not. Nothing was
    written.
    ",
    ]
  `);
  expect((await rollup([], 1)).stdout).toContain('published');
});

test('a day that an undo has pinned is left as it is, and named', async () => {
  const { stdout: published } = await rollup();
  const [, run = ''] = /Run\s+([0-9TZ]+-[0-9a-f]+)/.exec(published) ?? [];
  const undo = ['runs', 'undo', run, '--store', store, '--reason', 'wrong logs', '--apply'];
  expect((await runMain(undo, { now: () => noon + 60_000 })).code).toBe(0);
  const { code, stdout } = await rollup([], 2);
  expect([code, stdout]).toMatchInlineSnapshot(`
    [
      0,
      "news.example: 1 day pinned and left alone: 2026-03-08
        2026-03-08: pinned by run 20260309T120100Z-000001

    1 site in 0 s; no log had to be read. Run 20260309T120200Z-0000c9.
    ",
    ]
  `);
});

test('figures for Prometheus are written whole, and a success is kept', async () => {
  await rollup(['--metrics-file', metricsFile]);
  await expect(readFileSync(metricsFile, 'utf8')).toMatchFileSnapshot('rollup.prom');
  await rollup(['--metrics-file', metricsFile, '--run-time', '0s', '--dry-run'], 5);
  const success = /^recount_rollup_last_success_timestamp_seconds\{.*$/m;
  // That of the first run.
  expect(success.exec(readFileSync(metricsFile, 'utf8'))?.[0]).toBe(
    `recount_rollup_last_success_timestamp_seconds{site="news.example"} ${noon / 1000}`,
  );
});
