/** A metric and a segment that come later, on a store with history. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportRows, type NotRecordedItem } from '../../src/jobs/export-rows.ts';
import type { ExportItem } from '../../src/jobs/read-live-period.ts';
import { metrics, type Metric } from '../../src/model/catalogue.ts';
import type { OwnSegment } from '../../src/model/rules.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import {
  dayOf,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
} from '../support/rebuild-harness.ts';
import { writeArchive } from '../support/write-archive.ts';

/** Simulated visitors send this as a custom event, so it was `event:scroll_depth` before. */
const scrolls: Metric = {
  name: 'scrolls',
  kind: 'count',
  actions: ['scroll_depth'],
  value: 'one',
  unit: 'scrolls',
  about: 'Events with the action scroll_depth.',
};
const loyal: OwnSegment = {
  kind: 'rule',
  name: 'loyal',
  when: { kind: 'at_least', field: 'session_id', value: 10 },
};
const [first, second] = [dayOf('2026-03-08'), dayOf('2026-03-09')];

let root = '';
let archive = '';
let store = '';

beforeAll(async () => {
  root = temporaryFolder();
  archive = join(root, 'archive');
  store = join(root, 'store');
  const simulation = { ...defaultSimulation, fromDay: first - 1, days: 4, eventsPerDay: 1500 };
  writeArchive(archive, simulateArchive(simulation), { level: 1 });
  const sites = [siteOf('news.example', 'UTC')];
  await runRebuild({ archive, store, request: { sites, fromDay: first, untilDay: second + 1 } });
});
afterAll(() => {
  removeFolder(root);
});

/** Path, and SHA-256 of the bytes, of every file of a folder. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  const digest = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return new Map(files.map((name) => [name, digest(name)]));
}

async function exported(): Promise<readonly (ExportItem | NotRecordedItem)[]> {
  const opened = await openFolderStore(store, { create: false });
  const items: (ExportItem | NotRecordedItem)[] = [];
  const request = {
    sites: ['news.example'],
    fromDay: first,
    untilDay: second + 1,
    content: 'rows',
    grain: '1d',
    url: null,
  } as const;
  const { signal } = new AbortController();
  for await (const item of exportRows(opened, request, signal)) items.push(item);
  await opened.close();
  return items;
}

function siteCells(items: readonly (ExportItem | NotRecordedItem)[], day: number): string[] {
  return items.flatMap((item) =>
    item.kind === 'part' && item.period.day === day
      ? Array.from(item.part.cells, (cell) => item.part.keys.text(cell))
      : [],
  );
}

test('one day records them, older days say they do not, no stored byte moves', async () => {
  const before = filesOf(join(store, 'sites'));
  const result = await runRebuild({
    archive,
    store,
    request: {
      metrics: [...metrics, scrolls],
      sites: [siteOf('news.example', 'UTC', { ownSegments: [loyal] })],
      fromDay: second,
      untilDay: second + 1,
    },
  });
  expect(result.periods.map(({ kind }) => kind)).toEqual(['published']);
  expect(result.periods[0]?.before).not.toHaveProperty('scrolls');
  expect(result.periods[0]?.after?.['scrolls']).toBeGreaterThan(0);
  const after = filesOf(join(store, 'sites'));
  for (const [name, digest] of before) expect(after.get(name), name).toBe(digest);

  const items = await exported();
  expect(siteCells(items, second)).toContain('$all/scrolls');
  expect(siteCells(items, second)).toContain('loyal=yes/page_views');
  expect(siteCells(items, second)).not.toContain('$all/event:scroll_depth');
  expect(siteCells(items, first)).not.toContain('$all/scrolls');
  expect(siteCells(items, first)).toContain('$all/event:scroll_depth');
  expect(items.filter(({ kind }) => kind === 'not_recorded')).toEqual([
    { kind: 'not_recorded', site: 'news.example', name: 'scrolls', days: [first] },
    { kind: 'not_recorded', site: 'news.example', name: 'loyal', days: [first] },
  ]);
});
