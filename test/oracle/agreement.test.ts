/** The project's numbers against the second definition of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromText } from '../../src/base/calendar.ts';
import { robots } from '../../src/simulate/agents.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { writeArchive } from '../support/write-archive.ts';
import type { Agreement } from './agreement.ts';
import { bringTogether } from './agreement.ts';
import {
  fixtureArchive,
  fixtureDays,
  fixtureRobots,
  fixtureSites,
  plantedLines,
} from './fixtures.ts';
import { sourceOfArchive, sourceOfPlanted } from './line-sources.ts';

/** Two seconds on a free machine; other tests run beside. */
const hookTimeoutMs = 60_000;

describe('the fixtures', () => {
  const source = sourceOfPlanted(fixtureArchive, plantedLines);
  const periods = fixtureSites.flatMap(({ site }) =>
    ['2026-03-07', '2026-03-08', '2026-03-09'].map((date) => [site, date] as const),
  );
  let both: Agreement;

  beforeAll(async () => {
    const request = { sites: fixtureSites, ...fixtureDays, robots: fixtureRobots, source };
    both = await bringTogether(fixtureArchive, request);
  }, hookTimeoutMs);
  afterAll(() => {
    both.close();
    source.remove();
  });

  test.each(periods)('%s %s has every row and cell of the oracle', async (site, date) => {
    const { differences, cells } = await both.compareRows(site, date);
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(1000);
  });

  test.each(periods)('%s %s has the page records and the tally', async (site, date) => {
    await both.expectPagesAndTally(site, date);
  });

  test('every line has the outcome that the oracle gives it', async () => {
    const refused = new Map(
      both.refused.map(({ object, line, outcome }) => [`${object} ${line}`, outcome]),
    );
    for (const { object, line, outcome } of await both.oracle.outcomes()) {
      const place = `${object} ${line}`;
      expect(`${place} ${refused.get(place) ?? 'counted'}`).toBe(`${place} ${outcome}`);
    }
  });

  test('the ledger of the run is that of the oracle', async () => {
    const ledger = Object.entries(both.result.ledger).filter(([, lines]) => lines > 0);
    expect(Object.fromEntries(ledger)).toEqual(await both.oracle.ledger());
  });
});

describe.each(['lean', 'full'] as const)('simulated %s traffic', (detail) => {
  const archive = temporaryFolder();
  let both: Agreement;

  beforeAll(async () => {
    const fromDay = dayFromText('2026-03-07') as number;
    const options = { ...defaultSimulation, detail, fromDay, days: 3, eventsPerDay: 800 };
    writeArchive(archive, simulateArchive({ ...options, objectsPerFolder: 2 }));
    both = await bringTogether(archive, {
      sites: defaultSimulation.sites.map(({ site, zone }) => ({ site, zone })),
      ...{ from: '2026-03-08', until: '2026-03-09' },
      ...{ robots: robots.map(({ text }) => text), source: sourceOfArchive(archive) },
    });
  }, hookTimeoutMs);
  afterAll(() => {
    both.close();
    removeFolder(archive);
  });

  test.each(defaultSimulation.sites)('$site has every row and cell of the oracle', async (of) => {
    const { differences, cells } = await both.compareRows(of.site, '2026-03-08');
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(1000);
    await both.expectPagesAndTally(of.site, '2026-03-08');
  });
});
