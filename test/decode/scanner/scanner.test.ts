/** What the scanner takes for sure, and what it leaves to the plain path. */
import { expect, test } from 'vitest';
import { scannedFields, placeOf } from '../../../src/decode/scanner/dpl-scan-fields.ts';
import { fieldTables, lineKinds, recordAt, Scanner } from '../../../src/decode/scanner/scanner.ts';

const line =
  '{"apikey": "news.example", "action": "pageview", "event_id": "e1", "visitor_site_id": "v1", ' +
  '"ts_action": "2026-03-08 10:01:10", "url": "https://news.example/a", "session_id": 7}';

function scannerOfLines(...texts: readonly string[]): Scanner {
  const scanner = new Scanner(scannedFields([], 'no_addresses') ?? [], 'auto');
  const until = scanner.inputBase + scanner.bytes.write(texts.join('\n') + '\n', scanner.inputBase);
  expect(scanner.scanLines(scanner.inputBase, until)).toBe(texts.length);
  expect(scanner.scannedUntil).toBe(until);
  return scanner;
}

function kindsOf(...texts: readonly string[]): readonly (string | undefined)[] {
  const { words, recordsAt, recordWords } = scannerOfLines(...texts);
  return texts.map((_, index) => {
    const kind = words[recordsAt + index * recordWords + recordAt.kind];
    return Object.entries(lineKinds).find(([, number]) => number === kind)?.[0];
  });
}

test('a usual line is scanned: its numbers, and the texts of its values', () => {
  const scanner = scannerOfLines(line);
  const { words, recordsAt: at, fieldsAt } = scanner;
  expect(words[at + recordAt.kind]).toBe(lineKinds.scanned);
  expect(words[at + recordAt.time]).toBe(1_772_964_070);
  expect(words[at + recordAt.sessionNumber]).toBe(7);
  // None; it is no heartbeat.
  expect(words[at + recordAt.engaged]).toBe(-1);
  expect(words[at + recordAt.isWide]).toBe(0);
  expect(words[at + recordAt.page]).toBe(0);
  const textOf = (name: Parameters<typeof placeOf>[0]): string =>
    scanner.valueText(words[at + fieldsAt + placeOf(name)]!);
  expect([textOf('apikey'), textOf('action'), textOf('url')]).toEqual([
    '"news.example"',
    '"pageview"',
    '"https://news.example/a"',
  ]);
  expect(words[at + fieldsAt + placeOf('url_clean')]).toBe(0);
});

test('white space, key order, escapes and nested values change nothing of that', () => {
  expect(
    kindsOf(
      line.replaceAll(': ', ' :\t').replaceAll(', ', ' ,'),
      `{"extra_data": {"a": [1, -2.5e3, {"b": null}], "c": "\\u00e4\\n"}, ${line.slice(1)}`,
      `${line.slice(0, -1)}, "metadata_title": "größe \\"x\\""}  \r`,
      line.replace('"session_id": 7', '"session_id": null'),
      line.replace('"session_id": 7', '"session_id": 1, "session_id": 8'),
    ),
  ).toEqual(['scanned', 'scanned', 'scanned', 'scanned', 'scanned']);
});

test('times with a fraction and an offset are scanned', () => {
  const endings = ['T10:01:10Z', ' 10:01:10.6', 'T10:01:10.612Z', ' 11:01:10+01:00'];
  const texts = [...endings, 'T04:31:10.25-05:30', ' 10:01:10-00:00'].map((ending) =>
    line.replace(' 10:01:10', ending),
  );
  const { words, recordsAt, recordWords } = scannerOfLines(...texts);
  texts.forEach((_, index) => {
    const at = recordsAt + index * recordWords;
    expect(words[at + recordAt.kind]).toBe(lineKinds.scanned);
    expect(words[at + recordAt.time]).toBe(1_772_964_070);
  });
});

test('what is not surely an event is left to the plain path', () => {
  const odd = [
    '',
    'null',
    '{}',
    line.slice(0, -1),
    `${line}x`,
    line.replace('"session_id": 7', '"session_id": "7"'),
    line.replace('"session_id": 7', '"session_id": 07'),
    line.replace('"event_id": "e1"', '"event_id": "\\u0065"'),
    line.replace('"event_id": "e1"', '"event_id": 1'),
    line.replace('"apikey"', '"api\\u006bey"'),
    line.replace('10:01:10"', '10:01:10+01"'),
    line.replace('10:01:10"', '10:01:10."'),
    line.replace('2026-03-08 10:01:10"', '1970-01-01 00:30:00+01:00"'),
    line.replace('e1', 'e\t1'),
  ];
  expect(kindsOf(...odd)).toEqual(odd.map(() => 'plain'));
});

test('lines of a site that is marked are told from then on', () => {
  const scanner = scannerOfLines(line);
  const { words, recordsAt, recordWords, fieldsAt, inputBase } = scanner;
  scanner.markOtherSite(words[recordsAt + fieldsAt + placeOf('apikey')]!, fieldTables.event);
  const two = `${line}\n${line.replace('news.example"', 'shop.example"')}\n`;
  expect(scanner.scanLines(inputBase, inputBase + scanner.bytes.write(two, inputBase))).toBe(2);
  expect(words[recordsAt + recordAt.kind]).toBe(lineKinds.otherSite);
  expect(words[recordsAt + recordWords + recordAt.kind]).toBe(lineKinds.scanned);
});

test('a line that is not ended waits; one that is too long is told', () => {
  const scanner = scannerOfLines(line);
  const { inputBase } = scanner;
  const part = inputBase + scanner.bytes.write(line, inputBase);
  expect([scanner.scanLines(inputBase, part), scanner.scannedUntil]).toEqual([0, inputBase]);
  expect(kindsOf(`{"a":"${'x'.repeat(1024 * 1024)}"}`)).toEqual(['oversized']);
});
