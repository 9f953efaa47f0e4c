/** Lines of erased visitors: told by a keyed hash, excluded after the site's own rules. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Exclusion } from '../../src/model/rules.ts';
import { decode, lines } from './decoded.ts';

const event = {
  ...{ action: 'pageview', apikey: 'news.example', event_id: 'e1' },
  ...{ ts_action: '2026-03-08 10:01:10', url: 'https://news.example/a' },
};
const key = new TextEncoder().encode('a key of sixteen bytes at least');

/** As the format says: HMAC-SHA-256 of a JSON list, its first 16 bytes. */
function hashOf(site: string, visitor: string): string {
  const text = JSON.stringify(['visitor', site, visitor]);
  return createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
}

test('lines of an erased visitor are excluded, whatever else is in them', () => {
  const erasure = {
    key,
    hashes: [hashOf('news.example', 'v1'), hashOf('news.example', 'é\u{1F600}')],
  };
  const input = lines(
    { ...event, visitor_site_id: 'v1' },
    { ...event, visitor_site_id: 'v2' },
    { ...event, visitor_site_id: 'V1' },
    { ...event, visitor_site_id: 'é\u{1F600}', action: 'heartbeat', engaged_time_inc: 5 },
    { ...event, visitor_site_id: 'v1', user_agent: 'Googlebot/2.1' },
  );
  const { outcomes, tally } = decode(input, { sites: [{ erasure }] });
  expect(outcomes).toEqual(['excluded', 'accepted', 'accepted', 'excluded', 'excluded']);
  expect(tally.excluded).toEqual(new Map([['0/20520/erased visitor', 3]]));
});

test('a visitor is erased from one site and not from another', () => {
  const erasure = { key, hashes: [hashOf('a.example', 'v1')] };
  const input = lines(
    ...['a.example', 'b.example'].map((apikey) => ({ ...event, apikey, visitor_site_id: 'v1' })),
  );
  const sites = ['a.example', 'b.example'].map((name) => ({ name, erasure }));
  expect(decode(input, { sites }).outcomes).toEqual(['excluded', 'accepted']);
});

test("the site's own rules come first, so that their counts stay as they are", () => {
  const exclusions: Exclusion[] = [
    { kind: 'url_prefix', name: 'a', prefix: 'https://news.example/a' },
  ];
  const erasure = { key, hashes: [hashOf('news.example', 'v1')] };
  const input = lines({ ...event, visitor_site_id: 'v1' });
  const { tally } = decode(input, { sites: [{ exclusions, erasure }] });
  expect(tally.excluded).toEqual(new Map([['0/20520/a', 1]]));
});

test('a hit of a pixel server is excluded by the visitor that its request names', () => {
  const hit = (visitor: string): string =>
    '192.0.2.1 - - [08/Mar/2026:10:00:00 +0000] "GET /plogger/?rand=1&idsite=news.example' +
    `&url=https%3A%2F%2Fnews.example%2Fa&action=pageview${visitor} HTTP/1.1" 200 1 "-" "-"`;
  const data = encodeURIComponent('{"parsely_site_uuid":"v1"}');
  const erasure = { key, hashes: [hashOf('news.example', 'v1')] };
  const input = lines(hit('&u=v1'), hit('&u=v2'), hit(`&data=${data}`));
  const { outcomes } = decode(input, { format: 'pixel', sites: [{ erasure }] });
  expect(outcomes).toEqual(['excluded', 'accepted', 'excluded']);
});
