/** SIGKILL at random moments: readers see the old numbers or the new, and a rerun finishes. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import {
  dayOf,
  liveRows,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';
import { bytesOfObject, writeArchive } from '../support/write-archive.ts';

const program = join(import.meta.dirname, '../../bin/recount.js');
const dates = ['2026-03-08', '2026-03-09'];
const fromDay = dayOf('2026-03-08');
const request = {
  sites: [siteOf('news.example', 'America/New_York')],
  fromDay,
  untilDay: fromDay + 2,
};
const simulation = {
  ...defaultSimulation,
  sites: [{ site: 'news.example', zone: 'America/New_York', urls: 50, visitors: 80, share: 1 }],
  fromDay: fromDay - 1,
  days: 5,
  eventsPerDay: 800,
};
const kills = 20;

let root = '';
let archive = '';
let store = '';

beforeAll(async () => {
  root = temporaryFolder();
  archive = join(root, 'archive');
  store = join(root, 'store');
  writeArchive(archive, simulateArchive(simulation), { level: 1 });
  await runRebuild({ archive, store, request });
  addLateObject();
});
afterAll(() => {
  removeFolder(root);
});

/** Events of both days in an object that both of them read, so that every number changes. */
function addLateObject(): void {
  const more = { ...simulation, seed: 2, fromDay: fromDay + 1, days: 1, layout: 'day' } as const;
  for (const object of simulateArchive(more)) {
    writeFileSync(join(archive, 'events/2026/03/09/05/late.gz'), bytesOfObject(object, 1));
  }
}

const rebuildArguments = (path: string): string[] => [
  ...[program, 'rebuild', '--archive', archive, '--store', path, '--site', 'news.example'],
  ...['--zone', 'America/New_York', '--from', '2026-03-08', '--until', '2026-03-10'],
  ...['--retain', '5m=forever', '--force', '--apply', '--quiet'],
];

type KilledRun = {
  readonly store: string;
  readonly afterMs: number;
  /** Called again and again while the program runs, and once more when it is over. */
  readonly see: () => Promise<void>;
};

/** @returns whether the program came to its end before it was killed. */
async function runAndKill({ store: path, afterMs, see }: KilledRun): Promise<boolean> {
  const child = spawn(process.execPath, rebuildArguments(path), { stdio: 'ignore' });
  const moment = new AbortController();
  let isOver = false;
  const over = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => {
      isOver = true;
      moment.abort();
      resolve(code);
    });
  });
  const killing = wait(afterMs, undefined, { signal: moment.signal }).then(
    () => child.kill('SIGKILL'),
    () => false,
  );
  while (!isOver) await see();
  await killing;
  await see();
  return (await over) === 0;
}

async function allRows(path: string): Promise<string[]> {
  const rows = await Promise.all(dates.map((date) => liveRows(path, 'news.example', date)));
  return rows.map((day) => JSON.stringify(day));
}

test('killed twenty times, a store shows old days or new ones and ends as one run', async () => {
  const old = await allRows(store);
  const scratch = join(root, 'scratch');
  await runRebuild({ archive, store: scratch, request });
  const fresh = await allRows(scratch);
  expect(fresh.map((day, index) => day === old[index])).toEqual([false, false]);
  const started = performance.now();
  const see = (): Promise<void> => wait(50);
  expect(await runAndKill({ store: scratch, afterMs: 600_000, see })).toBe(true);
  const wholeMs = performance.now() - started;
  const seed = Date.now() % 1_000_000;
  const kept = `kill moments within ${wholeMs.toFixed(0)} ms from seed ${String(seed)}`;
  const oldOrNew = async (): Promise<void> => {
    for (const [index, day] of (await allRows(store)).entries()) {
      if (day !== fresh[index]) expect(day, kept).toBe(old[index]);
    }
  };
  for (let kill = 1; kill <= kills; kill += 1) {
    const afterMs = wholeMs * (((seed * (kill + 7)) % 997) / 997);
    await runAndKill({ store, afterMs, see: oldOrNew });
  }
  expect(await runAndKill({ store, afterMs: 600_000, see: oldOrNew })).toBe(true);
  expect(await allRows(store), kept).toEqual(fresh);
}, 300_000);
