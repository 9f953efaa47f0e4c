/** Members in other orders and under other names than those of the lines before. */
import { expect, test } from 'vitest';
import { Random } from '../../../src/simulate/random.ts';
import { sundayAtTen } from '../decoded.ts';
import { expectSameAsPlain } from './hold-against-plain.ts';
import { printedSeed } from './read-alike.ts';

const days = [20_519, 20_520, 20_521];
const window = { from: sundayAtTen - 200_000, until: sundayAtTen + 200_000 };
const sites = [{ name: 'news.example', days, window }];

const usual: readonly string[] = [
  ...['"apikey": "news.example"', '"action": "heartbeat"', '"visitor_site_id": "v1"'],
  ...['"ts_action": "2026-03-08 10:01:10"', '"engaged_time_inc": 5', '"session_id": 3'],
  ...['"url": "https://a.b/c"', '"utm_campaign": "spring"', '"metadata": true'],
  ...['"metadata_title": "größe \\"x\\""', '"metadata_tags": ["a", "b"]', '"extra_data": {}'],
];

function shuffled(members: readonly string[], random: Random): string[] {
  const rest = [...members];
  return members.map(() => rest.splice(random.below(rest.length), 1)[0]!);
}

/** Names that begin or end like others, are longer than any, wide, repeated, or of no use. */
function oddMember(random: Random, line: number): string {
  return random.pick([
    `"apikey${'x'.repeat(1 + random.below(119))}": 1`,
    `"${'y'.repeat(random.below(40))}session_id": 9`,
    `"größe ${line % 7}": null`,
    `"own_${line}": "own"`,
    '"session_id":  4',
    '"session_id" : 4',
    '"utm_campaign": "autumn"',
    '"": ""',
  ]);
}

test('members in any order, beside any others, are read alike', () => {
  const random = new Random(printedSeed('members in any order'));
  const texts = Array.from({ length: 4000 }, (_, line) => {
    const members = random.chance(0.5) ? usual : shuffled(usual, random);
    const odd = random.chance(0.7) ? [oddMember(random, line)] : [];
    const at = random.below(members.length);
    const all = [...members.slice(0, at), ...odd, ...members.slice(at), `"event_id": "e${line}"`];
    return `{${all.join(random.pick([', ', ',', ' ,\t']))}}`;
  });
  const { tally } = expectSameAsPlain(Buffer.from(texts.join('\n')), { sites, format: 'dpl' });
  expect(tally.accepted).toBe(4000);
});

test('more names than are remembered change nothing', () => {
  const line = (at: number): string =>
    `{"apikey": "news.example", "own_${at}": ${at}, "url": "https://a.b/${at}", "event_id": "e", ` +
    `"own_${at + 1}": {}, "visitor_site_id": "v", "action": "pageview", "session_id": ${at + 1}, ` +
    '"ts_action": "2026-03-08 10:01:10"}';
  const bytes = Buffer.from(Array.from({ length: 3000 }, (_, at) => line(at)).join('\n'));
  const { events } = expectSameAsPlain(bytes, { sites, format: 'dpl' });
  expect(events.map(({ url }) => url)).toEqual(
    Array.from({ length: 3000 }, (_, at) => `https://a.b/${at}`),
  );
});
