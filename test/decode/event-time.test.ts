/** Times are read by their rules and nothing else; expected instants from Python's datetime. */
import { describe, expect, test } from 'vitest';
import {
  secondsFromActionTime,
  secondsFromMilliseconds,
  secondsFromServerTime,
} from '../../src/decode/event-time.ts';
import { decode, lines } from './decoded.ts';

describe('ts_action', () => {
  test.each([
    ['2016-09-07 19:50:50', 1_473_277_850],
    ['2016-09-07T19:50:50', 1_473_277_850],
    ['2016-09-07T19:50:50Z', 1_473_277_850],
    ['2016-09-07 19:50:50.999999', 1_473_277_850],
    ['2016-09-07T19:50:50.1Z', 1_473_277_850],
    ['2016-09-07T21:50:50+02:00', 1_473_277_850],
    ['2016-09-07T14:20:50.5-05:30', 1_473_277_850],
    ['2024-02-29 00:00:00', 1_709_164_800],
    ['1970-01-01 00:00:00', 0],
    ['1969-12-31 23:59:59', -1],
    ['0000-01-01 00:00:00', -62_167_219_200],
    ['9999-12-31 23:59:59', 253_402_300_799],
  ])('%s', (text, instant) => {
    expect(secondsFromActionTime(text)).toBe(instant);
  });

  test.each([
    ...['2026-02-29 10:00:00', '2026-04-31 10:00:00', '2026-13-01 10:00:00', '2026-00-10 10:00:00'],
    ...['2026-01-00 10:00:00', '2026-03-08 24:00:00', '2026-03-08 10:60:00', '2026-03-08 10:00:60'],
    ...['2026-03-08', '2026-03-08 10:00', '2026-03-08  10:00:00', '2026-03-08t10:00:00'],
    ...['2026-3-8 10:00:00', '26-03-08 10:00:00', '2026/03/08 10:00:00', ' 2026-03-08 10:00:00'],
    ...['2026-03-08 10:00:00 ', '2026-03-08 10:00:00z', '2026-03-08 10:00:00.', 'x'.repeat(19)],
    ...['2026-03-08 10:00:00+0200', '2026-03-08 10:00:00+24:00', '2026-03-08 10:00:00+02:60'],
    ...['2026-03-08 10:00:00 +02:00', '2026-03-08 10:00:00UTC', '202x-03-08 10:00:00'],
    ...['2026-03-08 1o:00:00', '+2026-03-08 10:00:0', '1773000000', '\uff12026-03-08 10:00:00'],
    ...['9999-12-31 23:59:59-00:01', '0000-01-01 00:00:00+00:01'],
  ])('%s is unreadable', (text) => {
    expect(secondsFromActionTime(text)).toBeUndefined();
  });
});

describe('milliseconds', () => {
  test.each([
    [1_473_277_850_000, 1_473_277_850],
    [1_473_277_850_999, 1_473_277_850],
    ['1473277850000', 1_473_277_850],
    ['1473277850000.0', 1_473_277_850],
    [0, 0],
    // Seconds where milliseconds are due lie in January 1970.
    [1_473_277_850, 1_473_277],
    [253_402_300_799_999, 253_402_300_799],
  ])('%s', (value, instant) => {
    expect(secondsFromMilliseconds(value)).toBe(instant);
  });

  test.each([-1, 0.5, '0.5', 253_402_300_800_000, 1e300, 'x', '', null, undefined, true, {}, []])(
    '%s is unreadable',
    (value) => {
      expect(secondsFromMilliseconds(value)).toBeUndefined();
    },
  );
});

describe('the time of a web server', () => {
  test.each([
    ['21/Mar/2013:13:22:13 +0000', 1_363_872_133],
    ['21/Mar/2013:14:22:13 +0100', 1_363_872_133],
    ['21/Mar/2013:07:52:13 -0530', 1_363_872_133],
    ['29/Feb/2024:00:00:00 +0000', 1_709_164_800],
    ['31/Dec/2025:23:59:59 +0000', 1_767_225_599],
  ])('%s', (text, instant) => {
    expect(secondsFromServerTime(text)).toBe(instant);
  });

  test.each([
    ...['29/Feb/2026:00:00:00 +0000', '00/Mar/2026:00:00:00 +0000', '01/Mrz/2026:00:00:00 +0000'],
    ...['01/mar/2026:00:00:00 +0000', '1/Mar/2026:00:00:00 +0000', '01/Mar/2026:24:00:00 +0000'],
    ...[
      '01/Mar/2026:00:00:00',
      '01/Mar/2026:00:00:00 +2400',
      '01/Mar/2026 00:00:00 +0000',
      '-',
      '',
    ],
  ])('%s is unreadable', (text) => {
    expect(secondsFromServerTime(text)).toBeUndefined();
  });
});

describe('which of the times decides', () => {
  const event = {
    ...{ action: 'pageview', apikey: 'news.example', event_id: 'e1' },
    ...{ url: 'https://news.example/a', visitor_site_id: 'v1' },
  };
  // 10:00:01, 10:00:02 and 10:00:03 of the day asked for.
  const sent = '2026-03-08 10:00:01';
  const override = 1_772_964_002_000;
  const nginx = '1772964003000';

  test.each([
    [{ ts_action: sent, override, nginx }, 1],
    [{ ts_action: null, override, nginx }, 2],
    [{ ts_action: '', override, nginx }, 2],
    [{ ts_action: undefined, override: null, nginx }, 3],
    [{ ts_action: undefined, override: '', nginx }, 3],
  ])('%o gives second %i', ({ ts_action, override: ms, nginx: received }, second) => {
    const line = {
      ...{ ...event, ts_action, timestamp_info_nginx_ms: received },
      timestamp_info_override_ms: ms,
    };
    expect(decode(lines(line)).events.map(({ time }) => time)).toEqual([1_772_964_000 + second]);
  });

  test.each([
    { ts_action: 'x', timestamp_info_nginx_ms: override },
    { ts_action: false, timestamp_info_nginx_ms: override },
    { timestamp_info_override_ms: -1, timestamp_info_nginx_ms: override },
    { timestamp_info_override_ms: 'x', timestamp_info_nginx_ms: override },
    { timestamp_info_pixel_ms: override },
  ])('%o is unreadable, whatever else there is', (times) => {
    expect(decode(lines({ ...event, ...times })).outcomes).toEqual(['incomplete']);
  });
});
