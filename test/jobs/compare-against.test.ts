/** Our numbers beside those of a file and of another store. */
import { cpSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFolderArchive } from '../../src/archive/folder-archive.ts';
import { openFolderSpillSpace } from '../../src/base/folder-spill-space.ts';
import { ZoneClock } from '../../src/base/zone-clock.ts';
import type { AgainstPeriod } from '../../src/jobs/against-types.ts';
import { againstResult, MetKinds } from '../../src/jobs/against-result.ts';
import { compareAgainst } from '../../src/jobs/compare-against.ts';
import { deriveAgainst } from '../../src/jobs/derive-against.ts';
import { fileSource, storeSource, zonesOfStore } from '../../src/jobs/numbers-sources.ts';
import { metrics } from '../../src/model/catalogue.ts';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import { openForeignFile } from '../../src/store/foreign/open-foreign-file.ts';
import type { Store } from '../../src/store/store.ts';
import { runMain, writeWorkedArchive } from '../cli/run-main.ts';
import { dayOf, removeFolder, siteOf, temporaryFolder } from '../support/rebuild-harness.ts';

const folder = temporaryFolder();
const spill = openFolderSpillSpace(folder);
const ours = join(folder, 'ours');
const march8 = dayOf('2026-03-08');
const everything = { sites: [], daysOf: () => ({ fromDay: undefined, untilDay: undefined }) };
const { signal } = new AbortController();

beforeAll(async () => {
  const { code } = await runMain([
    ...['rebuild', '--archive', writeWorkedArchive(join(folder, 'logs')), '--store', ours],
    ...['--site', 'news.example', '--zone', 'UTC', '--retain', '5m=forever', '--apply'],
    ...['--from', '2026-03-08', '--until', '2026-03-09'],
  ]);
  expect(code).toBe(0);
});
afterAll(() => {
  spill.close();
  removeFolder(folder);
});

async function withStore<Value>(
  path: string,
  work: (store: Store) => Promise<Value>,
): Promise<Value> {
  const store = await openFolderStore(path, { create: false });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function periodsOf(items: AsyncIterable<AgainstPeriod>): Promise<AgainstPeriod[]> {
  const periods: AgainstPeriod[] = [];
  for await (const period of items) periods.push(period);
  return periods;
}

const options = { samplesMax: 3, isTolerated: () => false, signal };

async function againstFile(
  content: string,
  more: Partial<typeof options> = {},
): Promise<AgainstPeriod[]> {
  const path = join(folder, 'numbers');
  writeFileSync(path, content);
  const numbers = await openForeignFile({
    ...{ path, columns: undefined, site: undefined, spill, heldBytesMax: 1024, signal },
    clockOf: () => new ZoneClock('UTC'),
    isWanted: () => true,
  });
  return withStore(ours, async (store) => {
    const sides = {
      ours: storeSource(store, everything, signal),
      theirs: fileSource(numbers, everything),
    };
    return periodsOf(compareAgainst(sides, { ...options, ...more }));
  });
}

async function exported(...more: readonly string[]): Promise<string> {
  return (await runMain(['export', '--store', ours, ...more])).stdout;
}

test.each([
  ['rows with sketches', ['--sketches']],
  ['rows without sketches', []],
  ['a table', ['--format', 'csv', '--sketches']],
])('%s as they were exported are the same numbers', async (_what, flags) => {
  const [period, ...more] = await againstFile(await exported(...flags));
  expect(more).toEqual([]);
  // The worked example: 8 rows of both grains.
  const cells = (await exported('--format', 'csv')).trimEnd().split('\n').length - 1;
  expect(period).toMatchObject({ kind: 'same', cells, site: 'news.example', day: march8 });
  expect(period?.ours).toEqual(period?.theirs);
});

test('a value of another system is a difference, the metrics that it lacks are none', async () => {
  const [period] = await againstFile('site,bucket,page_views\nnews.example,2026-03-08,5\n');
  expect(period).toEqual({
    ...{ site: 'news.example', day: march8, kind: 'differs', reasons: [], cells: 1, tolerated: 0 },
    differences: { missing: 0, extra: 0, changed: 1 },
    ours: { page_views: 2 },
    theirs: { page_views: 5 },
    sample: [
      {
        kind: 'changed',
        row: { grain: '1d', url: null, bucket: march8 },
        key: '$all/page_views',
        ...{ derived: 2, stored: 5, sketchDiffers: false },
      },
    ],
  });
});

test('what is tolerated is counted, and no difference', async () => {
  const isTolerated = (): boolean => true;
  const [period] = await againstFile('site,bucket,page_views\nnews.example,2026-03-08,5\n', {
    isTolerated,
  });
  expect(period).toMatchObject({ kind: 'same', tolerated: 1 });
});

test('distinct counts compare by value, and by their sketches where both have them', async () => {
  const row = (value: number, sketch?: string): string =>
    JSON.stringify({
      ...{ type: 'row', site: 'news.example', url: null, grain: '1d', bucket: '2026-03-08' },
      cells: { '$all/visitors': value },
      ...(sketch && { sketches: { '$all/visitors': sketch } }),
    });
  const visitors = (
    JSON.parse((await exported()).split('\n')[0] ?? '') as { cells: Record<string, number> }
  ).cells['$all/visitors'];
  const three = ['1', '2', '3'].slice(0, visitors).map((n) => n.padStart(16, '0'));
  const [byValue] = await againstFile(row(visitors ?? 0));
  const [bySketch] = await againstFile(row(visitors ?? 0, `128e7f${three.join('')}`));
  expect([byValue?.kind, bySketch?.kind]).toEqual(['same', 'differs']);
  expect(bySketch?.sample[0]).toMatchObject({ key: '$all/visitors', sketchDiffers: true });
});

test('days that only one side has are told as such', async () => {
  const periods = await againstFile(
    'site,bucket,page_views\nnews.example,2026-03-07,4\nother.example,2026-03-08,0\n',
  );
  expect(periods.map(({ site, day, kind }) => [site, day - march8, kind])).toEqual([
    ['news.example', -1, 'only_theirs'],
    ['news.example', 0, 'only_ours'],
    ['other.example', 0, 'only_theirs'],
  ]);
  expect(periods[0]?.theirs).toEqual({ page_views: 4 });
  expect(periods[1]?.ours).toMatchObject({ page_views: 2 });
});

test('a copy of a store shows the same; a damaged day is named as unreadable', async () => {
  const copy = join(folder, 'copy');
  cpSync(ours, copy, { recursive: true });
  const compare = (): Promise<AgainstPeriod[]> =>
    withStore(ours, (left) =>
      withStore(copy, async (right) => {
        const sides = {
          ours: storeSource(left, everything, signal),
          theirs: storeSource(right, everything, signal),
        };
        return periodsOf(compareAgainst(sides, options));
      }),
    );
  expect(await compare()).toMatchObject([{ kind: 'same', day: march8 }]);
  for (const name of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.parquet')) truncateSync(join(copy, name), 100);
  }
  const [damaged] = await compare();
  expect(damaged).toMatchObject({ kind: 'unreadable', day: march8 });
  expect(damaged?.reasons[0]).toContain(copy);
  const zones = await withStore(copy, zonesOfStore);
  expect(zones.get('news.example')?.zone).toBe('UTC');
});

test('the logs themselves can be what a file is held against', async () => {
  const path = join(folder, 'beside-logs');
  writeFileSync(
    path,
    'site,bucket,page_views\nnews.example,2026-03-08,2\nnews.example,2026-03-09,7\n',
  );
  const numbers = await openForeignFile({
    ...{ path, columns: undefined, site: undefined, spill, heldBytesMax: 1024, signal },
    clockOf: () => undefined,
    isWanted: () => true,
  });
  const met = new MetKinds();
  const ports = { archive: openFolderArchive(join(folder, 'logs')), stores: [], spill, signal };
  const periods = await deriveAgainst(
    { ...ports, observer: {}, eraseKey: undefined },
    {
      request: {
        ...{ metrics, inputFormat: 'auto', acceptEmpty: new Set(), eventBytesMax: undefined },
        sites: [siteOf('news.example', 'UTC')],
        ...{ fromDay: march8, untilDay: march8 + 2 },
      },
      theirs: fileSource(numbers, everything),
      options: { ...options, kindMet: met.met },
      erasedFrom: [],
      now: (march8 + 30) * 86_400,
    },
  );
  // The archive of the worked example ends at noon of the ninth.
  expect(periods).toMatchObject([
    { day: march8, kind: 'same', cells: 1, ours: { page_views: 2 }, theirs: { page_views: 2 } },
    { day: march8 + 1, kind: 'unreadable' },
  ]);
  const result = againstResult({ ours: 'logs', theirs: path, periods, met });
  expect(result.causes).toEqual([0, 4]);
  expect(result.kinds.both).toEqual([
    { grain: '1d', isSiteRow: true, dimension: '$all', metric: 'page_views' },
  ]);
});
