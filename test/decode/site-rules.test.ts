/** What a site's own rules do to a line: exclusions and segments. */
import { describe, expect, test } from 'vitest';
import type { Condition, Exclusion, OwnSegment } from '../../src/model/rules.ts';
import { fieldsOfRules } from '../../src/decode/own-rules.ts';
import { decode, lines } from './decoded.ts';

const event = {
  ...{ action: 'pageview', apikey: 'news.example', event_id: 'e1', visitor_site_id: 'v1' },
  ...{ ts_action: '2026-03-08 10:01:10', url: 'https://News.example/shop/a?b=c' },
};

function outcomesOf(exclusions: readonly Exclusion[], ...changes: readonly object[]) {
  const input = lines(...changes.map((change) => ({ ...event, ...change })));
  return decode(input, { sites: [{ exclusions }] });
}

describe('an exclusion of addresses', () => {
  const ranges = ['203.0.113.0/24', '198.51.100.7', '192.0.2.10-192.0.2.19', '2001:db8:8000::/33'];
  const exclusions: Exclusion[] = [{ kind: 'ip', name: 'office', ranges }];

  test.each([
    ...['203.0.113.0', '203.0.113.255', '198.51.100.7', '192.0.2.10', '192.0.2.19'],
    ...['2001:db8:8000::1', '2001:DB8:ffff::', '::ffff:203.0.113.9'],
  ])('holds for %s', (visitor_ip) => {
    expect(outcomesOf(exclusions, { visitor_ip }).outcomes).toEqual(['excluded']);
  });

  test.each([
    ...['203.0.112.255', '203.0.114.0', '198.51.100.8', '192.0.2.9', '192.0.2.20'],
    ...['2001:db8:7fff::1', 'unknown', '203.0.113.9, 10.0.0.1', ' 203.0.113.9', '', null, 5],
  ])('does not hold for %s', (visitor_ip) => {
    expect(outcomesOf(exclusions, { visitor_ip }).outcomes).toEqual(['accepted']);
  });

  test.each(['203.0.113.0/33', '203.0.113/24', 'office', '', '192.0.2.9-192.0.2.1', '::/x'])(
    'is refused where it names %s',
    (range) => {
      const wrong: Exclusion[] = [{ kind: 'ip', name: 'office', ranges: [range] }];
      const message = `"${range}" of the exclusion office is no range of IP addresses`;
      expect(() => outcomesOf(wrong, {})).toThrow(message);
    },
  );

  test('looks at ip_address of a hit, else at its client', () => {
    const hit = (address: string, more: string) =>
      `${address} - - [08/Mar/2026:10:00:00 +0000] "GET /plogger/?rand=1&idsite=news.example` +
      `&url=https%3A%2F%2Fnews.example%2Fa&action=pageview&u=v1${more} HTTP/1.1" 200 1 "-" "-"`;
    const input = lines(
      ...[hit('203.0.113.9', ''), hit('192.0.2.1', '')],
      ...[hit('192.0.2.1', '&ip_address=203.0.113.9'), hit('203.0.113.9', '&ip_address=192.0.2.1')],
    );
    const { outcomes } = decode(input, { format: 'pixel', sites: [{ exclusions }] });
    expect(outcomes).toEqual(['excluded', 'accepted', 'excluded', 'accepted']);
  });
});

describe('an exclusion by extra data', () => {
  test.each([
    ['staff', 'yes', { staff: 'yes' }, 'excluded'],
    ['staff', 'yes', { staff: 'no' }, 'accepted'],
    ['staff', 'true', { staff: true }, 'excluded'],
    ['level', '3', { level: 3 }, 'excluded'],
    ['level', '3', { level: '3' }, 'excluded'],
    ['level', '3', { level: 3.0 }, 'excluded'],
    ['list', '[1,"a"]', { list: [1, 'a'] }, 'excluded'],
    ['a.b', 'x', { 'a.b': 'x' }, 'excluded'],
    ['a.b', 'x', { a: { b: 'x' } }, 'excluded'],
    ['staff', '', { staff: '' }, 'accepted'],
    ['staff', 'null', { staff: null }, 'accepted'],
    ['staff', 'yes', null, 'accepted'],
    ['staff', 'yes', 'staff=yes', 'accepted'],
    ['constructor', 'x', {}, 'accepted'],
  ])('%s = %s of %o', (key, value, extra_data, expected) => {
    const exclusions: Exclusion[] = [{ kind: 'extra_data', name: 'staff', key, value }];
    expect(outcomesOf(exclusions, { extra_data }).outcomes).toEqual([expected]);
  });
});

describe('exclusions', () => {
  const exclusions: Exclusion[] = [
    { kind: 'url_prefix', name: 'shop', prefix: 'https://news.example/shop/' },
    { kind: 'extra_data', name: 'staff', key: 'staff', value: 'yes' },
    { kind: 'url_prefix', name: 'a', prefix: 'https://news.example/a' },
  ];

  test('by url look at the normalised one', () => {
    const { outcomes } = outcomesOf(exclusions, {}, { url: 'https://news.example/Shop/' });
    expect(outcomes).toEqual(['excluded', 'accepted']);
  });

  test('are counted under the name of the first that holds, by site and day', () => {
    const url = 'https://news.example/ab';
    const staff = { extra_data: { staff: 'yes' } };
    const { tally } = outcomesOf(exclusions, staff, { ...staff, url }, { ...staff, url }, { url });
    expect(tally.excluded).toEqual(
      new Map([
        ['0/20520/shop', 1],
        ['0/20520/staff', 2],
        ['0/20520/a', 1],
      ]),
    );
    expect(tally.refused.excluded).toBe(4);
  });
});

function segmentsOf(ownSegments: readonly OwnSegment[], change: object): readonly string[] {
  const input = lines({ ...event, ...change });
  return decode(input, { sites: [{ ownSegments }] }).events[0]?.segments.slice(4) ?? [];
}

describe('a segment by a field', () => {
  const values = ['premium', 'free', '3', 'true'];
  const subscriber: OwnSegment = {
    ...{ kind: 'field', name: 'subscriber', values },
    field: 'extra_data.subscriber_type',
  };

  test.each([
    ['premium', 'premium'],
    ['free', 'free'],
    ['Free', 'other'],
    ['trial', 'other'],
    ['other', 'other'],
    ['none', 'none'],
    [3, '3'],
    ['3', '3'],
    [true, 'true'],
    [false, 'other'],
    [{}, 'other'],
    ['', 'none'],
    [null, 'none'],
    [undefined, 'none'],
  ])('%s is %s', (subscriber_type, expected) => {
    const found = segmentsOf([subscriber], { extra_data: { subscriber_type } });
    expect(found).toEqual([`subscriber=${expected}`]);
  });

  test('takes nothing for a value that an object only inherits', () => {
    const inherited: OwnSegment = { ...subscriber, field: 'extra_data.__proto__' };
    expect(segmentsOf([inherited], { extra_data: {} })).toEqual(['subscriber=none']);
  });

  test('is none without extra data', () => {
    expect(segmentsOf([subscriber], {})).toEqual(['subscriber=none']);
    expect(segmentsOf([subscriber], { extra_data: null })).toEqual(['subscriber=none']);
  });
});

describe('a segment by a rule', () => {
  const core: Condition = { kind: 'in', field: 'ip_country', values: ['US', 'CA', '1'] };
  const loyal: Condition = { kind: 'at_least', field: 'session_id', value: 10 };
  const both: Condition = { kind: 'all', conditions: [core, loyal] };

  test.each<readonly [Condition, object, string]>([
    [core, { ip_country: 'US' }, 'yes'],
    [core, { ip_country: 'us' }, 'no'],
    [core, { ip_country: 1 }, 'yes'],
    [core, {}, 'no'],
    [loyal, { session_id: 10 }, 'yes'],
    [loyal, { session_id: '10' }, 'yes'],
    [loyal, { session_id: 9 }, 'no'],
    [loyal, {}, 'no'],
    [both, { ip_country: 'US', session_id: 12 }, 'yes'],
    [both, { ip_country: 'US', session_id: 2 }, 'no'],
    [both, { session_id: 12 }, 'no'],
    [{ kind: 'all', conditions: [] }, {}, 'yes'],
  ])('%o of %o is %s', (when, change, expected) => {
    expect(segmentsOf([{ kind: 'rule', name: 'r', when }], change)).toEqual([`r=${expected}`]);
  });

  test('knows a hit by the names of dpl', () => {
    const field = (name: string): OwnSegment => {
      return { kind: 'field', name, field: name, values: ['premium', 'ai', '12', 'mail', 'x'] };
    };
    const names = ['extra_data.type', 'ref_category', 'session_id', 'utm_medium', 'ip_country'];
    const data = '{"parsely_site_uuid":"x","type":"premium"}';
    const hit =
      '192.0.2.1 - - [08/Mar/2026:10:00:00 +0000] "GET /plogger/?rand=1&idsite=news.example' +
      '&url=https%3A%2F%2Fnews.example%2Fa%3Futm_medium=mail&action=pageview&sid=12' +
      `&urlref=https://chatgpt.com/&data=${encodeURIComponent(data)} HTTP/1.1" 200 1 "-" "-"`;
    const ownSegments = [...names, 'extra_data.parsely_site_uuid'].map(field);
    const { events } = decode(hit, { format: 'pixel', sites: [{ ownSegments }] });
    expect(events[0]?.segments.slice(4)).toEqual([
      ...['extra_data.type=premium', 'ref_category=ai', 'session_id=12', 'utm_medium=mail'],
      ...['ip_country=none', 'extra_data.parsely_site_uuid=none'],
    ]);
  });
});

test('sites with different segments share batches', () => {
  const own: OwnSegment = { kind: 'field', name: 'own', field: 'ip_country', values: ['US'] };
  const sites = [{ name: 'a' }, { name: 'b', ownSegments: [own] }];
  const input = lines(
    ...['a', 'b'].map((apikey) => ({ ...event, apikey, ip_country: 'US', channel: 'amp' })),
  );
  const { events, batches } = decode(input, { sites });
  expect(batches.length).toBe(1);
  expect(events.map(({ segments }) => segments.slice(3))).toEqual([
    ['channel=amp'],
    ['channel=amp', 'own=US'],
  ]);
});

test('the fields that rules name are listed for scanners', () => {
  const ownSegments: OwnSegment[] = [
    { kind: 'field', name: 'a', field: 'extra_data.type', values: [] },
    {
      ...{ kind: 'rule', name: 'b' },
      when: { kind: 'all', conditions: [{ kind: 'at_least', field: 'session_id', value: 1 }] },
    },
  ];
  const exclusions: Exclusion[] = [
    { kind: 'extra_data', name: 'c', key: 'staff', value: 'yes' },
    { kind: 'ip', name: 'd', ranges: [] },
  ];
  expect(fieldsOfRules({ ownSegments, exclusions })).toEqual([
    ...['extra_data.type', 'extra_data', 'session_id', 'extra_data.staff'],
  ]);
});
