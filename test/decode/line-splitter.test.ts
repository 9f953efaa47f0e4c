/** Lines come out the same wherever the bytes are cut, within bounded memory. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineBytesMax } from '../../src/decode/decode.ts';
import { LineSplitter } from '../../src/decode/line-splitter.ts';

/** What the receiver was told: texts, and outcomes in angle brackets. */
function split(pieces: Iterable<Uint8Array>): readonly string[] {
  const told: string[] = [];
  const splitter = new LineSplitter({
    text: (line) => told.push(line),
    refused: (outcome) => told.push(`<${outcome}>`),
  });
  for (const piece of pieces) splitter.push(piece);
  splitter.finish();
  return told;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['nothing has no lines', '', []],
  ['a last line without its end is a line', 'a\nb', ['a', 'b']],
  ['a last line with its end is one line', 'a\nb\n', ['a', 'b']],
  ['empty lines are lines', '\n\na\n\n', ['', '', 'a', '']],
  ['a carriage return before the end is part of it', 'a\r\nb\r\n', ['a', 'b']],
  ['so is one at the end of the object', 'a\r\nb\r', ['a', 'b']],
  ['only one of them', 'a\r\r\n', ['a\r']],
  ['inside a line it is a character', 'a\rb\n', ['a\rb']],
  ['a line may be a carriage return alone', '\r\n\r', ['', '']],
  ['other line ends are characters', 'a\u2028b\u0085c\fd', ['a\u2028b\u0085c\fd']],
  ['a byte order mark is a character', '\ufeffa\n\ufeff', ['\ufeffa', '\ufeff']],
  ['NUL is a character', 'a\0b\n', ['a\0b']],
])('%s', (_name, text, expected) => {
  expect(split([bytesOf(text)])).toEqual(expected);
});

describe('invalid UTF-8', () => {
  const x = 0x78;
  test.each([
    ['a byte that never occurs', [0xff]],
    ['a lone continuation', [0x80]],
    ['a cut character', [0xe2, 0x82]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ])('%s refuses its own line only', (_name, bad) => {
    const bytes = Uint8Array.from([x, 0x0a, x, ...bad, 0x0a, 0xc3, 0xbc, 0x0a, ...bad]);
    expect(split([bytes])).toEqual(['x', '<malformed>', 'ü', '<malformed>']);
    expect(split(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(split([bytes]));
  });
});

describe('the length of a line', () => {
  const full = 'x'.repeat(lineBytesMax);
  test.each([
    ['at the limit', `${full}\na`, [full, 'a']],
    ['at the limit before \\r\\n', `${full}\r\na`, [full, 'a']],
    ['at the limit before the end', `${full}\r`, [full]],
    ['one above it', `${full}y\na`, ['<oversized>', 'a']],
    ['one above it before \\r\\n', `${full}y\r\na`, ['<oversized>', 'a']],
    ['above it by a second carriage return', `${full}\r\r\na`, ['<oversized>', 'a']],
    ['above it at the end', `a\n${full}y`, ['a', '<oversized>']],
    ['in bytes, not characters', `${'ü'.repeat(lineBytesMax / 2)}y\n`, ['<oversized>']],
    ['blank but above it', `${' '.repeat(lineBytesMax + 1)}\n`, ['<oversized>']],
  ])('%s', (_name, text, expected) => {
    const bytes = bytesOf(text);
    const halves = [bytes.subarray(0, 700_000), bytes.subarray(700_000)];
    // Compared by length first: a difference of a megabyte is not worth printing.
    for (const pieces of [[bytes], halves]) {
      const told = split(pieces);
      expect(told.map((line) => line.slice(0, 20))).toEqual(expected.map((l) => l.slice(0, 20)));
      expect(told.every((line, index) => line === expected[index])).toBe(true);
    }
  });

  test('of many times the limit is one refusal, and what follows is read', () => {
    const piece = bytesOf('x'.repeat(300_000));
    const pieces = [...Array.from({ length: 40 }, () => piece), bytesOf('\nafter\n')];
    expect(split(pieces)).toEqual(['<oversized>', 'after']);
  });
});

test('pieces cut anywhere give the same lines', () => {
  const parts = fc.constantFrom('\n', '\r', '\r\n', '{', '"ü"', '€', '\u{1f600}', ' ', 'abc');
  const bytes = fc.oneof(
    fc.array(parts).map((texts) => bytesOf(texts.join(''))),
    fc.uint8Array({ max: 0xff }),
  );
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(40)), (input, cuts) => {
      const places = [...new Set([0, ...cuts.filter((cut) => cut < input.length)])];
      places.sort((a, b) => a - b);
      const pieces = places.map((from, index) => input.slice(from, places[index + 1]));
      expect(split(pieces)).toEqual(split([input]));
    }),
  );
});
