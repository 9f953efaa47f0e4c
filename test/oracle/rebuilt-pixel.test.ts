/**
 * Pixel hits rebuilt, in the piped and in the combined form, beside what SQL counts over the same
 * raw lines: simulated traffic, and lines made by hand for what simulated trackers never send.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RebuildResult, RefusedLine } from '../../src/jobs/rebuild-types.ts';
import { browsers, robots } from '../../src/simulate/agents.ts';
import { referrers } from '../../src/simulate/referrers.ts';
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
import { openOracle, type Oracle } from './oracle.ts';
import { sourceOfPixelArchive } from './pixel-source.ts';
import type { OracleSegment } from './rules-sql.ts';

const { sites } = defaultSimulation;
const date = '2026-03-08';
const [fromDay, untilDay] = [dayOf(date), dayOf('2026-03-09')];
const ownSegments: readonly OracleSegment[] = [
  { kind: 'field', name: 'subscriber', field: 'extra_data.subscriber', values: ['yes'] },
];

/** Some seconds on a free machine; other tests run beside. */
const hookTimeoutMs = 120_000;

const desktop = browsers.find(({ device }) => device === 'desktop')?.text ?? '';

/** The path, address and time of a hit that was answered, where nothing else is said. */
type Hit = {
  readonly query: string;
  readonly status?: number;
  readonly time?: string;
  readonly agent?: string;
};

const good = 'idsite=news.example&url=https%3A%2F%2Fnews.example%2Fmade&action=pageview&u=v1&sid=2';

const madeHits: readonly Hit[] = [
  { query: `${good}&rand=1` },
  // The same hit again, and the same with another time: a copy in another bucket.
  { query: `${good}&rand=1` },
  { query: `${good}&rand=1`, time: '08/Mar/2026:14:36:00 +0000' },
  { query: `${good}&rand=2`, status: 404 },
  { query: `${good}&rand=2`, status: 304 },
  // From a server that logs in another zone: 14:10 UTC.
  { query: `${good}&rand=3`, time: '08/Mar/2026:09:10:00 -0500' },
  { query: good },
  { query: `${good}&rand=` },
  { query: `${good}&rand=4&sid=0` },
  { query: `${good}&rand=5&action=heartbeat` },
  { query: `${good}&rand=6&action=heartbeat&inc=15` },
  { query: `${good}&rand=7&action=sign+up` },
  { query: `${good}&rand=8&urlref=https%3A%2F%2Fnews.example%2Fother%3Fa%3Db` },
  { query: `${good}&rand=9&u=&data=%7B%22parsely_site_uuid%22%3A%22v2%22%7D` },
  { query: `${good}&rand=10&u=&data=not+json` },
  { query: `${good}&rand=11&ip_address=192.0.2.7&idsite=elsewhere.example` },
  { query: `rand=12&action=pageview&u=v1&url=https%3A%2F%2Fnews.example%2F` },
  { query: `${good}&rand=13&metadata=%7B%22title%22%3A%22Made+by+hand%22%7D` },
  { query: `${good}&rand=14`, agent: robots[0]?.text ?? '' },
  { query: `${good}&rand=15`, time: 'yesterday' },
];

const madeTime = '08/Mar/2026:14:30:00 +0000';

const lineOf = {
  'pixel-piped': ({ query, status = 200, time = madeTime, agent = desktop }: Hit) =>
    `/plogger/ || 203.0.113.9 || - || ${time}  || GET /plogger/?${query} HTTP/1.1 || ` +
    `${status} || 363 || - || ${agent} || - || - || - || 0.000`,
  'pixel-combined': ({ query, status = 200, time = madeTime, agent = desktop }: Hit) =>
    `203.0.113.9 - - [${time}] "GET /plogger/?${query} HTTP/1.1" ${status} 363 "-" "${agent}"`,
} as const;

describe.each(['pixel-piped', 'pixel-combined'] as const)('%s', (format) => {
  const root = temporaryFolder();
  const refused: RefusedLine[] = [];
  let oracle: Oracle;
  let result: RebuildResult;

  beforeAll(async () => {
    const archive = join(root, 'archive');
    const span = { fromDay: fromDay - 1, days: 3, eventsPerDay: 800, objectsPerFolder: 2 };
    writeArchive(archive, simulateArchive({ ...defaultSimulation, ...span, format }));
    const made = madeHits.map((hit) => `${lineOf[format](hit)}\n`).join('');
    writeFileSync(join(archive, 'events/2026/03/08/14/made.log'), made);
    oracle = await openOracle({
      sites: sites.map(({ site, zone }) => ({ site, zone, ownSegments })),
      ...{ from: date, until: '2026-03-09', robots: robots.map(({ text }) => text) },
      source: await sourceOfPixelArchive(archive, { agents: [...browsers, ...robots], referrers }),
    });
    const own = sites.map(({ site, zone }) => siteOf(site, zone, { ownSegments }));
    result = await runRebuild({
      archive,
      store: join(root, 'store'),
      request: { sites: own, fromDay, untilDay },
      observer: { lineRefused: (line) => refused.push(line) },
    });
  }, hookTimeoutMs);
  afterAll(() => {
    oracle.close();
    removeFolder(root);
  });

  test('every line has the outcome that SQL gives it', async () => {
    const place = ({ object, line, outcome }: { object: string; line: number; outcome: string }) =>
      `${object}:${String(line)} ${outcome}`;
    const expected = (await oracle.outcomes()).filter(({ outcome }) => outcome !== 'counted');
    expect(refused.map(place).sort()).toEqual(expected.map(place).sort());
    const found = Object.entries(result.ledger).filter(([, lines]) => lines > 0);
    expect(Object.fromEntries(found)).toEqual(await oracle.ledger());
  });

  test('the lines made by hand are what they are meant to be', async () => {
    const all = await oracle.outcomes();
    const made = all.filter(({ object }) => object.endsWith('made.log'));
    expect(made.map(({ outcome }) => outcome)).toEqual([
      ...['counted', 'duplicate', 'duplicate', 'not_a_hit', 'counted', 'counted', 'incomplete'],
      ...['incomplete', 'invalid', 'invalid', 'counted', 'counted', 'counted', 'counted'],
      ...['incomplete', 'other_site', 'incomplete', 'counted', 'bot', 'incomplete'],
    ]);
  });

  test.each(sites)('rows and page records are those of SQL: $site', async ({ site }) => {
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
