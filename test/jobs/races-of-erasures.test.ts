/**
 * An erasure beside runs that began before it or begin after it, in every order of their calls:
 * what was derived without it is never published after it, and nothing of the visitor stays.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberErasure, raiseBarriers } from '../../src/jobs/set-erasure.ts';
import { erasureHash } from '../../src/model/erasure.ts';
import type { PeriodRecord } from '../../src/model/period-record.ts';
import type { Store } from '../../src/store/store.ts';
import { eraseKey, rebuildIn, runErase } from '../support/erase-harness.ts';
import { expectSound, valueOf } from '../support/expect-sound.ts';
import { copyOf, exploreInterleavings, stoppingStore } from '../support/explore-interleavings.ts';
import { formsOfVisitor } from '../support/find-bytes.ts';
import { emptyMemory, memoryStore, textOfMemory } from '../support/memory-store.ts';
import type { MemoryData } from '../support/memory-store.ts';
import { portsOf, runGarbage } from '../support/operator-jobs.ts';
import { removeFolder, siteOf, temporaryFolder } from '../support/rebuild-harness.ts';

const site = 'news.example';
/** 2026-03-08. */
const day = 20_520;
/** The window has passed; and the day's barrier is among few. */
const now = (day + 1) * 86_400 + 10 * 3600;
const sites = [siteOf(site, 'UTC', { expect: 'none', retain5mSeconds: 0 })];
const week = 7 * 86_400;

let archive = '';
let start: MemoryData;

beforeAll(async () => {
  archive = temporaryFolder();
  const path = join(archive, 'events/2026/03/08/10/part-0.gz');
  mkdirSync(dirname(path), { recursive: true });
  const lines = ['v1', 'v2'].map((visitor_site_id) =>
    JSON.stringify({
      ...{ action: 'pageview', apikey: site, event_id: visitor_site_id, visitor_site_id },
      ...{ ts_action: '2026-03-08 10:01:10', url: 'https://news.example/a' },
    }),
  );
  writeFileSync(path, gzipSync(lines.join('\n')));
  start = emptyMemory();
  await rebuildOf(memoryStore(start), 'kept');
  await rebuildOf(memoryStore(start), 'live');
});
afterAll(() => {
  removeFolder(archive);
});

const rebuildOf = (store: Store, run: string) =>
  rebuildIn({
    ...{ archive, stores: [store], run, now },
    request: { sites, fromDay: day, untilDay: day + 1, isForced: true },
  });

const eraseIn = (store: Store, run: string, visitor = 'v1') =>
  runErase({ archive, stores: [store], request: { sites }, run, now, visitors: [visitor] });

async function recordIn(data: MemoryData): Promise<PeriodRecord> {
  const record = await memoryStore(data).readPeriod({ site, day });
  if (record === undefined) throw new Error('the record is gone');
  return record;
}

/** Sketches stand in the text of a memory store in hex, big endian. */
function holds(data: MemoryData, visitor: string): boolean {
  const { 'hash in hex': hash } = formsOfVisitor(visitor);
  return textOfMemory(data).includes(hash?.toString() ?? '?');
}

/** What a run staged after it was barred goes with the garbage. */
async function expectForgotten(data: MemoryData): Promise<void> {
  await expectSound(data);
  const { live, generations, barrier } = await recordIn(data);
  const entry = generations.find(({ generation }) => generation === live);
  expect([barrier, entry?.barrier]).toEqual([1, 1]);
  await runGarbage(memoryStore(data), { now: now + 30 * week, run: 'gc' });
  expect([holds(data, 'v1'), holds(data, 'v2')]).toEqual([false, true]);
}

test('the visitors are there to be found before', () => {
  expect([holds(start, 'v1'), holds(start, 'v2')]).toEqual([true, true]);
});

const lostAnswers = [
  [false, false],
  [true, false],
  [false, true],
] as const;

/** The steps of an erasure after which nothing that was derived before may be published. */
async function bar(store: Store): Promise<number> {
  const erasure = { site, key: eraseKey, run: 'erase', at: now, reason: 'asked for' };
  const hashes = [erasureHash(eraseKey, { site, visitor: 'v1' })];
  const ports = portsOf(store, now);
  const number = await numberErasure(ports, { ...erasure, hashes });
  await raiseBarriers(ports, { site, number, run: 'erase' });
  return number;
}

test.each(lostAnswers)(
  'a rebuild publishes before an erasure, or without the visitor, or is told of it (%s, %s)',
  async (...lost) => {
    const outcomes = new Set<string>();
    await exploreInterleavings(
      start,
      [bar, (store) => rebuildOf(store, 'beside')],
      async ({ data, first, second }) => {
        expect(valueOf(first)).toBe(1);
        const [period] = valueOf(second).periods;
        const { live, generations } = await recordIn(data);
        const entry = generations.find(({ generation }) => generation === live);
        outcomes.add(`${String(period?.kind)} under ${String(entry?.barrier)}`);
        if (period?.kind === 'conflict') expect(valueOf(second).causes).toEqual([6]);
        await expectSound(data);
      },
      { lostAnswers: lost },
    );
    // What is live under 0 was published before: the erasure goes on to trace and rebuild it.
    expect([...outcomes].sort()).toEqual([
      'conflict under 0',
      'published under 0',
      'published under 1',
    ]);
  },
  120_000,
);

test.each(lostAnswers)(
  'two erasures of one visitor are numbered once (%s, %s)',
  async (...lost) => {
    await exploreInterleavings(
      start,
      [bar, bar],
      async ({ data, first, second }) => {
        expect([valueOf(first), valueOf(second)]).toEqual([1, 1]);
        expect((await memoryStore(data).readSite(site))?.barriers).toHaveLength(1);
        expect((await recordIn(data)).barrier).toBe(1);
      },
      { lostAnswers: lost },
    );
  },
  120_000,
);

test('stopped at any of its calls, an erasure is finished by running it again', async () => {
  let isStopped = true;
  let calls = 0;
  for (; isStopped; calls += 1) {
    const data = copyOf(start);
    isStopped = await eraseIn(stoppingStore(memoryStore(data), calls), 'erase').then(
      () => false,
      () => true,
    );
    await expectSound(data);
    const again = await eraseIn(memoryStore(data), 'again');
    expect(again.causes).toEqual([0]);
    // Without the garbage of a later day, but for what the stopped run was writing.
    expect(holds(data, 'v1')).toBe(false);
    await expectForgotten(data);
  }
  expect(calls).toBeGreaterThan(40);
}, 300_000);

test('one erasure that is stopped does not hide behind another that is not', async () => {
  let isStopped = true;
  for (let calls = 0; isStopped; calls += 3) {
    const data = copyOf(start);
    isStopped = await eraseIn(stoppingStore(memoryStore(data), calls), 'erase', 'v1').then(
      () => false,
      () => true,
    );
    const other = await eraseIn(memoryStore(data), 'other', 'v2');
    expect(other.causes).toEqual([0]);
    const isNumbered = (await memoryStore(data).readSite(site))?.barriers.length === 2;
    expect([holds(data, 'v1'), holds(data, 'v2')]).toEqual([!isNumbered, false]);
  }
}, 300_000);
