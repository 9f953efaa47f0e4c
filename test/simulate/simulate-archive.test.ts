/** Synthetic traffic: what every archive must have, whatever the seed. */
import { describe, expect, test } from 'vitest';
import { dayFromText } from '../../src/base/calendar.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import type { SimulateOptions } from '../../src/simulate/simulate-options.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';
import { readSimulated } from '../support/read-simulated.ts';

const fromDay = dayFromText('2026-03-07') as number;

function simulate(change: Partial<SimulateOptions> = {}) {
  const options = { ...defaultSimulation, fromDay, eventsPerDay: 2000, ...change };
  return readSimulated(simulateArchive(options));
}

type Event = Readonly<Record<string, string | number | null>>;

function eventsOf(change: Partial<SimulateOptions> = {}): readonly Event[] {
  return simulate(change).flatMap(({ lines }) => lines.map((line) => JSON.parse(line) as Event));
}

describe('keys', () => {
  test('hours are folders of their UTC day', () => {
    const keys = simulate({ objectsPerFolder: 2, days: 2 }).map(({ key }) => key);
    expect(keys).toHaveLength(2 * 24 * 2);
    expect(keys[0]).toBe('events/2026/03/07/00/part-0.gz');
    expect(keys[1]).toBe('events/2026/03/07/00/part-1.gz');
    expect(keys.at(-1)).toBe('events/2026/03/08/23/part-1.gz');
  });

  test('the order of bytes is the order of time, also with more than ten objects', () => {
    const keys = simulate({ layout: 'day', objectsPerFolder: 12, prefix: '' }).map((o) => o.key);
    expect(keys[0]).toBe('2026/03/07/part-00.gz');
    expect(keys).toEqual([...keys].sort());
  });
});

describe('lines', () => {
  test('a day has exactly as many lines as were asked for', () => {
    const lines = simulate({ eventsPerDay: 1234, days: 3, objectsPerFolder: 3 });
    expect(lines.reduce((sum, object) => sum + object.lines.length, 0)).toBe(3 * 1234);
  });

  test.each(['dpl', 'pixel-piped', 'pixel-combined'] as const)(
    'the same seed gives the same bytes in the format %s, another seed others',
    (format) => {
      expect(simulate({ format })).toEqual(simulate({ format }));
      expect(simulate({ format })).not.toEqual(simulate({ format, seed: 2 }));
    },
  );

  test('what is passed over unread does not change what follows', () => {
    const all = simulate();
    const options = { ...defaultSimulation, fromDay, eventsPerDay: 2000 };
    let last: Uint8Array[] = [];
    for (const { key, blocks } of simulateArchive(options)) {
      if (key === all.at(-1)?.key) last = [...blocks];
    }
    expect(Buffer.concat(last).toString()).toBe(`${all.at(-1)?.lines.join('\n')}\n`);
  });

  test('events lie in the hour in which they were written, or up to four hours before', () => {
    for (const { key, lines } of simulate()) {
      const hour = Date.parse(key.replace(/events\/(\d+).(\d+).(\d+).(\d+).*/, '$1-$2-$3T$4:00Z'));
      for (const line of lines) {
        const { ts_action: text } = JSON.parse(line) as Event;
        const at = Date.parse(String(text).slice(0, 19).replace(' ', 'T') + 'Z');
        expect(at).toBeLessThan(hour + 3_600_000);
        expect(at).toBeGreaterThan(hour - 2 * 7_200_000);
      }
    }
  });

  test('both spellings of JSON text occur, and the separators are those of Python', () => {
    const text = simulate().flatMap(({ lines }) => lines);
    expect(text.some((line) => line.includes('\\u00fc'))).toBe(true);
    expect(text.some((line) => line.includes('ü'))).toBe(true);
    for (const line of text) expect(line).toMatch(/^\{"action": "[^"]*", "apikey": "/);
  });
});

describe('traffic', () => {
  const events = eventsOf({ eventsPerDay: 20_000 });

  test('every action, category of referrer and device occurs', () => {
    expect(new Set(events.map((event) => event['action']))).toEqual(
      new Set([
        ...['pageview', 'heartbeat', 'videostart', 'vheartbeat', 'conversion'],
        ...['newsletter/sign up', 'scroll_depth', 'share:e-mail', 'größe ändern'],
        ...['100%', "it's (really) new!", 'a=b&c*~'],
      ]),
    );
    expect(new Set(events.map((event) => event['ref_category']))).toEqual(
      new Set(['search', 'social', 'internal', 'direct', 'aggregator', 'ai', 'other']),
    );
    expect(new Set(events.map((event) => event['ua_devicetype']))).toEqual(
      new Set(['desktop', 'mobile', 'tablet', null]),
    );
  });

  test('two in a hundred lines are copies, some of them in later objects', () => {
    const ids = events.map((event) => event['event_id']);
    expect(1 - new Set(ids).size / ids.length).toBeCloseTo(0.02, 2);
  });

  test('a few urls have most of the events and many have few', () => {
    const counts = new Map<unknown, number>();
    for (const { url } of events) counts.set(url, (counts.get(url) ?? 0) + 1);
    const falling = [...counts.values()].sort((a, b) => b - a);
    expect(falling[0]).toBeGreaterThan(500);
    expect(falling.filter((count) => count <= 3).length).toBeGreaterThan(400);
  });

  test('only heartbeats have engaged time', () => {
    for (const { action, engaged_time_inc: engaged } of events) {
      expect(typeof engaged).toBe(/^v?heartbeat$/.test(String(action)) ? 'number' : 'object');
    }
  });
});
