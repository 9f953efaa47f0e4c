/** What a rebuild promises, on simulated archives of three sites in three zones. */
import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PeriodResult, RebuildResult } from '../../src/jobs/rebuild-types.ts';
import { ledgerLines } from '../../src/model/ledger.ts';
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
import { writeArchive } from '../support/write-archive.ts';

const zones = {
  'news.example': 'America/New_York',
  'sport.example': 'Europe/Berlin',
  'shop.example': 'Asia/Kolkata',
};
const sites = Object.entries(zones).map(([site, zone]) => siteOf(site, zone));
const from = dayOf('2026-03-07');
const until = dayOf('2026-03-10');

let root = '';
let archive = '';
let store = '';
let made = 0;

beforeAll(() => {
  root = temporaryFolder();
  archive = join(root, 'archive');
  const simulated = simulateArchive({
    ...defaultSimulation,
    sites: Object.entries(zones).map(([site, zone]) => ({
      site,
      zone,
      urls: 40,
      visitors: 60,
      share: 1,
    })),
    fromDay: from - 1,
    days: 5,
    eventsPerDay: 600,
  });
  writeArchive(archive, simulated, { level: 1 });
});
afterAll(() => {
  removeFolder(root);
});
beforeEach(() => {
  made += 1;
  store = join(root, `store-${String(made)}`);
});

function contentOf({
  periods,
}: RebuildResult): Pick<PeriodResult, 'site' | 'day' | 'rows' | 'pages'>[] {
  return periods
    .map(({ site, day, rows, pages }) => ({ site, day, rows, pages }))
    .sort((a, b) => (a.site === b.site ? a.day - b.day : a.site < b.site ? -1 : 1));
}

const threeDays = { sites, fromDay: from, untilDay: until };

test('every period is published and the ledger sums to the lines read', async () => {
  const result = await runRebuild({ archive, store, request: threeDays });
  expect(result.periods.map(({ kind }) => kind)).toEqual(Array(9).fill('published'));
  expect(ledgerLines(result.ledger)).toBe(result.lines);
  expect(result.lines).toBeGreaterThan(1800);
  expect(result.causes).toEqual([0]);
});

test('three one-day runs over one site each give the bytes of one run over all', async () => {
  const whole = await runRebuild({ archive, store, request: threeDays });
  const parts: PeriodResult[] = [];
  for (const site of sites) {
    for (let day = from; day < until; day += 1) {
      const request = { sites: [site], fromDay: day, untilDay: day + 1 };
      const result = await runRebuild({ archive, store: join(root, `${store}-parts`), request });
      parts.push(...result.periods);
    }
  }
  expect(contentOf({ ...whole, periods: parts })).toEqual(contentOf(whole));
  expect(parts.map(({ tally }) => tally)).toEqual(
    [...whole.periods]
      .sort(
        (a, b) =>
          sites.findIndex((s) => s.site === a.site) - sites.findIndex((s) => s.site === b.site) ||
          a.day - b.day,
      )
      .map(({ tally }) => tally),
  );
});

test('some days of some sites give the bytes of a run over all', async () => {
  const whole = await runRebuild({ archive, store, request: threeDays });
  const daysOf: Readonly<Record<string, readonly number[]>> = {
    'news.example': [from, from + 2],
    'sport.example': [from + 1],
    'shop.example': [],
  };
  const some = sites.map((site) => ({ ...site, days: daysOf[site.site] ?? [] }));
  const result = await runRebuild({
    archive,
    store: `${store}-some`,
    request: { ...threeDays, sites: some },
  });
  const expected = whole.periods.filter(({ site, day }) => daysOf[site]?.includes(day));
  expect(expected).toHaveLength(3);
  expect(contentOf(result)).toEqual(contentOf({ ...whole, periods: expected }));
  const read = result.objects.map(({ key }) => key);
  expect(read).toEqual([...new Set(read)]);
});

test('a memory limit changes no byte', async () => {
  const whole = await runRebuild({ archive, store, request: threeDays });
  const limited = await runRebuild({
    archive,
    store: `${store}-limited`,
    request: { ...threeDays, eventBytesMax: 500_000 },
  });
  expect(contentOf(limited)).toEqual(contentOf(whole));
});

test('what is up to date is left alone without reading, unless it is forced', async () => {
  await runRebuild({ archive, store, request: threeDays });
  const again = await runRebuild({ archive, store, request: threeDays });
  expect(again.periods.map(({ kind }) => kind)).toEqual(Array(9).fill('current'));
  expect(again.objects).toEqual([]);
  const forced = await runRebuild({ archive, store, request: { ...threeDays, isForced: true } });
  expect(forced.periods.map(({ kind }) => kind)).toEqual(Array(9).fill('published'));
});

test('without --apply everything is derived and nothing is written', async () => {
  const applied = await runRebuild({ archive, store: `${store}-applied`, request: threeDays });
  const dry = await runRebuild({ archive, store, request: { ...threeDays, isApplied: false } });
  expect(dry.periods.map(({ kind }) => kind)).toEqual(Array(9).fill('derived'));
  expect(contentOf(dry)).toEqual(contentOf(applied));
  expect(await liveRows(store, 'news.example', '2026-03-08')).toBeUndefined();
});

test('a damaged object refuses exactly the periods whose window it is in', async () => {
  const spoiled = join(root, 'spoiled');
  writeArchive(spoiled, simulateSame(), { level: 1 });
  const key = 'events/2026/03/09/12';
  const name = readdirSync(join(spoiled, key))[0] ?? '';
  const path = join(spoiled, key, name);
  const bytes = gzipSync('{"action": "pageview"}\n');
  writeFileSync(path, bytes.subarray(0, bytes.length - 3));
  const result = await runRebuild({ archive: spoiled, store, request: threeDays });
  const refused = result.periods.filter(({ kind }) => kind === 'incomplete');
  // 12:00 UTC of 9 March lies in the windows of that day in New York, Berlin and Kolkata only.
  expect(refused.map(({ site, day }) => [site, day]).sort()).toEqual([
    ['news.example', dayOf('2026-03-09')],
    ['shop.example', dayOf('2026-03-09')],
    ['sport.example', dayOf('2026-03-09')],
  ]);
  expect(refused[0]?.reasons[0]).toMatch(
    /2026\/03\/09\/12\/.* ends in the middle of a gzip member/,
  );
  expect(result.causes).toContain(4);
  expect(ledgerLines(result.ledger)).toBe(result.lines);
  const accepted = await runRebuild({
    archive: spoiled,
    store,
    request: { ...threeDays, acceptIncomplete: new Set([dayOf('2026-03-09')]) },
  });
  expect(accepted.periods.filter(({ kind }) => kind === 'published')).toHaveLength(3);
});

function simulateSame(): ReturnType<typeof simulateArchive> {
  return simulateArchive({
    ...defaultSimulation,
    sites: Object.entries(zones).map(([site, zone]) => ({
      site,
      zone,
      urls: 40,
      visitors: 60,
      share: 1,
    })),
    fromDay: from - 1,
    days: 5,
    eventsPerDay: 600,
  });
}

test('an hour without an object refuses its periods; empty hours do not', async () => {
  const gap = join(root, 'gap');
  writeArchive(gap, simulateSame(), { level: 1 });
  rmSync(join(gap, 'events/2026/03/08/03'), { recursive: true });
  const result = await runRebuild({ archive: gap, store, request: threeDays });
  const refused = result.periods.filter(({ kind }) => kind === 'incomplete');
  expect(refused.map(({ site, day, reasons }) => [site, day, ...reasons])).toEqual(
    [
      ['news.example', dayOf('2026-03-07'), '2026-03-08 03:00–04:00 UTC: no object'],
      ['sport.example', dayOf('2026-03-08'), '2026-03-08 03:00–04:00 UTC: no object'],
      ['sport.example', dayOf('2026-03-07'), '2026-03-08 03:00–04:00 UTC: no object'],
      ['shop.example', dayOf('2026-03-08'), '2026-03-08 03:00–04:00 UTC: no object'],
    ].sort(
      (a, b) =>
        sites.findIndex((s) => s.site === a[0]) - sites.findIndex((s) => s.site === b[0]) ||
        Number(a[1]) - Number(b[1]),
    ),
  );
});

test('objects that vanished are reported and the period is not rebuilt from the rest', async () => {
  const shrinking = join(root, 'shrinking');
  writeArchive(shrinking, simulateSame(), { level: 1 });
  writeFileSync(join(shrinking, 'events/2026/03/08/12/extra.gz'), gzipSync(''));
  await runRebuild({ archive: shrinking, store, request: threeDays });
  const before = await liveRows(store, 'news.example', '2026-03-08');
  rmSync(join(shrinking, 'events/2026/03/08/12/extra.gz'));
  const result = await runRebuild({
    archive: shrinking,
    store,
    request: { ...threeDays, isForced: true },
  });
  const vanished = result.periods.filter(({ kind }) => kind === 'vanished');
  expect(vanished).toHaveLength(3);
  expect(vanished[0]?.reasons).toEqual(['events/2026/03/08/12/extra.gz is gone from the archive']);
  expect(await liveRows(store, 'news.example', '2026-03-08')).toEqual(before);
});

test('a narrower window is no reason to call objects gone', async () => {
  const request = { ...threeDays, sites: [siteOf('news.example', 'America/New_York')] };
  await runRebuild({ archive, store, request });
  const narrower = siteOf('news.example', 'America/New_York', { lateSeconds: 3600 });
  const result = await runRebuild({ archive, store, request: { ...request, sites: [narrower] } });
  expect(result.periods.map(({ kind }) => kind)).toEqual(Array(3).fill('published'));
});

test('another zone for stored days is refused unless it is forced', async () => {
  const request = { ...threeDays, sites: [siteOf('news.example', 'America/New_York')] };
  await runRebuild({ archive, store, request });
  const other = { ...request, sites: [siteOf('news.example', 'UTC')] };
  await expect(runRebuild({ archive, store, request: other })).rejects.toThrow(
    'news.example 2026-03-07 is stored as a day of America/New_York, not of UTC',
  );
  const forced = await runRebuild({ archive, store, request: { ...other, isForced: true } });
  expect(forced.periods.map(({ kind }) => kind)).toEqual(Array(3).fill('published'));
});

test('a misspelt site is an error that offers the name that lines carry', async () => {
  const request = { ...threeDays, sites: [siteOf('newz.example', 'UTC')] };
  const result = await runRebuild({ archive, store, request });
  expect(result.unknownSites).toEqual([
    { site: 'newz.example', similar: ['news.example', 'shop.example'] },
  ]);
  expect(result.causes).toContain(2);
  expect(await liveRows(store, 'newz.example', '2026-03-08')).toBeUndefined();
});

test('a site that the store knows may become empty, and its old rows go', async () => {
  const emptied = join(root, 'emptied');
  writeArchive(emptied, simulateSame(), { level: 1 });
  const request = { sites: [siteOf('news.example', 'UTC')], fromDay: from, untilDay: from + 1 };
  await runRebuild({ archive: emptied, store, request });
  expect(await liveRows(store, 'news.example', '2026-03-07')).not.toEqual([]);
  for (const file of readdirSync(emptied, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.gz')) writeFileSync(join(emptied, file), gzipSync(''));
  }
  const result = await runRebuild({ archive: emptied, store, request });
  expect(result.periods.map(({ kind }) => kind)).toEqual(['published']);
  expect(await liveRows(store, 'news.example', '2026-03-07')).toEqual([]);
});

test('a day whose window is still open waits, or is published as provisional', async () => {
  const now = Date.UTC(2026, 2, 9, 12) / 1000;
  const open = await runRebuild({ archive, store, request: threeDays, now });
  const kinds = open.periods.filter(({ site }) => site === 'sport.example').map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['open', 'published', 'published']);
  const provisional = await runRebuild({
    archive,
    store,
    request: { ...threeDays, isProvisional: true },
    now,
  });
  expect(provisional.periods.some(({ kind }) => kind === 'open')).toBe(false);
});

test('5-minute rows are derived only as long as they are retained', async () => {
  const month = 30 * 86_400;
  const request = {
    ...threeDays,
    sites: [siteOf('news.example', 'UTC', { retain5mSeconds: month })],
  };
  const result = await runRebuild({ archive, store, request, now: (until + 40) * 86_400 });
  expect(result.periods.map(({ rows }) => Object.keys(rows))).toEqual([['1d'], ['1d'], ['1d']]);
  const rows = await liveRows(store, 'news.example', '2026-03-08');
  expect(new Set(rows?.map(({ grain }) => grain))).toEqual(new Set(['1d']));
});

test('bytes behind the last gzip member reject the object', async () => {
  const tailed = join(root, 'tailed');
  writeArchive(tailed, simulateSame(), { level: 1 });
  const folder = join(tailed, 'events/2026/03/08/12');
  appendFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'x');
  const result = await runRebuild({ archive: tailed, store, request: threeDays });
  expect(result.objects.filter(({ rejected }) => rejected?.fault === 'trailing')).toHaveLength(1);
});
