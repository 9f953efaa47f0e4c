/**
 * Simulated traffic rebuilt, beside what SQL counts over it: lean events, and full ones with every
 * key of the schema, which the fixtures have not.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RebuildResult } from '../../src/jobs/rebuild-types.ts';
import { robots } from '../../src/simulate/agents.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import {
  dayOf,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';
import { writeArchive } from '../support/write-archive.ts';
import { compareExported } from './compare-exported.ts';
import { exportedPages, exportedRows } from './export-of-store.ts';
import { sourceOfArchive } from './line-sources.ts';
import { openOracle, type Oracle } from './oracle.ts';

const { sites } = defaultSimulation;
const date = '2026-03-08';
const [fromDay, untilDay] = [dayOf(date), dayOf('2026-03-09')];

/** Some seconds on a free machine; other tests run beside. */
const hookTimeoutMs = 60_000;

describe.each(['lean', 'full'] as const)('%s events', (detail) => {
  const root = temporaryFolder();
  let oracle: Oracle;
  let result: RebuildResult;

  beforeAll(async () => {
    const archive = join(root, 'archive');
    const span = { fromDay: fromDay - 1, days: 3, eventsPerDay: 800, objectsPerFolder: 2 };
    writeArchive(archive, simulateArchive({ ...defaultSimulation, ...span, detail }));
    oracle = await openOracle({
      sites: sites.map(({ site, zone }) => ({ site, zone })),
      ...{ from: date, until: '2026-03-09' },
      ...{ robots: robots.map(({ text }) => text), source: sourceOfArchive(archive) },
    });
    const own = sites.map(({ site, zone }) => siteOf(site, zone));
    const request = { sites: own, fromDay, untilDay };
    result = await runRebuild({ archive, store: join(root, 'store'), request });
  }, hookTimeoutMs);
  afterAll(() => {
    oracle.close();
    removeFolder(root);
  });

  test('have the ledger of SQL', async () => {
    const found = Object.entries(result.ledger).filter(([, lines]) => lines > 0);
    expect(Object.fromEntries(found)).toEqual(await oracle.ledger());
  });

  test.each(sites)('have the rows and page records of SQL: $site', async ({ site }) => {
    const period = { store: join(root, 'store'), site, day: fromDay };
    const { differences, cells } = await compareExported(
      oracle.rows(site, date),
      exportedRows(period),
    );
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(1000);
    expect(await exportedPages(period)).toEqual(await oracle.pages(site, date));
  });
});
