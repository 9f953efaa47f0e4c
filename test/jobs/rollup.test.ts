/**
 * A fortnight of rollups over three sites whose zones change their clocks in it. Objects come late,
 * are replaced, vanish and come back; runs are killed at random. At the end every day is what a
 * rebuild from scratch makes of the logs.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textFromDay } from '../../src/base/calendar.ts';
import { rollup, type RollupRequest, type RollupResult } from '../../src/jobs/rollup.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { Store } from '../../src/store/store.ts';
import { runMain } from '../cli/run-main.ts';
import { rebuildIn, withPorts } from '../support/erase-harness.ts';
import { stoppingStore } from '../support/explore-interleavings.ts';
import { dayOf, removeFolder, siteOf, temporaryFolder } from '../support/rebuild-harness.ts';
import { startRecount } from '../support/recount-process.ts';
import { bytesOfObject } from '../support/write-archive.ts';

/** Berlin and Lisbon change on 2026-03-29, Sydney on 2026-04-05. */
const zones = {
  'berlin.example': 'Europe/Berlin',
  'lisbon.example': 'Europe/Lisbon',
  'sydney.example': 'Australia/Sydney',
};
const sites = Object.entries(zones).map(([site, zone]) => siteOf(site, zone));
const fromDay = dayOf('2026-03-23');
const days = 15;
const simulation = {
  ...defaultSimulation,
  sites: Object.entries(zones).map(([site, zone]) => {
    return { site, zone, urls: 5, visitors: 12, share: 1 };
  }),
  fromDay: fromDay - 1,
  days: days + 2,
  eventsPerDay: 120,
};

let root = '';
let archive = '';
let place = '';
let config = '';
/** By their keys; `late`: with other events in the same hours. */
let objects: ReadonlyMap<string, Buffer>;
let others: ReadonlyMap<string, Buffer>;

beforeAll(() => {
  root = temporaryFolder();
  [archive, place, config] = ['archive', 'store', 'recount.yaml'].map((name) =>
    join(root, name),
  ) as [string, string, string];
  // The blocks of an object must be taken before the next one is asked for.
  const byKey = (seed: number): ReadonlyMap<string, Buffer> => {
    const bytes = new Map<string, Buffer>();
    for (const object of simulateArchive({ ...simulation, seed })) {
      bytes.set(object.key, bytesOfObject(object, 1));
    }
    return bytes;
  };
  [objects, others] = [byKey(1), byKey(2)];
  const zoneLines = Object.entries(zones).map(([site, zone]) => `  ${site}: {zone: ${zone}}`);
  writeFileSync(config, `sites:\n${zoneLines.join('\n')}\n`);
});
afterAll(() => {
  removeFolder(root);
});

const keyOf = (day: number, hour: number): string =>
  `events/${textFromDay(day).replaceAll('-', '/')}/${String(hour).padStart(2, '0')}/part-0.gz`;

function put(key: string, bytes: Buffer | undefined): void {
  if (bytes === undefined) throw new Error(`nothing simulated for ${key}`);
  mkdirSync(dirname(join(archive, key)), { recursive: true });
  writeFileSync(join(archive, key), bytes);
}

/** What happens to the archive on the n-th day, before the rollup of its noon. */
const events: Readonly<Record<number, () => void>> = {
  // An hour that comes two days late: until then its days are incomplete.
  4: () => put(keyOf(fromDay + 2, 9), objects.get(keyOf(fromDay + 2, 9))),
  // More lines of an hour that was read already, across the change of the clocks.
  8: () => {
    const key = keyOf(fromDay + 6, 1);
    put(key.replace('part-0', 'part-1'), others.get(key));
  },
  // Another object under the same name.
  10: () => put(keyOf(fromDay + 8, 14), others.get(keyOf(fromDay + 8, 14))),
  // Gone, and back two days later.
  11: () => renameSync(join(archive, keyOf(fromDay + 9, 3)), join(root, 'gone.gz')),
  13: () => renameSync(join(root, 'gone.gz'), join(archive, keyOf(fromDay + 9, 3))),
};

const withheld = keyOf(fromDay + 2, 9);

function bringHours(nowSeconds: number): void {
  for (const [key, object] of objects) {
    const hour = Date.parse(`${key.slice(7, 17).replaceAll('/', '-')}T${key.slice(18, 20)}:00:00Z`);
    const isNew = hour / 1000 + 3600 <= nowSeconds && !known.has(key);
    if (!isNew || key === withheld) continue;
    known.add(key);
    put(key, object);
  }
}
const known = new Set<string>();

function rollupIn(store: Store, run: string, now: number): Promise<RollupResult> {
  return withPorts(
    { archive, stores: [store], request: { sites }, run, now },
    (ports, { sites: own, ...request }) => {
      const asked: RollupRequest = { ...request, sites: own, lookBackDays: 7, stopAt: undefined };
      return rollup(ports, asked);
    },
  );
}

/** Everything that readers see of the days, byte for byte. */
async function exported(store: string): Promise<string> {
  const range = ['--from', textFromDay(fromDay), '--until', textFromDay(fromDay + days - 1)];
  const flags = [...range, '--config', config, '--store', store];
  const rows = await runMain(['export', '--sketches', ...flags]);
  const pages = await runMain(['export', '--pages', ...flags]);
  expect([rows.code, pages.code]).toEqual([0, 0]);
  return rows.stdout + pages.stdout;
}

test('at its end every day is that of a rebuild from scratch', async () => {
  const seed = Date.now() % 1_000_000;
  const chance = (step: number): number => ((seed + 7919 * (step + 1)) % 997) / 997;
  const told: string[] = [];
  for (let day = 1; day <= days; day += 1) {
    const now = (fromDay + day) * 86_400 + 43_200;
    bringHours(now);
    events[day]?.();
    const run = `run-${String(day).padStart(2, '0')}`;
    const nowMs = now * 1000;
    if (day % 4 === 0) {
      const flags = ['--archive', archive, '--store', place, '--config', config];
      const argv = ['rollup', ...flags, '--no-progress'];
      const killed = startRecount(argv, { nowMs });
      const timer = setTimeout(() => killed.signal('SIGKILL'), 300 + 2500 * chance(day));
      await killed.ended;
      clearTimeout(timer);
    }
    const store = await openFolderStore(place, { create: true });
    const calls = Math.floor(120 * chance(day + 50));
    if (day % 3 === 0) await rollupIn(stoppingStore(store, calls), `${run}-x`, now).catch(() => 0);
    const result = await rollupIn(store, run, now);
    for (const { site, day: of, kind } of result.rebuilt.periods) {
      if (of < fromDay || ['published', 'current'].includes(kind)) continue;
      told.push(`${String(day)} ${site.slice(0, 6)} ${String(of - fromDay)} ${kind}`);
    }
    const again = await rollupIn(store, `${run}-again`, now);
    expect(again.rebuilt.lines, `seed ${String(seed)}`).toBe(0);
    expect(again.rebuilt.periods.some(({ kind }) => kind === 'published')).toBe(false);
    await store.close();
  }
  expect(told).toMatchInlineSnapshot(`
    [
      "3 berlin 2 incomplete",
      "3 lisbon 2 incomplete",
      "3 sydney 2 incomplete",
      "11 berlin 8 vanished",
      "11 berlin 9 vanished",
      "11 lisbon 8 vanished",
      "11 lisbon 9 vanished",
      "11 sydney 9 vanished",
      "12 berlin 8 vanished",
      "12 berlin 9 vanished",
      "12 lisbon 8 vanished",
      "12 lisbon 9 vanished",
      "12 sydney 9 vanished",
    ]
  `);
  const scratch = join(root, 'scratch');
  const fresh = await openFolderStore(scratch, { create: true });
  const now = (fromDay + days) * 86_400 + 43_200;
  const all = { sites, fromDay, untilDay: fromDay + days - 1 };
  await rebuildIn({ archive, stores: [fresh], request: all, run: 'scratch', now });
  await fresh.close();
  expect(await exported(place), `seed ${String(seed)}`).toBe(await exported(scratch));
  rmSync(scratch, { recursive: true });
}, 600_000);
