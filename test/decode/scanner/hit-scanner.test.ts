/** Which hits of the pixel the scanner takes for sure, and which it leaves to the plain path. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scannedFields } from '../../../src/decode/scanner/dpl-scan-fields.ts';
import { hitParameters, toldAt } from '../../../src/decode/scanner/hit-scan-fields.ts';
import { lineKinds, recordAt, Scanner } from '../../../src/decode/scanner/scanner.ts';

const query =
  'rand=1363872131875&idsite=news.example&url=https%3A%2F%2Fnews.example%2Fa%3Fb%3Dc&urlref=' +
  '&action=heartbeat&u=v%C3%A91&sid=7&inc=15';
const piped =
  `/plogger/ || 203.0.113.9 || - || 21/Mar/2013:13:22:13 +0000  || GET /plogger/?${query} ` +
  'HTTP/1.1 || 200 || 363 || - || Mozilla/5.0 (X11) || - || - || - || 0.000';
const combined =
  `203.0.113.9 - - [21/Mar/2013:13:22:13 +0000] "GET /plogger/?${query} HTTP/1.1" 200 363 ` +
  '"-" "Mozilla/5.0 (X11)"';

function scannerOfLines(...lines: readonly string[]): Scanner {
  const scanner = new Scanner(scannedFields([], 'no_addresses') ?? [], 'auto');
  const until = scanner.inputBase + scanner.bytes.write(lines.join('\n') + '\n', scanner.inputBase);
  expect(scanner.scanLines(scanner.inputBase, until)).toBe(lines.length);
  return scanner;
}

function kindsOf(...lines: readonly string[]): readonly (string | undefined)[] {
  const { words, recordsAt, recordWords } = scannerOfLines(...lines);
  return lines.map((_, index) => {
    const kind = words[recordsAt + index * recordWords + recordAt.kind];
    return Object.entries(lineKinds).find(([, number]) => number === kind)?.[0];
  });
}

test.each([
  ['piped', piped],
  ['combined', combined],
])('a usual %s hit is scanned: its numbers, and the texts of its values', (_name, line) => {
  const scanner = scannerOfLines(line);
  const { words, recordsAt: at, fieldsAt } = scanner;
  expect(words[at + recordAt.kind]).toBe(lineKinds.hit);
  expect(words[at + recordAt.time]).toBe(1_363_872_133);
  expect(words[at + recordAt.sessionNumber]).toBe(7);
  expect(words[at + recordAt.engaged]).toBe(15);
  const textOf = (name: keyof typeof hitParameters): string =>
    scanner.valueText(words[at + fieldsAt + hitParameters[name]]!);
  expect([textOf('idsite'), textOf('action'), textOf('url')]).toEqual([
    'news.example',
    'heartbeat',
    'https%3A%2F%2Fnews.example%2Fa%3Fb%3Dc',
  ]);
  expect(words[at + fieldsAt + hitParameters.urlref]).toBe(0);
  expect(scanner.textAt(at + fieldsAt + toldAt(hitParameters.u))).toBe('v%C3%A91');
});

test('every hit of the samples is scanned', () => {
  for (const name of ['pixel-piped.log', 'pixel-combined.log']) {
    const text = readFileSync(join(import.meta.dirname, '../fixtures', name), 'utf8');
    const lines = text.trimEnd().split('\n');
    expect(kindsOf(...lines)).toEqual(lines.map(() => 'hit'));
  }
});

test('spacing, order, agents with bars, old visitors and HTTP/2 change nothing of that', () => {
  const old = query.replace(
    'u=v%C3%A91',
    'data=%7B%22a%22%3A1%2C%22parsely_site_uuid%22%3A%22v%22%7D',
  );
  const lines = [
    piped.replace('+0000  ||', '+0100 ||'),
    piped.replace('(X11)', '(X11) || b'),
    piped.replace('&sid=7', '&sid=3&title=%&x&=y&&sid=8'),
    piped.replace(query, old),
    combined.replace('HTTP/1.1', 'HTTP/2'),
    combined.replace('"-" "', '"https://ä.example/" "') + ' 0.001\r',
    combined.replace('Mozilla/5.0 (X11)', '-'),
    combined.replace('- - [', '- ['),
  ];
  expect(kindsOf(...lines)).toEqual(lines.map(() => 'hit'));
});

test('what is not surely a hit is left to the plain path', () => {
  const odd = [
    piped.replace(' || 200 || ', ' || 404 || '),
    piped.replace('13:22:13', '13:22:63'),
    piped.replace('&u=v%C3%A91', '&u=v%C3'),
    piped.replace('&u=v%C3%A91', ''),
    piped.replace('&sid=7', '&sid=07'),
    piped.replace('&inc=15', '&inc=1e1'),
    piped.replace('&inc=15', '&in%63=15'),
    piped.replace('rand=1363872131875&', ''),
    piped.replace(' || - || - || - || 0.000', ''),
    piped.replace(' HTTP/1.1', ''),
    piped.replace('X11', 'X\t11'),
    combined.replace('(X11)', '(X\\"11)'),
    combined.replace('- - [', '['),
    combined.slice(0, -1),
    `\ufeff${combined}`,
  ];
  expect(kindsOf(...odd)).toEqual(odd.map(() => 'plain'));
});
