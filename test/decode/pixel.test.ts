/** Raw pixel hits: both forms of log, what is read from a hit, and every outcome of their own. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesFromText } from '../../src/base/bytes.ts';
import { murmur3, murmur3Words } from '../../src/base/murmur3.ts';
import { decode, hex, lines, sundayAtTen } from './decoded.ts';
import type { Setting } from './decoded.ts';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'Chrome/133.0.0.0 Safari/537.36';
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

const parameters = {
  ...{ rand: '1772964000000', idsite: 'news.example', action: 'pageview', u: 'v1' },
  url: 'https://news.example/a',
};

type Hit = {
  readonly query?: Readonly<Record<string, string>>;
  readonly agent?: string;
  readonly status?: string;
  readonly time?: string;
};

const atTen = '08/Mar/2026:10:00:00 +0000';

function requestOf({ query = {} }: Hit): string {
  const values = Object.entries({ ...parameters, ...query });
  const pairs = values.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `GET /plogger/?${pairs.join('&')} HTTP/1.1`;
}

function piped(hit: Hit = {}): string {
  const { agent = chrome, status = '200', time = atTen } = hit;
  const fields = ['/plogger/', '203.0.113.9', '-', `${time} `, requestOf(hit), status, '363', '-'];
  return [...fields, agent, '-', '-', 'a=b; path=/', '0.000'].join(' || ');
}

function combined(hit: Hit = {}): string {
  const { agent = chrome, status = '200', time = atTen } = hit;
  return `203.0.113.9 - - [${time}] "${requestOf(hit)}" ${status} 363 "-" "${agent}"`;
}

const pixel: Setting = { format: 'pixel' };

describe.each([
  ['piped', piped],
  ['combined', combined],
])('a %s line', (_form, lineOf) => {
  test.each<readonly [string, Hit, string]>([
    ['is accepted', {}, 'accepted'],
    ['with status 204', { status: '204' }, 'accepted'],
    ['with status 304', { status: '304' }, 'accepted'],
    ['with status 404', { status: '404' }, 'not_a_hit'],
    ['with status 206', { status: '206' }, 'not_a_hit'],
    ['with no number as status', { status: 'OK' }, 'malformed'],
    ['of another site that was no hit', { status: '500', query: { idsite: 'x' } }, 'not_a_hit'],
    ['of another site', { query: { idsite: 'x' } }, 'other_site'],
    ['without a site', { query: { idsite: '' } }, 'incomplete'],
    ['without an action', { query: { action: '' } }, 'incomplete'],
    ['without a url', { query: { url: '' } }, 'incomplete'],
    ['without a visitor', { query: { u: '' } }, 'incomplete'],
    ['without rand', { query: { rand: '' } }, 'incomplete'],
    ['without a readable time', { time: '08/03/2026:10:00:00 +0000' }, 'incomplete'],
    [
      'with a visitor from data',
      { query: { u: '', data: '{"parsely_site_uuid":"w"}' } },
      'accepted',
    ],
    [
      'with a visitor that is no text',
      { query: { u: '', data: '{"parsely_site_uuid":5}' } },
      'invalid',
    ],
    ['with data that is cut', { query: { u: '', data: '{"parsely_site_uuid":"w"' } }, 'incomplete'],
    ['with data that is a list', { query: { u: '', data: '["w"]' } }, 'incomplete'],
    ['whose heartbeat has no time', { query: { action: 'heartbeat' } }, 'invalid'],
    ['whose heartbeat has a time', { query: { action: 'heartbeat', inc: '5' } }, 'accepted'],
    ['with a session number', { query: { sid: '31' } }, 'accepted'],
    ['with a wrong session number', { query: { sid: '0' } }, 'invalid'],
    ['with a rand that is too long', { query: { rand: '1'.repeat(1025) } }, 'invalid'],
    ['of another day', { time: '09/Mar/2026:00:30:00 +0000' }, 'other_period'],
    ['of the day, by its offset', { time: '09/Mar/2026:00:30:00 +0100' }, 'accepted'],
    ['of a robot', { agent: googlebot }, 'bot'],
    ['without an agent', { agent: '-' }, 'accepted'],
  ])('%s', (_name, hit, expected) => {
    expect(decode(lineOf(hit), pixel).outcomes).toEqual([expected]);
    expect(decode(lineOf(hit), { format: 'auto' }).outcomes).toEqual([expected]);
  });

  test('says when, where, who and for how long', () => {
    const query = { action: 'vheartbeat', inc: '7', sid: '2', url: 'https://News.example?a#b' };
    const { events } = decode(lineOf({ query, time: '08/Mar/2026:11:00:07 +0100' }), pixel);
    expect(events).toMatchObject([
      {
        ...{ time: sundayAtTen + 7, action: 'vheartbeat', url: 'https://news.example/' },
        ...{ engagedSeconds: 7, sessionNumber: 2 },
        segments: ['device=desktop', 'visitor=returning', 'ref=direct', 'channel=website'],
      },
    ]);
  });

  test('takes its source from urlref and its campaign from the page', () => {
    const query = {
      urlref: 'https://www.google.com/search?q=x#y',
      url: 'https://news.example/a?utm_source=a+b&utm_medium=e%2Dmail&utm_term=#utm_content=x',
    };
    const { events } = decode(lineOf({ query }), pixel);
    expect(events[0]?.segments[2]).toBe('ref=search');
    expect(events[0]?.breakdowns).toEqual({
      ...{ ref_domain: 'google.com', ref_url: 'https://www.google.com/search' },
      ...{ utm_source: 'a b', utm_medium: 'e-mail' },
    });
  });

  test('has an identity of visitor, action, url as sent and rand', () => {
    const url = 'https://News.example/a?b#c';
    const { events } = decode(lineOf({ query: { url } }), pixel);
    murmur3(
      Buffer.concat(
        ['v1', 'pageview', url, '1772964000000'].flatMap((text) => [
          Uint8Array.of(0xff),
          bytesFromText(text),
        ]),
      ),
    );
    const expected = hex(murmur3Words, 2) + hex(murmur3Words, 0);
    expect(events[0]?.identity).toBe(expected);
  });

  test('knows its page from metadata', () => {
    const metadata = {
      ...{ title: 'T', authors: ['A', '', 5, 'B'], section: '', tags: 'one' },
      ...{ link: 'https://news.example/c', pub_date: '2026-03-01T10:00:00Z', image_url: 'x' },
    };
    const { events } = decode(lineOf({ query: { metadata: JSON.stringify(metadata) } }), pixel);
    expect(events[0]?.page).toBe(
      '{"title":"T","authors":["A","B"],"section":null,"tags":["one"],' +
        '"canonicalUrl":"https://news.example/c","pageType":null,"publishedMs":1772359200000}',
    );
  });

  test.each(['', '{"title":', '{}', '[]', '{"image_url":"x"}', '{"pub_date":"soon"}'])(
    'knows nothing of its page from metadata %s',
    (metadata) => {
      const { events } = decode(lineOf({ query: { metadata } }), pixel);
      expect(events[0]?.page).toBe('');
    },
  );
});

describe('forms', () => {
  const cutRequest = requestOf({}).slice(0, 60);
  test.each([
    ['a piped line with a field too few', piped().split(' || ').slice(1).join(' || '), 'malformed'],
    // It is whole, for only its agent is looked at behind: isbot takes any bar for a robot's.
    ['a piped line whose agent holds the separator', piped({ agent: `${chrome} || x` }), 'bot'],
    ['a combined line that is cut', combined().slice(0, -1), 'malformed'],
    ['a combined line with more behind it', `${combined()} 0.003 "x"`, 'accepted'],
    ['a combined line with an escaped quote', combined({ agent: `${chrome} \\"x\\"` }), 'accepted'],
    ['a line of the common format', combined().split(' "-" ')[0] ?? '', 'malformed'],
    ['a line with a NUL byte', `${combined()} \u0000`, 'malformed'],
    ['a line with a byte order mark', `\ufeff${piped()}`, 'malformed'],
    ['another log', '2026/03/08 10:00:00 [error] 7#7: *1 open() failed', 'malformed'],
    ['a request that is none', combined().replace(/"GET[^"]*"/, '"-"'), 'incomplete'],
    ['a request without a protocol', combined().replace(' HTTP/1.1', ''), 'accepted'],
    ['a request without parameters', combined().replace(/\?[^ ]*/, ''), 'incomplete'],
    ['a request that is cut', combined().replace(requestOf({}), cutRequest), 'incomplete'],
    ['a dpl line', '{"apikey": "news.example"}', 'malformed'],
    ['space', ' \t', 'blank'],
  ])('%s', (_name, line, expected) => {
    expect(decode(line, pixel).outcomes).toEqual([expected]);
  });

  test('dpl lines are never taken for hits, nor hits for dpl lines', () => {
    const event = { apikey: 'x', action: ' || ', url: '] "' };
    const input = lines(event, piped(), `  ${JSON.stringify(event)}`, combined(), '[1]', 'x');
    expect(decode(input, { format: 'auto' }).outcomes).toEqual([
      ...['other_site', 'accepted', 'other_site', 'accepted', 'malformed', 'malformed'],
    ]);
    expect(decode(input, { format: 'dpl' }).outcomes).toEqual([
      ...['other_site', 'malformed', 'other_site', 'malformed', 'malformed', 'malformed'],
    ]);
  });

  test('a line of the greatest length is still told apart', () => {
    const long = 'x'.repeat(1_000_000);
    const outcomes = [
      combined({ agent: `${chrome} ${long}` }),
      combined({ query: { url: long } }),
      long,
    ];
    expect(outcomes.map((line) => decode(line, pixel).outcomes)).toEqual([
      ...[['accepted'], ['invalid'], ['malformed']],
    ]);
  });
});

test('a request without a protocol is read to its end', () => {
  const [event] = decode(combined().replace(' HTTP/1.1', ''), pixel).events;
  expect(event?.url).toBe('https://news.example/a');
});

test('an identity may be longer than all ids together', () => {
  const url = `https://news.example/a?${'x'.repeat(40_000)}`;
  const [event] = decode(combined({ query: { url } }), pixel).events;
  const text = `\u0001v1\u0001pageview\u0001${url}\u00011772964000000`;
  murmur3(bytesFromText(text).map((byte) => (byte === 1 ? 0xff : byte)));
  expect(event?.identity).toBe(hex(murmur3Words, 2) + hex(murmur3Words, 0));
});

test('the same hit has one identity in both logs, another rand another', () => {
  const { events } = decode(lines(piped(), combined(), combined({ query: { rand: '2' } })), pixel);
  expect(events[1]?.identity).toBe(events[0]?.identity);
  expect(events[2]?.identity).not.toBe(events[0]?.identity);
});

/** Synthetic lines as the pixel server writes them (fixtures of both forms). */
test('the sample logs are read', () => {
  const read = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
  const days = [20_518];
  const window = { from: 1_772_755_200, until: 1_772_928_000 };
  const range = { from: 1_772_818_200, until: 1_772_838_000 };
  const setting: Setting = { format: 'auto', sites: [{ days, window }], range };
  const events = ['pixel-piped.log', 'pixel-combined.log'].flatMap(
    (name) => decode(read(name), setting).events,
  );
  expect(events.map((event) => [event.url, ...event.segments.slice(0, 3)])).toEqual([
    ['https://news.example/', 'device=desktop', 'visitor=returning', 'ref=search'],
    ['https://news.example/', 'device=desktop', 'visitor=new', 'ref=social'],
    ['https://news.example/', 'device=tablet', 'visitor=returning', 'ref=direct'],
    ['https://news.example/2026/03/a-story', 'device=mobile', 'visitor=returning', 'ref=social'],
    ['https://news.example/', 'device=desktop', 'visitor=new', 'ref=other'],
  ]);
  expect(events.map(({ breakdowns }) => breakdowns.ref_domain)).toEqual([
    ...['google.com', 'facebook.com', undefined, 'facebook.com', 'forum-example.net'],
  ]);
  expect(events[2]?.breakdowns).toEqual({
    ...{ utm_campaign: 'facebook_campaign', utm_source: 'facebook' },
    utm_content: 'creative-966748',
  });
  expect(new Set(events.map(({ page }) => page))).toEqual(
    new Set([
      '{"title":"T","authors":["Anna Müller"],"section":"News","tags":["a","b"],' +
        '"canonicalUrl":null,"pageType":null,"publishedMs":null}',
    ]),
  );
});
