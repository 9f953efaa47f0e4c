/** Every outcome and every reading of the acceptance rules, with the expected outcome by hand. */
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/model/ledger.ts';
import { decode, hourFrom, lines, sunday, sundayAtTen } from './decoded.ts';

const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

const event = {
  action: 'pageview',
  apikey: 'news.example',
  event_id: 'e1',
  session_id: 1,
  ts_action: '2026-03-08 10:01:10',
  url: 'https://news.example/a',
  user_agent: firefox,
  visitor_site_id: 'v1',
};

type Expected = Outcome | 'accepted';

/** What is changed in the event, or the line as text; and the outcome. */
type Case = readonly [name: string, change: object | string, expected: Expected];

function testCases(cases: readonly Case[]): void {
  test.each(cases)('%s', (_name, change, expected) => {
    const line = typeof change === 'string' ? change : { ...event, ...change };
    expect(decode(lines(line)).outcomes).toEqual([expected]);
  });
}

describe('a line that is no event', () => {
  testCases([
    ['a good line is accepted', {}, 'accepted'],
    ['space, tab and CR alone are blank', ' \t\r ', 'blank'],
    ['other white space is not blank', '\u00a0', 'malformed'],
    ['a vertical tab is not blank', '\u000b', 'malformed'],
    ['text is malformed', 'hello', 'malformed'],
    ['a cut object is malformed', '{"apikey": "news.example"', 'malformed'],
    ['an object with text behind it is malformed', '{} {}', 'malformed'],
    ['a trailing comma is malformed', '{"apikey": "news.example",}', 'malformed'],
    ['single quotes are malformed', "{'apikey': 1}", 'malformed'],
    ['NaN is malformed', '{"apikey": NaN}', 'malformed'],
    ['a number with a leading zero is malformed', '{"apikey": 01}', 'malformed'],
    ['a raw tab in a text is malformed', '{"apikey": "\t"}', 'malformed'],
    ['an unknown escape is malformed', '{"apikey": "\\x"}', 'malformed'],
    ['a NUL byte is malformed', '\u0000', 'malformed'],
    ['a NUL byte behind an object is malformed', '{}\u0000', 'malformed'],
    ['a byte order mark makes its line malformed', `\ufeff${JSON.stringify(event)}`, 'malformed'],
    ['a byte order mark alone is malformed', '\ufeff', 'malformed'],
    ['null is malformed', 'null', 'malformed'],
    ['a number is malformed', '1', 'malformed'],
    ['a text value is malformed', '"x"', 'malformed'],
    ['a list is malformed', '[{}]', 'malformed'],
    ['an empty object has no site', '{}', 'incomplete'],
    [
      'white space around an object is part of the format',
      `\t ${JSON.stringify(event)} \t`,
      'accepted',
    ],
  ]);
});

describe('the site', () => {
  testCases([
    ['another site', { apikey: 'other.example' }, 'other_site'],
    ['a site in capitals is another', { apikey: 'News.example' }, 'other_site'],
    ['a number is another site', { apikey: 5 }, 'other_site'],
    ['false is another site', { apikey: false }, 'other_site'],
    ['an object is another site', { apikey: {} }, 'other_site'],
    ['no site', { apikey: undefined }, 'incomplete'],
    ['null is no site', { apikey: null }, 'incomplete'],
    ['an empty site is no site', { apikey: '' }, 'incomplete'],
    ['another site comes before what is missing', { apikey: 'x', action: null }, 'other_site'],
  ]);
});

describe('what is missing', () => {
  const needed = ['action', 'event_id', 'ts_action', 'url', 'visitor_site_id'];
  testCases(
    needed.flatMap((name): Case[] => [
      [`no ${name}`, { [name]: undefined }, 'incomplete'],
      [`${name} is null`, { [name]: null }, 'incomplete'],
      [`${name} is empty`, { [name]: '' }, 'incomplete'],
    ]),
  );
  testCases([
    ['a url that is empty without its query', { url: '?a=1' }, 'incomplete'],
    ['a url that is empty without its fragment', { url: '#top' }, 'incomplete'],
    ['the first present url decides', { url_clean: '#' }, 'incomplete'],
    ['an absent clean url leaves it to the other', { url_clean: '' }, 'accepted'],
    ['an unreadable time', { ts_action: 'yesterday' }, 'incomplete'],
    ['a time that is no text', { ts_action: 1_772_964_070_000 }, 'incomplete'],
    ['missing comes before wrong', { action: 5, visitor_site_id: null }, 'incomplete'],
    ['a heartbeat without engaged time is not incomplete', { action: 'heartbeat' }, 'invalid'],
  ]);
});

describe('what is wrong', () => {
  const notTexts = [5, 0, true, false, {}, []];
  const names = ['action', 'event_id', 'url', 'url_clean', 'visitor_site_id'];
  testCases(
    names.flatMap((name) =>
      notTexts.map((value): Case => {
        return [`${name} is ${JSON.stringify(value)}`, { [name]: value }, 'invalid'];
      }),
    ),
  );
  const limits: readonly (readonly [string, number])[] = [
    ['event_id', 1024],
    ['visitor_site_id', 1024],
    ['url', 8192],
  ];
  testCases(
    limits.flatMap(([name, bytes]): Case[] => [
      [`${name} at its limit`, { [name]: 'x'.repeat(bytes) }, 'accepted'],
      [`${name} above its limit`, { [name]: 'x'.repeat(bytes + 1) }, 'invalid'],
      [`${name} at its limit in UTF-8`, { [name]: '\u20ac'.repeat((bytes - 1) / 3) }, 'accepted'],
      [`${name} above it in UTF-8`, { [name]: '\u20ac'.repeat(bytes / 3 + 1) }, 'invalid'],
    ]),
  );
  testCases([
    ['only the normalised url counts', { url: `x?${'y'.repeat(9000)}` }, 'accepted'],
    ['an action has no limit of its own', { action: 'x'.repeat(9000) }, 'accepted'],
  ]);
});

describe('engaged time', () => {
  const cases: readonly (readonly [unknown, Expected])[] = [
    ...[[12, 'accepted'] as const, ['12', 'accepted'] as const, [0, 'accepted'] as const],
    ...['10.0', '1e1', '-0'].map((text) => [text, 'accepted'] as const),
    ...[86_400, '86400'].map((value) => [value, 'accepted'] as const),
    ...[86_401, 1e300, '1e999', -1, '-1', 1.5, '1.5'].map((v) => [v, 'invalid'] as const),
    ...[null, '', 'x', ' 1', '01', '0x1', '+1', '1.', true, [], {}].map(
      (value) => [value, 'invalid'] as const,
    ),
  ];
  for (const action of ['heartbeat', 'vheartbeat']) {
    testCases(
      cases.map(([value, expected]): Case => {
        const name = `${JSON.stringify(value)} of a ${action}`;
        return [name, { action, engaged_time_inc: value }, expected];
      }),
    );
  }
  testCases([
    ['other actions need none', { action: 'pageview', engaged_time_inc: 'x' }, 'accepted'],
    [
      'other actions may have too much',
      { action: 'videostart', engaged_time_inc: 1e9 },
      'accepted',
    ],
  ]);

  test('only heartbeats carry their engaged time', () => {
    const actions = ['heartbeat', 'vheartbeat', 'pageview', 'videostart', 'conversion', 'scroll'];
    const { events } = decode(
      lines(...actions.map((action) => ({ ...event, action, engaged_time_inc: '10.0' }))),
    );
    expect(events.map(({ engagedSeconds }) => engagedSeconds)).toEqual([10, 10, 0, 0, 0, 0]);
  });
});

describe('the session number', () => {
  const good = [1, 2_147_483_647, '3', '3.0', '3e0', undefined, null, ''];
  const wrong = [0, -1, 1.5, 2_147_483_648, '0', '2147483648', 'x', ' 1', true, {}, []];
  testCases([
    ...good.map((value): Case => [`${String(value)}`, { session_id: value }, 'accepted']),
    ...wrong.map((value): Case => [JSON.stringify(value), { session_id: value }, 'invalid']),
  ]);

  test('it is read as a number, and 0 stands for none', () => {
    const { events } = decode(lines(...['3', 4, null].map((n) => ({ ...event, session_id: n }))));
    expect(events.map(({ sessionNumber }) => sessionNumber)).toEqual([3, 4, 0]);
    expect(events.map(({ segments }) => segments[1])).toEqual([
      ...['visitor=returning', 'visitor=returning', 'visitor=unknown'],
    ]);
  });
});

describe('robots', () => {
  testCases([
    ['a robot by its agent', { user_agent: googlebot }, 'bot'],
    ['a robot by its browser', { ua_browser: 'Googlebot' }, 'bot'],
    ['the browser is matched letter by letter', { ua_browser: 'googlebot' }, 'accepted'],
    ['no agent is no robot', { user_agent: null }, 'accepted'],
    ['an agent that is no text is none', { user_agent: 5 }, 'accepted'],
    ['wrong comes before robot', { user_agent: googlebot, session_id: 0 }, 'invalid'],
    [
      'another period comes before robot',
      { user_agent: googlebot, ts_action: '2026-03-07 10:01:10' },
      'other_period',
    ],
  ]);

  test('out of window comes before excluded, excluded before robot', () => {
    const robot = { ...event, user_agent: googlebot };
    const exclusions = [
      { kind: 'url_prefix', name: 'a', prefix: 'https://news.example/a' } as const,
    ];
    const late = { from: sundayAtTen + 86_400, until: sundayAtTen + 90_000 };
    expect(decode(lines(robot), { sites: [{ exclusions }] }).outcomes).toEqual(['excluded']);
    expect(decode(lines(robot), { sites: [{ exclusions, window: late }] }).outcomes).toEqual([
      'out_of_window',
    ]);
  });
});

describe('periods and windows', () => {
  test('the date is that of the site, not of UTC', () => {
    const at = (ts_action: string) => ({ ...event, ts_action });
    // In New York the clock goes from 02:00 to 03:00 that day: it has 23 hours.
    const input = lines(
      ...[at('2026-03-08 04:59:59'), at('2026-03-08 05:00:00')],
      ...[at('2026-03-09 03:59:59'), at('2026-03-09 04:00:00')],
    );
    const { outcomes, events, tally } = decode(input, { sites: [{ zone: 'America/New_York' }] });
    expect(outcomes).toEqual(['other_period', 'accepted', 'accepted', 'other_period']);
    expect(events.map(({ day }) => day)).toEqual([sunday, sunday]);
    expect(tally.otherPeriod).toEqual(
      new Map([
        ['0/20519', 1],
        ['0/20521', 1],
      ]),
    );
  });

  test('a line outside all periods is tallied by its own date, however far', () => {
    const times = ['1970-01-01 00:00:00', '2031-01-01 00:00:00', '2031-01-01 23:00:00'];
    const { tally } = decode(lines(...times.map((ts_action) => ({ ...event, ts_action }))));
    expect(tally.otherPeriod).toEqual(
      new Map([
        ['0/0', 1],
        ['0/22280', 2],
      ]),
    );
  });

  test('wrong comes before another period', () => {
    const line = { ...event, ts_action: '2026-03-01 10:00:00', session_id: 'x' };
    expect(decode(lines(line)).outcomes).toEqual(['invalid']);
  });

  test.each([
    [
      'ends as the window begins',
      { from: sundayAtTen - 3600, until: sundayAtTen },
      'out_of_window',
    ],
    ['reaches into the window', { from: sundayAtTen - 3600, until: sundayAtTen + 1 }, 'accepted'],
    ['begins as the window ends', hourFrom(sundayAtTen + 7200), 'out_of_window'],
    ['begins before the window ends', hourFrom(sundayAtTen + 7199), 'accepted'],
    ['is a day around the window', { from: 1_772_928_000, until: 1_773_014_400 }, 'accepted'],
  ])('an object whose range %s', (_name, range, expected) => {
    const window = { from: sundayAtTen, until: sundayAtTen + 7200 };
    const { outcomes, tally } = decode(lines(event), { sites: [{ window }], range });
    expect(outcomes).toEqual([expected]);
    expect(tally.outOfWindow).toEqual(new Map(expected === 'accepted' ? [] : [['0/20520', 1]]));
  });

  test('every site has its own periods and its own number', () => {
    const sites = [{ name: 'a', days: [sunday] }, { name: 'b', days: [sunday - 1] }, { name: 'c' }];
    const input = lines(
      { ...event, apikey: 'a' },
      { ...event, apikey: 'b' },
      { ...event, apikey: 'd' },
    );
    const { outcomes, events, tally } = decode(input, { sites });
    expect(outcomes).toEqual(['accepted', 'other_period', 'other_site']);
    expect(events.map(({ site }) => site)).toEqual([0]);
    expect(tally.otherPeriod).toEqual(new Map([['1/20520', 1]]));
    expect(tally.sitesNamed).toEqual(new Set([0, 1]));
    expect(tally.otherSites).toEqual(new Set(['d']));
  });
});
