/** The scanner against the plain path, on everything that can be thought of. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sundayAtTen } from '../decoded.ts';
import { expectSameAsPlain, ruledSite } from './hold-against-plain.ts';
import { lineBytes, oddLines, oddValues } from './odd-lines.ts';

const top = join(import.meta.dirname, '../../..');
const days = [20_519, 20_520, 20_521];
const window = { from: sundayAtTen - 200_000, until: sundayAtTen + 200_000 };
const newline = Uint8Array.of(0x0a);

const sites = [
  { name: 'news.example', days, window },
  { name: 'sport.example', zone: 'Europe/Berlin', days, window },
];

describe('lines of every kind', () => {
  test('are read alike', () => {
    let accepted = 0;
    const objects = fc.array(lineBytes, { minLength: 20, maxLength: 100 });
    fc.assert(
      fc.property(objects, fc.constantFrom('dpl', 'auto'), (lines, format) => {
        const bytes = Buffer.concat(lines.flatMap((line) => [line, newline]));
        accepted += expectSameAsPlain(bytes, { sites, format }).tally.accepted;
      }),
      { numRuns: 100 },
    );
    // Otherwise only refusals were compared.
    expect(accepted).toBeGreaterThan(200);
  });

  test('are read alike under rules that read fields', () => {
    const objects = fc.array(lineBytes, { minLength: 20, maxLength: 100 });
    fc.assert(
      fc.property(objects, (lines) => {
        const bytes = Buffer.concat(lines.flatMap((line) => [line, newline]));
        expectSameAsPlain(bytes, { sites: [{ ...ruledSite, days, window }], format: 'dpl' });
      }),
      { numRuns: 50 },
    );
  });

  test('are read alike wherever they are cut', () => {
    const objects = fc.array(lineBytes, { minLength: 1, maxLength: 8 });
    const pieces = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(objects, pieces, (lines, lengths) => {
        const bytes = Buffer.concat(lines.flatMap((line) => [line, newline]));
        expectSameAsPlain(bytes, { sites, format: 'auto', pieces: lengths });
      }),
      { numRuns: 60 },
    );
  });
});

test('every odd value in the place of every usual one is read alike', () => {
  const usual = {
    ...{
      apikey: '"news.example"',
      action: '"heartbeat"',
      event_id: '"e1"',
      url: '"https://a.b/c"',
    },
    ...{ visitor_site_id: '"v1"', ts_action: '"2026-03-08 10:01:10"', session_id: '1' },
    ...{ engaged_time_inc: '5', url_clean: 'null', timestamp_info_nginx_ms: '1772964070000' },
    ...{ metadata: 'true', metadata_title: '"t"', metadata_tags: '["a"]', extra_data: 'null' },
    ...{
      ref_category: '"search"',
      ref_clean: 'null',
      referrer: 'null',
      user_agent: '"Mozilla/5.0"',
    },
    ...{ visitor_ip: '"192.0.2.1"', timestamp_info_override_ms: 'null' },
  };
  const texts = Object.keys(usual).flatMap((name) =>
    oddValues.map((odd) => {
      const members = Object.entries({ ...usual, [name]: odd });
      return `{${members.map(([key, value]) => `"${key}": ${value}`).join(', ')}}`;
    }),
  );
  const bytes = Buffer.from([...texts, ...oddLines].join('\n'));
  const { tally } = expectSameAsPlain(bytes, { sites, format: 'dpl' });
  // `1,2` cuts nothing in two: no value holds a line feed.
  expect(tally.lines).toBe(texts.length + oddLines.length);
  expectSameAsPlain(bytes, { sites: [{ ...ruledSite, days, window }], format: 'dpl' });
});

test('every object of the archive of fixtures is read alike', () => {
  const folder = join(top, 'fixtures/archive');
  const keys = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const objects = keys.filter((key) => key.endsWith('.gz'));
  expect(objects.length).toBeGreaterThan(50);
  const bytes = objects.map((key) => gunzipSync(readFileSync(join(folder, key))));
  const { tally } = expectSameAsPlain(Buffer.concat(bytes), {
    sites,
    format: 'auto',
    range: window,
  });
  expect(tally.accepted).toBeGreaterThan(500);
});

test('values that no longer find room are forgotten, and nothing is read in another way', () => {
  // 20 lines of 1 MB with values of their own are more than the scanner keeps.
  const line = (at: number): string =>
    `{"apikey": "news.example", "action": "pageview", "event_id": "e${at}", "session_id": 1, ` +
    `"visitor_site_id": "v1", "ts_action": "2026-03-08 10:01:10", "url": "https://a.b/${at}", ` +
    `"utm_campaign": "${String(at).padStart(2, '0').repeat(500_000)}"}`;
  const bytes = Buffer.from(Array.from({ length: 20 }, (_, at) => line(at)).join('\n'));
  const { events } = expectSameAsPlain(bytes, { sites, format: 'dpl', pieces: [300_000] });
  expect(events.map(({ url }) => url)).toEqual(
    Array.from({ length: 20 }, (_, at) => `https://a.b/${at}`),
  );
});
