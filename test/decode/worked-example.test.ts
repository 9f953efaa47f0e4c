/**
 * The worked example of the definitions: eleven synthetic lines of the object
 * events/2026/03/08/10/part-0.gz, site news.example, zone UTC (fixtures/worked-example.jsonl).
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decode, sunday, sundayAtTen } from './decoded.ts';

const example = readFileSync(new URL('fixtures/worked-example.jsonl', import.meta.url));

test('every line of the worked example has its outcome', () => {
  const { outcomes, events, tally } = decode(example);
  // Line 4 is a copy of line 3: decode accepts it, and the core finds it by its identity.
  expect(outcomes).toEqual([
    ...['accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'accepted'],
    ...['bot', 'invalid', 'other_site', 'incomplete', 'malformed'],
  ]);
  expect(events[3]?.identity).toBe(events[2]?.identity);
  expect(new Set(events.map(({ identity }) => identity)).size).toBe(5);
  expect(tally).toEqual({
    lines: 11,
    refused: {
      ...{ oversized: 0, blank: 0, malformed: 1, not_a_hit: 0, other_site: 1, incomplete: 1 },
      ...{ invalid: 1, other_period: 0, out_of_window: 0, excluded: 0, bot: 1 },
    },
    accepted: 6,
    bots: new Map([['0/20520', 1]]),
    excluded: new Map(),
    otherPeriod: new Map(),
    outOfWindow: new Map(),
    sitesNamed: new Set([0]),
    otherSites: new Set(['other.example']),
  });
});

test('the events of the worked example have the values that the lines say', () => {
  const { events } = decode(example, { ordinal: 7 });
  const short = events.map((event) => [
    ...[event.line, event.time - sundayAtTen, event.action, event.url],
    ...[event.engagedSeconds, event.sessionNumber, event.segments.join(' ')],
  ]);
  const a = 'https://news.example/a';
  const b = 'https://news.example/b';
  const google = 'device=mobile visitor=new ref=search channel=website';
  const inside = 'device=desktop visitor=returning ref=internal channel=website';
  const direct = 'device=desktop visitor=returning ref=direct channel=website';
  expect(short).toEqual([
    [1, 70, 'pageview', a, 0, 1, google],
    [2, 82, 'heartbeat', a, 12, 1, google],
    [3, 299, 'pageview', a, 0, 3, inside],
    [4, 299, 'pageview', a, 0, 3, inside],
    [5, 300, 'conversion', a, 0, 3, inside],
    [6, 330, 'newsletter/sign up', b, 0, 3, direct],
  ]);
  const googleBreakdowns = {
    ...{ country: 'US', ref_domain: 'google.com', ref_url: 'https://www.google.com/' },
  };
  const insideBreakdowns = {
    ...{ country: 'US', ref_domain: 'news.example', ref_url: 'https://news.example/' },
  };
  expect(events.map((event) => event.breakdowns)).toEqual([
    googleBreakdowns,
    googleBreakdowns,
    { ...insideBreakdowns, utm_campaign: 'spring' },
    { ...insideBreakdowns, utm_campaign: 'spring' },
    insideBreakdowns,
    { country: 'US' },
  ]);
  for (const event of events) expect(event).toMatchObject({ site: 0, day: sunday, object: 7 });
});

test('a visitor and a session of the worked example have one hash each', () => {
  const { events } = decode(example);
  const [v1, , v2] = events;
  expect(events.map(({ visitor }) => visitor)).toEqual([
    ...[v1?.visitor, v1?.visitor, v2?.visitor],
    ...[v2?.visitor, v2?.visitor, v2?.visitor],
  ]);
  expect(events.map(({ session }) => session)).toEqual([
    ...[v1?.session, v1?.session, v2?.session],
    ...[v2?.session, v2?.session, v2?.session],
  ]);
  expect(new Set([v1?.visitor, v2?.visitor, v1?.session, v2?.session]).size).toBe(4);
});
