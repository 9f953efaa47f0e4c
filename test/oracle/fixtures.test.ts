/** The fixtures are what they say they are. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gunzipSync } from 'node:zlib';
import {
  fixtureAgents,
  fixtureArchive,
  fixtureDays,
  fixtureRobots,
  fixtureSites,
  plantedLines,
} from './fixtures.ts';
import {
  keysOfFolder,
  linesOfObject,
  sourceOfPlanted,
  unreadableOutcomes,
} from './line-sources.ts';
import type { Oracle } from './oracle.ts';
import { openOracle } from './oracle.ts';

const files = readdirSync(fixtureArchive, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

describe('the archive', () => {
  type Made = { readonly files: ReadonlyMap<string, Buffer>; readonly list: readonly unknown[] };

  test('is what its script makes', async () => {
    const script = new URL('../../fixtures/make-archive.js', import.meta.url).href;
    const { makeArchive } = (await import(script)) as { readonly makeArchive: () => Made };
    const made = makeArchive();
    expect(new Set(files)).toEqual(
      new Set([...made.files.keys()].map((key) => join(fixtureArchive, key))),
    );
    for (const [key, bytes] of made.files) {
      const found = plainBytes(key, readFileSync(join(fixtureArchive, key)));
      expect(found.equals(plainBytes(key, bytes)), key).toBe(true);
    }
    expect(plantedLines).toEqual(made.list);
  });

  test('stays below 400 KB', () => {
    const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
    expect(bytes).toBeLessThan(400_000);
  });

  test('has an object in every hour from two hours before the first window on', () => {
    const hours = new Set(keysOfFolder(fixtureArchive).map((key) => key.slice(7, 20)));
    expect(hours.size).toBe(24 * 4 - 15 + 12);
    expect([...hours].sort()[0]).toBe('2026/03/06/15');
    expect([...hours].sort().at(-1)).toBe('2026/03/10/11');
  });
});

/** Another zlib may compress in another way, so what was compressed is compared. */
function plainBytes(key: string, bytes: Buffer): Buffer {
  return key.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

describe('the lines', () => {
  const unreadable = new Set(
    plantedLines
      .filter(({ outcome }) => unreadableOutcomes.includes(outcome))
      .map(({ object, line }) => `${object} ${line}`),
  );
  const lines = keysOfFolder(fixtureArchive).flatMap((key) =>
    linesOfObject(fixtureArchive, key).map((bytes, index) => ({
      place: `${key} ${index + 1}`,
      bytes,
    })),
  );

  test('are readable but for those that the list says are not', () => {
    for (const { place, bytes } of lines) {
      expect(isEvent(bytes), place).toBe(!unreadable.has(place));
    }
  });

  test('have no agent that was not judged by hand', () => {
    const readable = lines.filter(({ place }) => !unreadable.has(place));
    const agents = new Set(readable.map(({ bytes }) => agentOf(bytes)));
    agents.delete(null);
    expect([...agents].sort()).toEqual([...fixtureAgents.keys()].sort());
  });
});

function isEvent(bytes: Buffer): boolean {
  if (bytes.length > 1_048_576) return false;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function agentOf(bytes: Buffer): string | null {
  return (JSON.parse(bytes.toString()) as { user_agent: string | null }).user_agent;
}

describe('what the oracle says of them', () => {
  const source = sourceOfPlanted(fixtureArchive, plantedLines);
  let oracle: Oracle;

  beforeAll(async () => {
    const request = { sites: fixtureSites, ...fixtureDays, robots: fixtureRobots, source };
    oracle = await openOracle(request);
  });
  afterAll(() => {
    oracle.close();
  });

  test('every planted line has the outcome that was worked out by hand', async () => {
    const outcomes = new Map(
      (await oracle.outcomes()).map(({ object, line, outcome }) => [`${object} ${line}`, outcome]),
    );
    const found = plantedLines.map(({ object, line, why }) => {
      return `${object} ${line} ${outcomes.get(`${object} ${line}`) ?? 'not read'} ${why}`;
    });
    const expected = plantedLines.map(({ object, line, outcome, why }) => {
      return `${object} ${line} ${outcome} ${why}`;
    });
    expect(found).toEqual(expected);
  });

  test('every line of the objects in the windows is in the ledger', async () => {
    const lines = oracle.objects.flatMap((key) => linesOfObject(fixtureArchive, key));
    const ledger = await oracle.ledger();
    expect(Object.values(ledger).reduce((sum, count) => sum + count, 0)).toBe(lines.length);
  });

  test('objects outside all windows are not read', () => {
    const [first, last] = [oracle.objects[0], oracle.objects.at(-1)];
    expect(first).toBe('events/2026/03/06/17/part-0.gz');
    expect(last).toMatch(/^events\/2026\/03\/10\/09\//);
  });

  test('the days of the sites are those that were written down', async () => {
    const days: string[] = [];
    for (const { site } of fixtureSites) {
      for await (const row of oracle.rows(site)) {
        if (row.url === null && row.grain === '1d') days.push(JSON.stringify(row));
      }
    }
    const written = readFileSync(
      new URL('../../fixtures/expected-site-days.jsonl', import.meta.url),
      'utf8',
    );
    expect(days).toEqual(written.trimEnd().split('\n'));
  });

  test('the planted page has the record of each of its days', async () => {
    const pages = await oracle.pages('news.example');
    const url = 'https://news.example/planted/changing/';
    const titles = pages
      .filter((page) => page.url === url)
      .map(({ date, metadata }) => {
        const { title, authors } = JSON.parse(metadata) as { title: string; authors: string[] };
        return [date, title, ...authors];
      });
    expect(titles).toEqual([
      ['2026-03-07', 'Second title'],
      ['2026-03-08', 'Second title', 'Anna M\u00fcller', 'B. "Bob"'],
      ['2026-03-09', 'Tie, first'],
    ]);
  });
});
