/**
 * Lines that are hard to read right: objects written in every way that JSON allows, and texts that
 * are not quite JSON. For properties that hold the scanner against the plain path.
 */
import fc from 'fast-check';
import { dplFieldNames } from '../../../src/decode/dpl-fields.ts';

/** What is not JSON, or only just: values, to be put where a value stands. */
export const oddValues: readonly string[] = [
  ...[
    '-0',
    '0',
    '00',
    '01',
    '-',
    '+1',
    '1.',
    '.5',
    '1.0',
    '1e5',
    '1E+5',
    '1e',
    '1e+',
    '0x1',
    '1 2',
  ],
  ...['2147483647', '2147483648', '9999999999', '1234567890123456789', '1e999', '-1', '1.5', '6.0'],
  ...['true', 'false', 'null', 'True', 'nul', 'nulll', 'NaN', 'Infinity', 'undefined', "'a'", 'a'],
  ...['""', '" "', '"\\u0000"', '"\\ud800"', '"\\ud83d\\ude00"', '"\\uZZZZ"', '"\\u12"', '"\\x41"'],
  ...[
    '"\\"',
    '"a',
    'a"',
    '"\t"',
    '"\u007f"',
    '"größe"',
    '"\u{1f600}"',
    '"\\/"',
    '"\\b\\f\\n\\r\\t"',
  ],
  ...[
    '[]',
    '{}',
    '[1,]',
    '[,1]',
    '[1 2]',
    '{"a":}',
    '{"a" 1}',
    '{,}',
    '{"a":1,}',
    '{a:1}',
    '[',
    '{',
  ],
  ...['[[[]]]', '{"a":{"b":[1,{"c":null}]}}', '[}', '{]', '{"a":1]', '[1}', '"a""b"', '1,2', ''],
  ...['"6"', '"06"', '"10.0"', '"1772964070000"', '1772964070000', '1772964070', '1772964070000.0'],
  ...['"2026-03-08 10:01:10"', '"2026-03-08T10:01:10Z"', '"2026-03-08T10:01:10.5+01:00"'],
  ...['"2026-03-08 10:01:10.612-05:30"', '"2026-03-08 10:01:10+00:00"', '"2026-03-08 10:01:10."'],
  ...['"2026-03-08 10:01:10+24:00"', '"2026-03-08 10:01:10+01:60"', '"2026-03-08 10:01:10+01"'],
  ...['"2026-03-08 10:01:10Z "', '"2026-03-08 10:01:10.5x"', '"1970-01-01 00:30:00+01:00"'],
  ...[
    '"2026-02-30 10:01:10"',
    '"2026-03-08 24:00:00"',
    '"2026-03-08 10:01"',
    '"1969-12-31 23:59:59"',
  ],
  ...['"2200-01-01 00:00:00"', '"2026-03-08x10:01:10"', '"0000-00-00 00:00:00"'],
  ...['"https://News.Example:443/a?b#c"', '"?"', '"https://u:p@news.example"', '"pageview"'],
  ...['"heartbeat"', '"desktop"', '"search"', '"https://a.example/x?y=1"', '"Googlebot"'],
  ...['"news.example"', '"other.example"', '["a","b"]', '[1,"",null,"c"]', '"DE"'],
];

const usual: Readonly<Record<string, string>> = {
  apikey: '"news.example"',
  action: '"pageview"',
  event_id: '"e1"',
  visitor_site_id: '"v1"',
  ts_action: '"2026-03-08 10:01:10"',
  url: '"https://news.example/a"',
  session_id: '1',
};

/** Whole lines in which nothing is an object, or something follows it. */
export const oddLines: readonly string[] = [
  ...['', ' ', '\t', '\r', '{', '}', '{}', ' {} ', '{}x', '{},', '[]', 'null', '1', '"a"', '\0'],
  ...['\ufeff{}', '{"apikey"}', '{"apikey":}', '{"apikey":1', '{"apikey":1}}', '{"a":1}{"b":2}'],
  ...[`{"a":${'['.repeat(63)}${']'.repeat(63)}}`, `{"a":${'['.repeat(64)}${']'.repeat(64)}}`],
  ...[`{"a":${'['.repeat(65)}${']'.repeat(65)}}`, `{"a":${'{"a":'.repeat(70)}1${'}'.repeat(70)}}`],
  ...[
    '{"":1}',
    '{"a":1,"a":2}',
    '{ "a" : 1 , "b" : [ 1 , 2 ] }',
    '{"a":1 "b":2}',
    '{"a":1,,"b":2}',
  ],
  `{"${'k'.repeat(300)}":1,"event_id":"${'x'.repeat(2000)}"}`,
];

const names = fc.oneof(
  { arbitrary: fc.constantFrom(...Object.keys(usual)), weight: 3 },
  { arbitrary: fc.constantFrom<string>(...dplFieldNames), weight: 3 },
  { arbitrary: fc.constantFrom('extra_data', 'a.b', 'a', '', '__proto__', 'é'), weight: 1 },
  { arbitrary: fc.string({ maxLength: 30 }), weight: 1 },
);

const values = fc.oneof(
  { arbitrary: fc.constantFrom(...oddValues), weight: 4 },
  { arbitrary: fc.json({ maxDepth: 3 }), weight: 1 },
  { arbitrary: fc.string({ maxLength: 40 }).map((text) => JSON.stringify(text)), weight: 1 },
  {
    arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((t) => JSON.stringify(t)),
    weight: 1,
  },
);

/** Some letters of a text of JSON as escapes. */
const escaped = fc.tuple(names, fc.array(fc.nat(), { maxLength: 3 })).map(([name, at]) => {
  const text = JSON.stringify(name);
  return at.reduce((written, place) => withEscape(written, place), text);
});

function withEscape(text: string, place: number): string {
  const at = 1 + (place % Math.max(1, text.length - 2));
  const letter = text[at] ?? '';
  if (!/^[a-z_]$/.test(letter) || text[at - 1] === '\\') return text;
  return `${text.slice(0, at)}\\u00${letter.charCodeAt(0).toString(16)}${text.slice(at + 1)}`;
}

const keys = fc.oneof(
  { arbitrary: names.map((name) => JSON.stringify(name)), weight: 9 },
  { arbitrary: escaped, weight: 1 },
);

const space = fc.constantFrom('', '', '', ' ', '  ', '\t', ' \r');

const members = fc
  .tuple(fc.array(fc.tuple(keys, values), { maxLength: 4 }), fc.constantFrom(true, true, false))
  .chain(([odd, isWhole]) => {
    const plain = Object.entries(usual).map(([name, value]): [string, string] => [
      `"${name}"`,
      value,
    ]);
    return fc.shuffledSubarray([...plain, ...odd], {
      minLength: isWhole ? plain.length : 0,
    });
  });

const objects = fc
  .tuple(members, fc.array(space, { minLength: 4, maxLength: 4 }))
  .map(([list, [before = '', colon = '', comma = '', after = '']]) => {
    const inner = list.map(([key, value]) => `${key}${before}:${colon}${value}`);
    return `${before}{${after}${inner.join(`${comma},${after}`)}${comma}}${after}`;
  });

/** One line, perhaps with a byte changed, or cut; no line feed is in it. */
export const lineBytes: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.oneof(
      { arbitrary: objects, weight: 9 },
      { arbitrary: fc.constantFrom(...oddLines), weight: 1 },
    ),
    fc.constantFrom('whole', 'whole', 'whole', 'cut', 'changed'),
    fc.nat(),
    fc.integer({ min: 0, max: 255 }),
  )
  .map(([text, fate, place, byte]) => {
    const bytes = new TextEncoder().encode(text);
    if (fate === 'cut') return bytes.subarray(0, place % (bytes.length + 1));
    if (fate === 'changed' && bytes.length > 0 && byte !== 0x0a) bytes[place % bytes.length] = byte;
    return bytes.filter((one) => one !== 0x0a);
  });
