/** SIGKILL of a repair at random moments: the old numbers or the planned ones, and an end. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuditedWorld } from '../support/audited-world.ts';
import { plantLateData } from '../support/plant-causes.ts';
import { liveRows } from '../support/rebuild-harness.ts';

const program = join(import.meta.dirname, '../../bin/recount.js');
const dates = ['2026-03-07', '2026-03-08'];
const kills = 8;

let world: AuditedWorld;
let store = '';
let plan = '';

beforeAll(() => {
  world = new AuditedWorld(2);
  store = join(world.root, 'store');
  plan = join(world.root, 'plan.jsonl');
});
afterAll(() => {
  world.close();
});

function common(): readonly string[] {
  return [
    ...['--archive', world.archive, '--store', store, '--site', 'news.example'],
    ...['--zone', 'America/New_York', '--retain', '5m=forever', '--quiet'],
  ];
}

const days = ['--from', '2026-03-07', '--until', '2026-03-09'];

/** @returns the exit code; null where it was killed. */
async function recount(given: readonly string[], afterMs?: number): Promise<number | null> {
  const child = spawn(process.execPath, [program, ...given], { stdio: 'ignore' });
  const over = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const moment = new AbortController();
  const killing =
    afterMs === undefined
      ? undefined
      : wait(afterMs, undefined, { signal: moment.signal }).then(
          () => child.kill('SIGKILL'),
          () => false,
        );
  const code = await over;
  moment.abort();
  await killing;
  return code;
}

const repairing = (): string[] => [
  ...['repair', plan, ...common()],
  ...['--reason', 'test', '--apply'],
];

async function allRows(): Promise<string[]> {
  const rows = await Promise.all(dates.map((date) => liveRows(store, 'news.example', date)));
  return rows.map((day) => JSON.stringify(day));
}

test('killed at random, a repair shows old days or planned ones, and then ends', async () => {
  expect(await recount(['rebuild', ...common(), ...days, '--apply'])).toBe(0);
  const old = await allRows();
  plantLateData(world, 0);
  plantLateData(world, 1);
  expect(await recount(['audit', ...common(), ...days, '--plan', plan])).toBe(3);
  const seed = Date.now() % 1_000_000;
  const kept = `kill moments from seed ${String(seed)}`;
  const started = performance.now();
  await recount(['audit', ...common(), ...days]);
  const wholeMs = performance.now() - started;
  const seen: string[][] = [];
  for (let kill = 1; kill <= kills; kill += 1) {
    await recount(repairing(), wholeMs * (((seed * (kill + 7)) % 997) / 997));
    seen.push(await allRows());
  }
  expect(await recount(repairing()), kept).toBe(0);
  const planned = await allRows();
  expect(planned.map((day, index) => day === old[index])).toEqual([false, false]);
  for (const rows of seen) {
    for (const [index, day] of rows.entries()) {
      if (day !== old[index]) expect(day, kept).toBe(planned[index]);
    }
  }
  expect(await recount(['audit', ...common(), ...days]), kept).toBe(0);
  expect(await recount(repairing()), kept).toBe(0);
}, 300_000);
