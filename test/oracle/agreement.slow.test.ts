/**
 * The project's numbers against the second definition of them, on a million simulated events of
 * each detail. Distinct counts above 1,280 are estimates: within five standard errors.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromText } from '../../src/base/calendar.ts';
import { robots } from '../../src/simulate/agents.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { writeArchive } from '../support/write-archive.ts';
import type { Agreement } from './agreement.ts';
import { bringTogether } from './agreement.ts';
import { sourceOfArchive } from './line-sources.ts';

const date = '2026-03-08';
const sites = defaultSimulation.sites.map(({ site, zone }) => ({ site, zone }));

describe.each([
  { detail: 'lean', eventsPerDay: 340_000 },
  { detail: 'full', eventsPerDay: 100_000 },
] as const)('$eventsPerDay $detail events a day', ({ detail, eventsPerDay }) => {
  const archive = temporaryFolder();
  let both: Agreement;

  beforeAll(async () => {
    const fromDay = dayFromText('2026-03-07') as number;
    const options = { ...defaultSimulation, detail, fromDay, days: 3, eventsPerDay };
    writeArchive(archive, simulateArchive(options), { level: 1 });
    both = await bringTogether(archive, {
      ...{ sites, from: date, until: '2026-03-09', memory: '4GB' },
      ...{ robots: robots.map(({ text }) => text), source: sourceOfArchive(archive) },
    });
  }, 600_000);
  afterAll(() => {
    both.close();
    removeFolder(archive);
  });

  test.each(sites)('$site has every row and cell of the oracle', async ({ site }) => {
    const { differences, cells } = await both.compareRows(site, date);
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(100_000);
    await both.expectPagesAndTally(site, date);
  });
});
