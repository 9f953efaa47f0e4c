/**
 * The fixtures rebuilt, beside what SQL counts over the same lines: three sites in three zones over
 * a change to daylight saving, with everything that was planted in them.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textFromDay } from '../../src/base/calendar.ts';
import type { RebuildResult, RefusedLine } from '../../src/jobs/rebuild-types.ts';
import { outcomes } from '../../src/model/ledger.ts';
import {
  dayOf,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';
import { compareExported } from './compare-exported.ts';
import { exportedPages, exportedRows } from './export-of-store.ts';
import {
  fixtureArchive,
  fixtureDays,
  fixtureRobots,
  fixtureSites,
  plantedLines,
} from './fixtures.ts';
import { sourceOfPlanted } from './line-sources.ts';
import { openOracle, type Oracle } from './oracle.ts';

const [fromDay, untilDay] = [dayOf(fixtureDays.from), dayOf(fixtureDays.until)];
const days = Array.from({ length: untilDay - fromDay }, (_, index) => fromDay + index);
const periods = fixtureSites.flatMap(({ site }) => days.map((day) => ({ site, day })));

let root = '';
let oracle: Oracle;
let result: RebuildResult;
const refused: RefusedLine[] = [];

beforeAll(async () => {
  root = temporaryFolder();
  oracle = await openOracle({
    sites: fixtureSites,
    ...fixtureDays,
    robots: fixtureRobots,
    source: sourceOfPlanted(fixtureArchive, plantedLines),
  });
  result = await runRebuild({
    archive: fixtureArchive,
    store: join(root, 'store'),
    request: {
      sites: fixtureSites.map(({ site, zone, ownSegments = [], exclusions = [] }) =>
        siteOf(site, zone, { ownSegments, exclusions }),
      ),
      fromDay,
      untilDay,
    },
    observer: { lineRefused: (line) => refused.push(line) },
  });
}, 120_000);
afterAll(() => {
  oracle.close();
  removeFolder(root);
});

test('every period is complete and published', () => {
  expect(result.periods.map(({ kind }) => kind)).toEqual(Array(9).fill('published'));
});

test('every line has the outcome that SQL gives it', async () => {
  const expected = (await oracle.outcomes()).filter(({ outcome }) => outcome !== 'counted');
  const place = ({ object, line, outcome }: RefusedLine | (typeof expected)[number]): string =>
    `${object}:${String(line)} ${outcome}`;
  expect(refused.map(place).sort()).toEqual(expected.map(place).sort());
});

test('the ledger is that of SQL, and sums to the lines read', async () => {
  const expected = await oracle.ledger();
  const ledger = outcomes.map(({ name }) => [name, expected[name] ?? 0]);
  expect(result.ledger).toEqual(Object.fromEntries(ledger));
  expect(Object.values(expected).reduce((sum, lines) => sum + lines, 0)).toBe(result.lines);
});

test('the tally of every period is that of SQL', async () => {
  const order = (a: { site: string; date: string }, b: typeof a): number =>
    `${a.site} ${a.date}` < `${b.site} ${b.date}` ? -1 : 1;
  const found = result.periods.map(({ site, day, tally }) => ({
    site,
    date: textFromDay(day),
    ...tally,
  }));
  expect(found.sort(order)).toEqual([...(await oracle.tallies())].sort(order));
});

test.each(periods)('rows of $site, day $day, equal those of SQL cell by cell', async (period) => {
  const found = exportedRows({ store: join(root, 'store'), ...period });
  const expected = oracle.rows(period.site, textFromDay(period.day));
  const comparison = await compareExported(expected, found);
  expect(comparison.differences).toEqual([]);
  expect(comparison.cells).toBeGreaterThan(500);
});

test.each(periods)('page records of $site, day $day, equal those of SQL', async (period) => {
  const found = await exportedPages({ store: join(root, 'store'), ...period });
  expect(found).toEqual(await oracle.pages(period.site, textFromDay(period.day)));
});
