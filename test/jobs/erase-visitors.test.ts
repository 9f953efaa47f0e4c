/**
 * What an erasure promises, on simulated traffic: the rows of a rebuild from an archive that never
 * held the visitors, and not a byte of them in any file of the store.
 */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EraseResult } from '../../src/jobs/erase-types.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { Store } from '../../src/store/store.ts';
import { rebuildIn, runErase, type ErasureTest } from '../support/erase-harness.ts';
import { filterArchive, linesOfArchive } from '../support/filter-archive.ts';
import { findBytes, formsOfVisitor } from '../support/find-bytes.ts';
import { runGarbage } from '../support/operator-jobs.ts';
import { dayOf, removeFolder, siteOf, temporaryFolder } from '../support/rebuild-harness.ts';
import { writeArchive } from '../support/write-archive.ts';

const site = 'news.example';
const sites = [siteOf(site, 'America/New_York')];
const fromDay = dayOf('2026-03-07');
const untilDay = fromDay + 4;
const now = (untilDay + 30) * 86_400;
const days = { sites, fromDay, untilDay };

let root = '';
let archive = '';
/** Comes every day, and on one day only. */
let everyDay = '';
let oneDay = '';
let made = 0;
let place = '';
let store: Store;

beforeAll(() => {
  root = temporaryFolder();
  archive = join(root, 'archive');
  const simulated = simulateArchive({
    ...defaultSimulation,
    sites: [{ site, zone: 'America/New_York', urls: 30, visitors: 40, share: 1 }],
    fromDay: fromDay - 1,
    days: 6,
    eventsPerDay: 500,
  });
  writeArchive(archive, simulated, { level: 1 });
  const byVisitor = daysByVisitor();
  everyDay = [...byVisitor].find(([, seen]) => seen.size >= 5)?.[0] ?? '';
  oneDay = [...byVisitor].find(([, seen]) => [...seen].join() === '2026-03-08')?.[0] ?? '';
});
afterAll(() => {
  removeFolder(root);
});
beforeEach(async () => {
  made += 1;
  place = join(root, `store-${String(made)}`);
  store = await openFolderStore(place, { create: true });
});
afterEach(() => store.close());

/** UTC dates, away from midnight in New York. */
function daysByVisitor(): ReadonlyMap<string, ReadonlySet<string>> {
  const seen = new Map<string, Set<string>>();
  for (const line of linesOfArchive(archive)) {
    const { visitor_site_id: visitor, ts_action: at } = JSON.parse(line) as Record<string, string>;
    if (visitor === undefined || at === undefined) continue;
    const hour = Number(at.slice(11, 13));
    const date = hour > 5 ? at.slice(0, 10) : `${at.slice(0, 10)} at night`;
    seen.set(visitor, (seen.get(visitor) ?? new Set()).add(date));
  }
  return seen;
}

function erasing(visitors: readonly string[], more: Partial<ErasureTest> = {}) {
  return runErase({
    archive,
    stores: [store],
    request: { sites },
    run: 'erase',
    now,
    visitors,
    ...more,
  });
}

const rebuilding = (run: string, more: Partial<ErasureTest> = {}) =>
  rebuildIn({ archive, stores: [store], request: days, run, now, ...more });

/** Checksums of everything that is live, by day. */
async function liveContent(from: Store): Promise<readonly unknown[]> {
  const contents: unknown[] = [];
  for await (const { day, live } of from.listPeriods({ site })) {
    if (live === null) continue;
    const manifest = await from.readManifest({ site, day, generation: live });
    contents.push([day, manifest?.rows, manifest?.pages, manifest?.tally.counted]);
  }
  return contents;
}

/** Of an archive that never held the visitors. */
async function contentWithout(visitors: readonly string[]): Promise<readonly unknown[]> {
  const filtered = join(root, `archive-${String(made)}`);
  filterArchive(archive, filtered, (line) => !visitors.some((visitor) => line.includes(visitor)));
  const fresh = await openFolderStore(`${place}-fresh`, { create: true });
  await rebuildIn({ archive: filtered, stores: [fresh], request: days, run: 'fresh', now });
  const content = await liveContent(fresh);
  await fresh.close();
  return content;
}

async function found(visitors: readonly string[]): Promise<readonly string[]> {
  const all: string[] = [];
  for (const visitor of visitors) all.push(...(await findBytes(place, formsOfVisitor(visitor))));
  return all;
}

const kindsOf = ({ days: results }: EraseResult): readonly unknown[] =>
  results.map(({ day, kind, removed }) => [day - fromDay, kind, removed]);

test('rows become those of logs that never held them, and no byte of them is left', async () => {
  await rebuilding('first');
  await rebuilding('second', { request: { ...days, isForced: true } });
  const before = await found([everyDay, oneDay]);
  expect(before.some((text) => text.includes('hash'))).toBe(true);
  const result = await erasing([everyDay, oneDay]);
  expect(kindsOf(result)).toEqual([0, 1, 2, 3].map((day) => [day, 'rebuilt', 2]));
  expect([result.causes, result.isRepeated]).toEqual([[0], false]);
  expect(await found([everyDay, oneDay])).toEqual([]);
  expect(await liveContent(store)).toEqual(await contentWithout([everyDay, oneDay]));
});

test('days that they never came on keep their numbers, and are current', async () => {
  await rebuilding('first');
  const before = await liveContent(store);
  const result = await erasing([oneDay]);
  expect(kindsOf(result)).toEqual([[1, 'rebuilt', 1]]);
  expect(result.rebuilt?.periods.map(({ kind }) => kind)).toEqual(['published']);
  const after = await liveContent(store);
  expect(after.filter((_, day) => day !== 1)).toEqual(before.filter((_, day) => day !== 1));
  expect(after).toEqual(await contentWithout([oneDay]));
  const again = await rebuilding('later');
  expect(again.periods.map(({ kind }) => kind)).toEqual(Array(4).fill('current'));
  expect(again.lines).toBe(0);
});

test('without --apply it says the same and writes nothing', async () => {
  await rebuilding('first');
  const before = await Promise.all([liveContent(store), store.readSite(site), found([oneDay])]);
  const request = { sites, isApplied: false };
  const tried = await erasing([oneDay], { request });
  expect(kindsOf(tried)).toEqual([[1, 'rebuilt', 1]]);
  const [period] = tried.rebuilt?.periods ?? [];
  expect(period?.kind).toBe('derived');
  expect((period?.before?.['visitors'] ?? 0) - (period?.after?.['visitors'] ?? 0)).toBe(1);
  const after = await Promise.all([liveContent(store), store.readSite(site), found([oneDay])]);
  expect(after).toEqual(before);
});

test('a run that comes again with the same visitors has nothing left to do', async () => {
  await rebuilding('first');
  await erasing([oneDay]);
  const again = await erasing([oneDay], { run: 'again' });
  expect([again.days, again.rebuilt, again.isRepeated, again.causes]).toEqual([
    [],
    null,
    true,
    [0],
  ]);
  expect((await store.readSite(site))?.barriers).toHaveLength(1);
});

test('later rebuilds leave them out, and need the key', async () => {
  await rebuilding('first');
  await erasing([everyDay, oneDay]);
  const forced = { ...days, isForced: true };
  await rebuilding('later', { request: forced });
  expect(await liveContent(store)).toEqual(await contentWithout([everyDay, oneDay]));
  const missing = rebuilding('without', { request: forced, key: undefined });
  await expect(missing).rejects.toMatchObject({
    exitCode: 2,
    message: 'the key of erasures is needed: visitors were erased from news.example',
  });
  const wrong = rebuilding('wrong', {
    request: forced,
    key: Buffer.from('another key, of 26 bytes'),
  });
  await expect(wrong).rejects.toMatchObject({
    exitCode: 2,
    message: 'the key of erasures is not that of earlier erasures from news.example',
  });
});

test('a day whose logs are gone is named with what remains', async () => {
  await rebuilding('first');
  await rebuilding('second', { request: { ...days, isForced: true } });
  const hour = join(archive, 'events/2026/03/08/15');
  renameSync(hour, join(root, 'moved'));
  try {
    const result = await erasing([oneDay]);
    expect(result.causes).toEqual([0, 4]);
    expect(result.days).toMatchObject([
      {
        day: fromDay + 1,
        kind: 'remains',
        removed: 1,
        reasons: ['events/2026/03/08/15/part-0.gz is gone from the archive'],
        remaining: { grains: ['1d', '5m'] },
      },
    ]);
    expect(new Set((await found([oneDay])).map((text) => text.split('/')[2]))).toEqual(
      new Set(['2026-03-08']),
    );
  } finally {
    renameSync(join(root, 'moved'), hour);
  }
  const finished = await erasing([oneDay], { run: 'finish' });
  expect(kindsOf(finished)).toEqual([[1, 'rebuilt', 1]]);
  expect(await found([oneDay])).toEqual([]);
});

test('an archive without any of the logs leaves the days as they are and says so', async () => {
  await rebuilding('first');
  const empty = temporaryFolder();
  const result = await erasing([oneDay], { archive: empty });
  removeFolder(empty);
  expect(result.days.map(({ kind, reasons }) => [kind, reasons])).toEqual([
    ['remains', [`${empty} has no log object for the days asked for`]],
  ]);
});

test('what a killed run left half written goes with the garbage', async () => {
  await rebuilding('first');
  const key = { site, day: fromDay + 1, generation: 'left' };
  const live = (await store.readPeriod(key))?.live ?? '';
  const parts = [];
  for await (const part of store.readRows({ ...key, generation: live }, '1d', {})) parts.push(part);
  await store.stageRows(key, '1d', parts);
  await erasing([oneDay]);
  await runGarbage(store, { now: now + 2 * 86_400 });
  expect(await found([oneDay])).toEqual([]);
});

test('who is to be erased is not named in the reason', async () => {
  await rebuilding('first');
  const base = { id: 'erase', command: 'erase', options: {}, who: 'test', version: 'test' };
  const run = { ...base, reason: `they asked: ${oneDay}` };
  await expect(erasing([oneDay], { request: { sites, run } })).rejects.toMatchObject({
    message: '--reason names a visitor to be erased, and reasons are kept',
  });
  expect(await store.readSite(site)).toBeUndefined();
});
