/** Whole objects: what holds whatever is in them, and what the columns hold. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZoneClock } from '../../src/base/zone-clock.ts';
import { batchEventsMax, datesMax, otherSitesMax } from '../../src/decode/decode.ts';
import { createDecoder } from '../../src/decode/object-decoder.ts';
import { bytesFromEventBatch } from '../../src/model/event-batch-bytes.ts';
import { hashWords } from '../support/events.ts';
import { decode, hex, lines, sunday, sundayAtTen } from './decoded.ts';

const full = readFileSync(new URL('fixtures/dpl-full.jsonl', import.meta.url));

const event = {
  ...{ action: 'pageview', apikey: 'news.example', event_id: 'e1', visitor_site_id: 'v1' },
  ...{ ts_action: '2026-03-08 10:01:10', url: 'https://news.example/a', session_id: 1 },
};

/** Five synthetic lines with every key of the schema, as Python writes them. */
test('full events are read', () => {
  const window = { from: sundayAtTen, until: sundayAtTen + 36_000 };
  const { events, outcomes } = decode(full, { sites: [{ window }] });
  // The engaged time of the last is "-3".
  expect(outcomes).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'invalid']);
  expect(events.map((one) => [one.action, one.time - sundayAtTen, one.engagedSeconds])).toEqual([
    ['pageview', -15, 0],
    ['conversion', 1117, 0],
    ['heartbeat', 1769, 150],
    ['videostart', 12_637, 0],
  ]);
  expect(events.map(({ segments }) => segments.join(' '))).toEqual([
    'device=desktop visitor=returning ref=direct channel=website',
    'device=mobile visitor=returning ref=search channel=website',
    'device=mobile visitor=returning ref=direct channel=website',
    'device=desktop visitor=new ref=internal channel=website',
  ]);
  expect(events[0]?.page).toBe(
    '{"title":"Die Börse – “quiet day”","authors":["Anna Müller","R. Śarmā"],' +
      '"section":"Wirtschaft & Börse","tags":["a","b/c","größe"],' +
      '"canonicalUrl":"https://news.example/2026/03/a-first-story-0/","pageType":"post",' +
      '"publishedMs":1772013097896}',
  );
});

describe('bytes cut anywhere', () => {
  const fragments = fc.constantFrom(
    ...[JSON.stringify(event), JSON.stringify({ ...event, apikey: 'x' }), '{', '', ' ', '\ufeff'],
    ...[JSON.stringify({ ...event, action: 'größe', event_id: '\ud800' }), 'null', '\u00ff'],
    ...[JSON.stringify({ ...event, ts_action: '2026-03-09 00:00:00' }), '{"apikey": 1}', '\0'],
  );
  const separators = fc.constantFrom('\n', '\r\n', '\n\n', '');
  const inputs = fc
    .tuple(fc.array(fc.tuple(fragments, separators), { maxLength: 30 }), fc.boolean())
    .map(([parts, isBroken]) => {
      const bytes = new TextEncoder().encode(parts.flat().join(''));
      if (isBroken && bytes.length > 0) bytes[bytes.length >> 1] = 0xfe;
      return bytes;
    });
  const lengths = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 10 });

  test('give identical batches, outcomes and tallies', () => {
    fc.assert(
      fc.property(inputs, lengths, (input, pieces) => {
        const whole = decode(input, { format: 'auto' });
        const parts = decode(input, { format: 'auto', pieces });
        expect(parts.tally).toEqual(whole.tally);
        expect(parts.outcomes).toEqual(whole.outcomes);
        expect(parts.batches.map(bytesFromEventBatch)).toEqual(
          whole.batches.map(bytesFromEventBatch),
        );
      }),
    );
  });

  test('have exactly one outcome a line', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { tally, events } = decode(input, { format: 'auto' });
        const refused = Object.values(tally.refused).reduce((sum, count) => sum + count, 0);
        expect(refused + tally.accepted).toBe(tally.lines);
        expect(events.length).toBe(tally.accepted);
        const sums = [tally.otherPeriod, tally.outOfWindow, tally.bots, tally.excluded].map(
          (counts) => [...counts.values()].reduce((sum, count) => sum + count, 0),
        );
        const { other_period, out_of_window, bot, excluded } = tally.refused;
        expect(sums).toEqual([other_period, out_of_window, bot, excluded]);
      }),
    );
  });
});

test('what JSON.parse refuses is malformed, and nothing else', () => {
  const characters = fc.constantFrom(...'{}[]":,0-1.eE+ntfu\\/ \t\u00e9ab'.split(''));
  const texts = fc.oneof(
    fc.array(characters, { maxLength: 12 }).map((parts) => `{${parts.join('')}}`),
    fc.json(),
    fc.json().map((text) => text.slice(0, -1)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      fc.pre(!text.includes('\n') && text.trim() !== '');
      const [outcome] = decode(text).outcomes;
      expect(outcome === 'malformed').toBe(!isObject(text));
    }),
    { numRuns: 500 },
  );
});

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Object.prototype.toString.call(value) === '[object Object]';
  } catch {
    return false;
  }
}

describe('hashes', () => {
  test('are those of the definitions', () => {
    const [first, second] = decode(
      lines(
        { ...event, visitor_site_id: 'visitor-1', session_id: null },
        { ...event, visitor_site_id: 'visitor-2', session_id: 12 },
      ),
    ).events;
    expect(BigInt.asIntN(64, BigInt(`0x${first?.visitor}`))).toBe(5292220941710129162n);
    expect(BigInt.asIntN(64, BigInt(`0x${second?.visitor}`))).toBe(-7031988182207506534n);
    expect(first?.session).toBe('0000000000000000');
    expect(second?.session).toBe(hex(hashWords('visitor-2_12'), 0));
    expect(second?.identity).toBe(hex(hashWords('e1'), 2) + hex(hashWords('e1'), 0));
  });

  test('are of UTF-8, and a lone surrogate is U+FFFD', () => {
    const ids = ['größe', '\u{1f600}', '\ud800', '\ufffd', 'x'.repeat(1024), 'é'.repeat(512)];
    const { events } = decode(
      lines(...ids.map((id) => ({ ...event, visitor_site_id: id, event_id: id }))),
    );
    expect(events.map(({ visitor }) => visitor)).toEqual(ids.map((id) => hex(hashWords(id), 0)));
    expect(events.map(({ identity }) => identity.slice(16))).toEqual(
      events.map(({ visitor }) => visitor),
    );
    expect(events[2]?.visitor).toBe(events[3]?.visitor);
  });
});

test('of duplicate keys the last holds', () => {
  const line = JSON.stringify(event).replace('{', '{"action":"scroll","url":5,"session_id":0,');
  expect(decode(line).events).toMatchObject([
    { action: 'pageview', url: 'https://news.example/a', sessionNumber: 1 },
  ]);
});

describe('batches', () => {
  test('hold at most so many events, in line order', () => {
    const input = lines(...Array.from({ length: batchEventsMax * 2 + 5 }, () => event));
    const { batches, events } = decode(input);
    expect(batches.map(({ count }) => count)).toEqual([batchEventsMax, batchEventsMax, 5]);
    expect(events.every(({ line }, index) => line === index + 1)).toBe(true);
    expect(events.every(({ url }) => url === event.url)).toBe(true);
  });

  test('end early where lines are long', () => {
    const long = { ...event, title: 'x'.repeat(1_000_000) };
    const { batches } = decode(lines(...Array.from({ length: 40 }, () => long)));
    expect(batches.map(({ count }) => count)).toEqual([34, 6]);
  });

  test('come from objects that are decoded by turns', () => {
    const rules = { ...siteRules(), site: 'news.example' };
    const whole = { from: 0, until: 2 ** 32 };
    const periods = new Map([[sunday, whole]]);
    const clock = new ZoneClock('UTC');
    const decoder = createDecoder({ sites: [{ rules, clock, periods }], format: 'dpl' });
    const found: string[] = [];
    const [first, second] = [4, 5].map((ordinal) =>
      decoder.decodeObject(
        { ordinal, range: whole },
        {
          batch: ({ columns, dictionary, count }) => {
            const texts = Array.from(columns.action.subarray(0, count), (a) => dictionary.text(a));
            found.push(`${columns.object[0]}: ${texts.join(' ')}`);
          },
        },
      ),
    );
    const bytes = (action: string) => new TextEncoder().encode(`${lines({ ...event, action })}\n`);
    first?.push(bytes('a'));
    second?.push(bytes('b'));
    first?.push(bytes('c'));
    expect([first?.finish().lines, second?.finish().lines]).toEqual([2, 1]);
    // One batch is filled at a time.
    expect(found).toEqual(['4: a', '4: c', '5: b']);
  });

  test('of an object that is given up are never handed on', () => {
    const rules = { ...siteRules(), site: 'news.example' };
    const whole = { from: 0, until: 2 ** 32 };
    const clock = new ZoneClock('UTC');
    const periods = new Map([[sunday, whole]]);
    for (const robots of ['refused', 'counted'] as const) {
      const decoder = createDecoder({ sites: [{ rules, clock, periods }], format: 'dpl', robots });
      const found: number[] = [];
      const [first, second] = [4, 5].map((ordinal) =>
        decoder.decodeObject(
          { ordinal, range: whole },
          { batch: ({ columns, count }) => found.push(...columns.object.subarray(0, count)) },
        ),
      );
      first?.push(new TextEncoder().encode(`${lines(event)}\n`));
      second?.push(new TextEncoder().encode(`${lines(event)}\n`));
      second?.finish();
      expect(found).toEqual([5]);
    }
  });
});

function siteRules() {
  return {
    ...{ rulesVersion: 1, site: '', zone: 'UTC', transitions: [], ownSegments: [] },
    ...{ exclusions: [], earlySeconds: 0, lateSeconds: 0, libraries: {} },
  };
}

describe('what is remembered of other lines is bounded', () => {
  test('dates', () => {
    const dayMs = 86_400_000;
    const times = Array.from({ length: datesMax + 3 }, (_, index) => index * dayMs);
    const input = lines(
      ...[...times, 0].map((timestamp_info_nginx_ms) => {
        return { ...event, ts_action: null, timestamp_info_nginx_ms };
      }),
    );
    const { tally } = decode(input);
    expect(tally.otherPeriod.size).toBe(datesMax + 1);
    expect(tally.otherPeriod.get('0/0')).toBe(2);
    expect(tally.otherPeriod.get('0/-1')).toBe(3);
  });

  test('names of other sites', () => {
    const names = Array.from({ length: otherSitesMax + 3 }, (_, index) => `site-${index}`);
    const input = lines(...['x'.repeat(254), ...names].map((apikey) => ({ ...event, apikey })));
    const { tally } = decode(input);
    expect(tally.otherSites).toEqual(new Set(names.slice(0, otherSitesMax)));
    expect(tally.refused.other_site).toBe(otherSitesMax + 4);
  });
});

test('a day that no batch can hold is refused at once', () => {
  expect(() => decode('', { sites: [{ days: [0] }] })).toThrow(
    '1970-01-01 of news.example is no day that events are kept of',
  );
  expect(() => decode('', { sites: [{ days: [60_000] }] })).toThrow('2134-04-11 of news.example');
});
