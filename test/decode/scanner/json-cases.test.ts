/** What is known to divide parsers of JSON, on both paths. */
import { describe, expect, test } from 'vitest';
import { createDecoder, createPlainDecoder } from '../../../src/decode/object-decoder.ts';
import { decode } from '../decoded.ts';
import { expectSameAsPlain } from './hold-against-plain.ts';
import { jsonCases } from './json-cases.ts';

const usual =
  '"apikey": "news.example", "action": "pageview", "event_id": "e1", "visitor_site_id": "v1", ' +
  '"ts_action": "2026-03-08 10:01:10", "url": "https://news.example/a", "session_id": 7';

const newline = 0x0a;

/** A line feed ends a line wherever it stands, so those are other cases here. */
const ofOneLine = jsonCases.filter(({ bytes }) => !bytes.includes(newline));

/** The case as the value of a field that nothing asks for, and of one that is told. */
const lineWith = (bytes: Buffer, key: string): Buffer =>
  Buffer.concat([Buffer.from(`{${usual}, "${key}": `), bytes, Buffer.from('}')]);

describe.each([
  ['the scanner', createDecoder],
  ['the plain path', createPlainDecoder],
])('%s', (_name, makeDecoder) => {
  test.each(['unknown', 'utm_campaign'])('takes and refuses what must be, as %s', (key) => {
    const lines = ofOneLine.flatMap(({ bytes }) => [lineWith(bytes, key), Buffer.of(newline)]);
    const { outcomes } = decode(Buffer.concat(lines), { makeDecoder });
    expect(outcomes.length).toBe(ofOneLine.length);
    const found = ofOneLine.map(({ name }, index) => `${name}: ${outcomes[index]}`);
    const wrong = found.filter((text) => {
      if (text.startsWith('y_')) return !text.endsWith(': accepted');
      return text.startsWith('n_') && !text.endsWith(': malformed');
    });
    expect(wrong).toEqual([]);
  });
});

test('all of them are read alike, as values and as lines', () => {
  expect(jsonCases.length).toBeGreaterThan(290);
  const fields = ['unknown', 'apikey', 'action', 'event_id', 'session_id', 'utm_term', 'metadata'];
  const lines = jsonCases.flatMap(({ bytes }) => [
    bytes,
    ...fields.map((key) => lineWith(bytes, key)),
  ]);
  const object = Buffer.concat(lines.flatMap((line) => [line, Buffer.of(newline)]));
  for (const format of ['dpl', 'auto', 'pixel'] as const) {
    expect(expectSameAsPlain(object, { format }).tally.lines).toBeGreaterThan(lines.length);
  }
});
