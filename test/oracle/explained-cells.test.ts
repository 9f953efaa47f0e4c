/**
 * A hundred numbers of the rebuilt fixtures, drawn at random: what explain says of each, beside
 * what export writes and what SQL finds over the same lines, line by line.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textFromDay } from '../../src/base/calendar.ts';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { Store } from '../../src/store/store.ts';
import { Random } from '../../src/simulate/random.ts';
import { runExplain, type Asked } from '../support/explain-harness.ts';
import {
  dayOf,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';
import type { ExportedRow } from './exported.ts';
import { exportedRows } from './export-of-store.ts';
import {
  fixtureArchive,
  fixtureDays,
  fixtureRobots,
  fixtureSites,
  plantedLines,
} from './fixtures.ts';
import { sourceOfPlanted } from './line-sources.ts';
import { readLinesBehind } from './read-lines.ts';
import { openOracle, type Oracle } from './oracle.ts';

const [fromDay, untilDay] = [dayOf(fixtureDays.from), dayOf(fixtureDays.until)];
const sites = fixtureSites.map(({ site, zone, ownSegments = [], exclusions = [] }) =>
  siteOf(site, zone, { ownSegments, exclusions }),
);
const cellsDrawn = 100;

type DrawnCell = Asked & { readonly site: string; readonly value: number };
type Row = Pick<DrawnCell, 'site' | 'day' | 'url' | 'grain' | 'bucket'> &
  Pick<ExportedRow, 'cells'>;

let root = '';
let oracle: Oracle;
let store: Store;

beforeAll(async () => {
  root = temporaryFolder();
  const path = join(root, 'store');
  await runRebuild({ archive: fixtureArchive, store: path, request: { sites, fromDay, untilDay } });
  store = await openFolderStore(path, { create: false });
  oracle = await openOracle({
    sites: fixtureSites,
    ...fixtureDays,
    robots: fixtureRobots,
    source: sourceOfPlanted(fixtureArchive, plantedLines),
  });
}, 120_000);
afterAll(async () => {
  oracle.close();
  await store.close();
  removeFolder(root);
});

/** Every row of the exports of all periods, or of SQL. */
async function rowsBy(
  read: (site: string, day: number) => AsyncIterable<ExportedRow>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { site } of sites) {
    for (let day = fromDay; day < untilDay; day += 1) {
      for await (const { url, grain, bucket, cells } of read(site, day)) {
        const isDay = grain === '1d';
        const start = isDay ? day : Date.parse(bucket) / 1000;
        rows.push({ site, day, url, grain: isDay ? '1d' : '5m', bucket: start, cells });
      }
    }
  }
  return rows;
}

function drawCell(random: Random, rows: readonly Row[]): DrawnCell {
  const { cells, ...row } = rows[random.below(rows.length)] as Row;
  const keys = Object.keys(cells);
  const key = keys[random.below(keys.length)] as string;
  return { ...row, key, value: cells[key] ?? 0 };
}

test('explain, export and SQL agree, in number and line by line', async () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const random = new Random(seed);
  const path = join(root, 'store');
  const exported = await rowsBy((site, day) => exportedRows({ store: path, site, day }));
  const ofSql = await rowsBy((site, day) => oracle.rows(site, textFromDay(day)));
  const days = exported.filter(({ grain }) => grain === '1d');
  for (let drawn = 0; drawn < cellsDrawn; drawn += 1) {
    // Most rows are of 5 minutes, and of few lines.
    const { value, ...asked } = drawCell(random, drawn % 2 === 0 ? days : exported);
    const site = sites.find((one) => one.site === asked.site) as (typeof sites)[number];
    const { explanation, lines, causes } = await runExplain({
      archive: fixtureArchive,
      store,
      site,
      asked,
      // Now and then through the spill space.
      ...(drawn % 10 === 0 && { eventBytesMax: 100_000 }),
    });
    expect([seed, asked, explanation.derived, explanation.stored, causes]).toEqual([
      seed,
      asked,
      value,
      expect.objectContaining({ kind: 'number', value }),
      [],
    ]);
    const found = { value, lines: placesOf(lines, asked.key) };
    expect([seed, await foundBySql(asked, ofSql)]).toEqual([seed, found]);
  }
}, 300_000);

async function foundBySql(
  { site, day, url, grain, bucket, key }: Omit<DrawnCell, 'value'>,
  rows: readonly Row[],
) {
  const slash = key.lastIndexOf('/');
  const lines = await readLinesBehind(oracle, {
    site,
    date: textFromDay(day),
    url,
    bucket: grain === '5m' ? bucket : undefined,
    dimension: key.slice(0, slash),
    metric: key.slice(slash + 1),
  });
  const row = rows.find(
    (one) =>
      one.site === site &&
      one.day === day &&
      one.url === url &&
      one.grain === grain &&
      one.bucket === bucket,
  );
  return { value: row?.cells[key], lines: lines.map(placeText) };
}

type Line = { readonly object: string; readonly line: number };

/** What SQL tells apart: it names bots and excluded lines of `$all` alone. */
function placesOf(
  lines: readonly (Line & { readonly fate: string })[],
  key: string,
): readonly string[] {
  const told = ['counted', 'duplicate', ...(key.startsWith('$all/') ? ['bot', 'excluded'] : [])];
  return lines
    .filter(({ fate }) => told.includes(fate))
    .map(({ fate, ...line }) => placeText({ ...line, outcome: fate }));
}

function placeText({ object, line, outcome }: Line & { readonly outcome: string }): string {
  return `${object}:${line} ${outcome}`;
}
