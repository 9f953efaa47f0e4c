/**
 * Ten million events of one day, which are several times what the memory holds: the whole process
 * stays within its limit, with worker threads and without, and the numbers are those that it makes
 * without one. Takes 2 GB of disk, 8 GB of memory for the last run, and half an hour.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';

const program = join(import.meta.dirname, '../../bin/recount.js');
const mebibyte = 1024 ** 2;

/** Tells at its end the most memory that the process ever had, in KiB. */
const telling = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => console.error(`peak ${process.resourceUsage().maxRSS}`))',
)}`;

let folder = '';

beforeAll(() => {
  folder = temporaryFolder();
  run(
    ['simulate', '--into', join(folder, 'logs'), '--from', '2026-03-07', '--days', '3'],
    [...['--events', '10000000', '--objects', '4', '--traffic', 'news.example=UTC']],
  );
}, 1_800_000);
afterAll(() => removeFolder(folder));

function run(
  command: readonly string[],
  more: readonly string[],
): { readonly stdout: string; readonly peakBytes: number } {
  const argv = ['--import', telling, program, ...command, ...more, '--no-progress'];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, expect.stringMatching(/peak \d+/)]);
  return { stdout, peakBytes: Number(/peak (\d+)/.exec(stderr)?.[1]) * 1024 };
}

type Period = {
  readonly rows: Readonly<Record<string, { readonly checksum: string; readonly cells: number }>>;
  readonly tally: { readonly counted: number };
};

function rebuildWith(
  memory: string,
  workers: number,
): { readonly period: Period; readonly peakBytes: number } {
  const { stdout, peakBytes } = run(
    ['rebuild', '--archive', join(folder, 'logs'), '--site', 'news.example', '--zone', 'UTC'],
    [
      ...['--from', '2026-03-08', '--until', '2026-03-09', '--retain', '5m=forever', '--apply'],
      ...['--store', join(folder, `${memory}-${workers}`), '--spill', folder, '--json'],
      ...['--memory', memory, '--workers', String(workers)],
    ],
  );
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Period & Line);
  return { period: lines.find(({ type }) => type === 'period') as Period, peakBytes };
}

type Line = { readonly type: string };

test('a day of ten million events stays within --memory 512MiB, byte for byte', () => {
  const limited = rebuildWith('512MiB', 0);
  expect(limited.peakBytes).toBeLessThanOrEqual(512 * mebibyte);
  const threaded = rebuildWith('512MiB', 2);
  expect(threaded.peakBytes).toBeLessThanOrEqual(512 * mebibyte);
  const unlimited = rebuildWith('24GiB', 0);
  expect(limited.period.tally.counted).toBeGreaterThan(9_000_000);
  expect(limited.period.rows).toEqual(unlimited.period.rows);
  expect(limited.period.tally).toEqual(unlimited.period.tally);
  // A generation is named by its run.
  const generation_after = expect.any(String) as unknown;
  expect(threaded.period).toEqual({ ...limited.period, generation_after });
}, 7_200_000);
