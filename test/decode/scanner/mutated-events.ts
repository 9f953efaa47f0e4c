/** Events of simulated traffic, written and broken in every way that comes to mind: seeded. */
import { dplFieldNames } from '../../../src/decode/dpl-fields.ts';
import type { Random } from '../../../src/simulate/random.ts';
import { jsonCases } from './json-cases.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { oddLines, oddValues } from './odd-lines.ts';
import { simulatedLines } from './simulated-lines.ts';

type Member = readonly [key: string, value: string];

const caseTexts = jsonCases
  .map(({ bytes }) => bytes)
  .filter((bytes) => !bytes.includes(0x0a) && bytes.length < 2000);

/** What a line is put together from; `latin1`, so that any bytes can be told. */
const encoding = 'latin1';

const oddTexts: readonly string[] = [
  ...oddValues.map((text) => Buffer.from(text).toString(encoding)),
  ...caseTexts.map((bytes) => bytes.toString(encoding)),
];

const oddWhole = oddLines.map((text) => Buffer.from(text));

const escapes: readonly string[] = [
  ...['\\n', '\\t', '\\"', '\\\\', '\\/', '\\b', '\\u0000', '\\u00e4', '\\u2028', '\\ud83d\\ude00'],
  ...['\\ud800', '\\udc00', '\\ud800\\ud800', '\\uD83D\\uDE00', '\\x', '\\u12', '\\', '\\U0041'],
  ...['\u00e4', '\u{1f600}', '\ufeff', '\u2028'].map((text) =>
    Buffer.from(text).toString(encoding),
  ),
  ...['\x80', '\xc3', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xc0\xaf', '\t', '\0', '\x7f', "'", '/'],
];

/** @returns a function that makes one line after another, without its line feed. */
export function mutatedEvents(random: Random): () => Buffer {
  const pool = [
    ...simulatedLines({ format: 'dpl', detail: 'lean' }, 3000),
    ...simulatedLines({ format: 'dpl', detail: 'full' }, 100),
  ].map(membersOfLine);
  const make = (): Buffer => {
    if (random.chance(0.02)) return random.pick(oddWhole);
    const members = [...random.pick(pool)];
    for (let left = random.below(4); left > 0; left -= 1) mutateMembers(members, random);
    return Buffer.from(textOfMembers(members, random), encoding);
  };
  return () => {
    let line = make();
    if (!random.chance(0.25)) return line;
    for (let left = 1 + random.below(2); left > 0; left -= 1) {
      line = mutateBytes(line, random, random.pick(oddWhole));
    }
    return line;
  };
}

function membersOfLine(line: string): readonly Member[] {
  const fields = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const latin1 = (text: string): string => Buffer.from(text).toString(encoding);
  return Object.entries(fields).map(([key, value]) => [
    latin1(JSON.stringify(key)),
    latin1(JSON.stringify(value)),
  ]);
}

function mutateMembers(members: Member[], random: Random): void {
  const at = random.below(members.length);
  const [key, value] = members[at] ?? ['""', '""'];
  switch (random.below(9)) {
    case 0:
      members[at] = [key, random.pick(oddTexts)];
      break;
    case 1:
      members.push([random.chance(0.5) ? key : keyOf(random), random.pick(oddTexts)]);
      break;
    case 2:
      members.splice(at, 1);
      break;
    case 3:
      members[at] = [escapedKey(key, random), value];
      break;
    case 4:
      members[at] = [keyOf(random), value];
      break;
    case 5:
      members[at] = [key, numberText(random)];
      break;
    case 6:
      members[at] = [key, stringText(value, random)];
      break;
    case 7:
      members[at] = [key, nested(value, random)];
      break;
    default:
      members.push(members.splice(at, 1)[0] ?? ['""', '0']);
  }
}

function keyOf(random: Random): string {
  if (random.chance(0.8)) return `"${random.pick(dplFieldNames)}"`;
  return random.pick(['"extra_data"', '"a.b"', '"__proto__"', '""', '"constructor"', 'apikey']);
}

function escapedKey(key: string, random: Random): string {
  const at = 1 + random.below(Math.max(1, key.length - 2));
  const code = key.charCodeAt(at).toString(16).padStart(4, '0');
  return `${key.slice(0, at)}\\u${code}${key.slice(at + 1)}`;
}

/** Any number, in any spelling, and some that are none. */
function numberText(random: Random): string {
  const digits = (most: number): string => String(random.below(10 ** (1 + random.below(most))));
  const sign = random.pick(['', '', '', '-', '+']);
  const fraction = random.chance(0.2) ? `.${random.pick(['', '0', digits(6)])}` : '';
  const exponent = random.chance(0.2)
    ? `${random.pick(['e', 'E'])}${random.pick(['', '+', '-'])}${random.pick(['', digits(2)])}`
    : '';
  const zeros = random.chance(0.1) ? '0' : '';
  const text = `${sign}${zeros}${digits(9)}${fraction}${exponent}`;
  return random.chance(0.3) ? `"${text}"` : text;
}

function stringText(value: string, random: Random): string {
  const text = value.startsWith('"') ? value : `"${value.replaceAll('"', '')}"`;
  const at = 1 + random.below(Math.max(1, text.length - 1));
  return text.slice(0, at) + random.pick(escapes) + text.slice(at);
}

const brackets: readonly (readonly [open: string, close: string])[] = [
  ['[', ']'],
  ['{"a":', '}'],
];

/** The scanner follows 64 levels. */
function nested(value: string, random: Random): string {
  const depth = random.pick([1, 2, 3, 62, 63, 64, 65, 200]);
  const [open, close] = random.pick(brackets);
  const missing = random.chance(0.1) ? 1 : 0;
  return open.repeat(depth) + value + close.repeat(depth - missing);
}

function textOfMembers(members: readonly Member[], random: Random): string {
  if (random.chance(0.7)) return `{${members.map(([k, v]) => `${k}: ${v}`).join(', ')}}`;
  const space = (): string => random.pick(['', '', ' ', '\t', '\r', '  ']);
  const inner = members.map(([k, v]) => `${space()}${k}${space()}:${space()}${v}${space()}`);
  return `${space()}{${inner.join(',')}}${space()}`;
}
