/** Eleven lines whose outcomes and rows were worked out by hand. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RebuildResult, RefusedLine } from '../../src/jobs/rebuild-types.ts';
import {
  dayOf,
  liveRows,
  removeFolder,
  runRebuild,
  siteOf,
  temporaryFolder,
  type StoredRow,
} from '../support/rebuild-harness.ts';

const example = join(import.meta.dirname, '../../fixtures/worked-example');
let folder = '';
let result: RebuildResult;
const refused: RefusedLine[] = [];

beforeAll(async () => {
  folder = temporaryFolder();
  const archive = join(folder, 'archive');
  writeHours(archive, readFileSync(join(example, 'lines.jsonl')));
  result = await runRebuild({
    archive,
    store: join(folder, 'store'),
    request: {
      sites: [siteOf('news.example', 'UTC')],
      fromDay: dayOf('2026-03-08'),
      untilDay: dayOf('2026-03-09'),
    },
    observer: { lineRefused: (line) => refused.push(line) },
  });
});
afterAll(() => {
  removeFolder(folder);
});

/** Every hour of the read window holds an object; all but one are empty. */
function writeHours(archive: string, lines: Buffer): void {
  for (let hour = -1; hour < 30; hour += 1) {
    const instant = new Date(Date.UTC(2026, 2, 8, hour)).toISOString();
    const path = `${instant.slice(0, 10).replaceAll('-', '/')}/${instant.slice(11, 13)}`;
    mkdirSync(join(archive, 'events', path), { recursive: true });
    const bytes = gzipSync(hour === 10 ? lines : '');
    writeFileSync(join(archive, 'events', path, 'part-0.gz'), bytes);
  }
}

function expectedRows(file: string): readonly StoredRow[] {
  const lines = readFileSync(join(example, file), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { url, grain, bucket, cells } = JSON.parse(line) as StoredRow;
    return { url, grain, bucket, cells };
  });
}

test('every line has the outcome that was worked out', () => {
  const outcomes = new Map(refused.map(({ line, outcome }) => [line, outcome]));
  const expected = readFileSync(join(example, 'outcomes.txt'), 'utf8').trim().split('\n');
  expect(
    expected.map((text, index) => `${String(index + 1)} ${outcomes.get(index + 1) ?? 'counted'}`),
  ).toEqual(expected);
  expect(result.lines).toBe(11);
});

test('the rows of both grains are those worked out, cell by cell and in order', async () => {
  const rows = await liveRows(join(folder, 'store'), 'news.example', '2026-03-08');
  const expected = [...expectedRows('rows-1d.jsonl'), ...expectedRows('rows-5m.jsonl')];
  expect(JSON.stringify(rows, null, 1)).toBe(JSON.stringify(expected, null, 1));
});
