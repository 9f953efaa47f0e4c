/** The rules behind numbers, as a rebuild leaves them: stored by content, under their digest. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

const fromDay = dayOf('2026-03-07');
const core = { kind: 'in', field: 'ip_country', values: ['US', 'CA'] } as const;

let root = '';
beforeEach(() => {
  root = temporaryFolder();
  const span = { fromDay: fromDay - 1, days: 4, eventsPerDay: 200 };
  writeArchive(join(root, 'logs'), simulateArchive({ ...defaultSimulation, ...span }));
});
afterEach(() => removeFolder(root));

async function rebuildWith(ownSegments: Parameters<typeof siteOf>[2] = {}): Promise<void> {
  const site = siteOf('news.example', 'America/New_York', ownSegments);
  const result = await runRebuild({
    archive: join(root, 'logs'),
    store: join(root, 'store'),
    request: { sites: [site], fromDay, untilDay: fromDay + 2 },
  });
  expect(result.periods.map(({ kind }) => kind)).toEqual(['published', 'published']);
}

/** Names without ending, and contents. */
function storedRules(): ReadonlyMap<string, string> {
  const folder = join(root, 'store/rules');
  return new Map(
    readdirSync(folder).map((name) => [
      name.replace('.json', ''),
      readFileSync(join(folder, name), 'utf8').trimEnd(),
    ]),
  );
}

/** The digests that the manifests of all generations name. */
function namedRules(): readonly string[] {
  const names = readdirSync(join(root, 'store'), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('manifest.json'))
    .map((name) => readFileSync(join(root, 'store', name), 'utf8'))
    .map((text) => (JSON.parse(text) as { rules: string }).rules);
}

test('days of a year share one set of rules, under the SHA-256 of its content', async () => {
  await rebuildWith();
  const [[name, content] = ['', ''], ...others] = storedRules();
  expect(others).toEqual([]);
  expect(name).toBe(createHash('sha256').update(content).digest('hex'));
  expect(namedRules()).toEqual([name, name]);
  expect(JSON.parse(content)).toMatchObject({
    site: 'news.example',
    zone: 'America/New_York',
    // The day on which summer time begins there: five hours behind UTC, then four.
    transitions: expect.arrayContaining([
      { at: Date.UTC(2026, 2, 8, 7) / 1000, offsetSeconds: -4 * 3600 },
    ]) as unknown,
    ownSegments: [],
    earlySeconds: 3600,
    lateSeconds: 21_600,
  });
});

test('other rules are another set, and the first one stays as it was', async () => {
  await rebuildWith();
  const before = [...storedRules()];
  await rebuildWith({ ownSegments: [{ kind: 'rule', name: 'core', when: core }] });
  const after = storedRules();
  expect(after.size).toBe(2);
  for (const [name, content] of before) expect(after.get(name)).toBe(content);
  for (const [name, content] of after) {
    expect(name).toBe(createHash('sha256').update(content).digest('hex'));
  }
  expect(new Set(namedRules())).toEqual(new Set(after.keys()));
});
