/** A million simulated events rebuilt within a memory limit, beside what SQL counts over them. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textFromDay } from '../../src/base/calendar.ts';
import { splitMemory } from '../../src/jobs/memory-split.ts';
import type { RebuildResult } from '../../src/jobs/rebuild-types.ts';
import { robots } from '../../src/simulate/agents.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { removeFolder, runRebuild, siteOf, temporaryFolder } from '../support/rebuild-harness.ts';
import { writeArchive } from '../support/write-archive.ts';
import { compareExported } from './compare-exported.ts';
import { exportedPages, exportedRows } from './export-of-store.ts';
import { sourceOfArchive } from './line-sources.ts';
import { openOracle, type Oracle } from './oracle.ts';

const zones = {
  'news.example': 'America/New_York',
  'sport.example': 'Europe/Berlin',
  'shop.example': 'Asia/Kolkata',
};
const sites = Object.entries(zones).map(([site, zone]) => ({ site, zone }));
/** 7 and 8 March 2026, the second of which has 23 hours in New York. */
const fromDay = defaultSimulation.fromDay;
const days = [fromDay, fromDay + 1];
const periods = sites.flatMap(({ site }) => days.map((day) => ({ site, day })));
const limit = 512 * 1024 ** 2;

let root = '';
let oracle: Oracle;
let result: RebuildResult;

beforeAll(async () => {
  root = temporaryFolder();
  const archive = join(root, 'archive');
  const simulation = {
    ...defaultSimulation,
    sites: sites.map((site, index) => ({
      ...site,
      urls: 3000,
      visitors: 20_000,
      share: 3 - index,
    })),
    fromDay: fromDay - 1,
    days: 4,
    eventsPerDay: 250_000,
  };
  writeArchive(archive, simulateArchive(simulation), { level: 1 });
  oracle = await openOracle({
    sites,
    from: textFromDay(fromDay),
    until: textFromDay(fromDay + 2),
    robots: robots.map(({ text }) => text),
    source: sourceOfArchive(archive),
  });
  result = await runRebuild({
    archive,
    store: join(root, 'store'),
    request: {
      sites: sites.map(({ site, zone }) => siteOf(site, zone)),
      fromDay,
      untilDay: fromDay + 2,
      eventBytesMax: splitMemory(limit, 1).eventBytesMax,
    },
  });
}, 1_200_000);
afterAll(() => {
  oracle.close();
  removeFolder(root);
});

test('the ledger is that of SQL', async () => {
  const found = Object.entries(result.ledger).filter(([, lines]) => lines > 0);
  expect(Object.fromEntries(found)).toEqual(await oracle.ledger());
});

test.each(periods)(
  'rows and pages of $site, day $day, equal those of SQL',
  async (period) => {
    const found = exportedRows({ store: join(root, 'store'), ...period });
    const expected = oracle.rows(period.site, textFromDay(period.day));
    const comparison = await compareExported(expected, found);
    expect(comparison.differences).toEqual([]);
    expect(comparison.cells).toBeGreaterThan(50_000);
    const pages = await exportedPages({ store: join(root, 'store'), ...period });
    expect(pages).toEqual(await oracle.pages(period.site, textFromDay(period.day)));
  },
  600_000,
);
