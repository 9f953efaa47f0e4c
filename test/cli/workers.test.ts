/** Worker threads from the command line: the same results, and a clean end when interrupted. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { dayOf, removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { writeArchive } from '../support/write-archive.ts';
import { jsonLines, runMain } from './run-main.ts';

const program = join(import.meta.dirname, '../../bin/recount.js');
const simulation = {
  ...defaultSimulation,
  sites: [{ site: 'news.example', zone: 'UTC', urls: 50, visitors: 80, share: 1 }],
  fromDay: dayOf('2026-03-07'),
  days: 3,
  eventsPerDay: 6000,
};

let folder = '';
let asked: readonly string[] = [];

beforeAll(() => {
  folder = temporaryFolder();
  writeArchive(join(folder, 'logs'), simulateArchive(simulation), { level: 1 });
  asked = [
    ...['rebuild', '--archive', join(folder, 'logs'), '--site', 'news.example', '--zone', 'UTC'],
    ...['--from', '2026-03-08', '--until', '2026-03-09', '--retain', '5m=forever', '--apply'],
    ...['--no-progress'],
  ];
});
afterAll(() => removeFolder(folder));

test('what is published, printed and listed is the same with and without workers', async () => {
  const runs = [];
  for (const workers of ['0', '2']) {
    const own = [`--store=${join(folder, `store-${workers}`)}`, '--workers', workers];
    const rejects = join(folder, `rejects-${workers}`);
    const result = await runMain([...asked, ...own, '--rejects', rejects, '--json']);
    const period = jsonLines(result).find(({ type }) => type === 'period');
    runs.push({ rows: period?.['rows'], tally: period?.['tally'], rejects: readFileSync(rejects) });
  }
  expect(runs[1]).toEqual(runs[0]);
  const { counted } = runs[0]?.tally as { readonly counted: number };
  expect(counted).toBeGreaterThan(5000);
});

test('more workers than the memory has room for are refused', async () => {
  const told = await runMain([...asked, '--store', join(folder, 'few'), '--workers', '9999']);
  expect([told.code, told.stderr]).toEqual([
    2,
    'error: --memory 1GiB is too little for --workers 9999\n' +
      'hint: give at least 625.3 GiB, or fewer workers\n',
  ]);
});

test('an interruption while workers read ends them all and leaves nothing behind', async () => {
  const spill = temporaryFolder();
  const store = join(folder, 'interrupted');
  const more = ['--workers', '2', '--store', store, '--spill', spill];
  const child = spawn(process.execPath, [program, ...asked, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // The spill space is made right before the archive is read.
  while (readdirSync(spill).length === 0) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGINT');
  const [stderr, [code]] = await Promise.all([
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  expect([code, stderr]).toEqual([
    130,
    'stopping at the next safe place; the same signal again ends at once\n' +
      'interrupted; what was published is whole, and the same command goes on from there\n',
  ]);
  expect(readdirSync(spill)).toEqual([]);
  removeFolder(spill);
});
