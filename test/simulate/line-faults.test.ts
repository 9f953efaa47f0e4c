/** Damage to lines: what stands in place of the line that was struck. */
import { describe, expect, test } from 'vitest';
import { dayFromText } from '../../src/base/calendar.ts';
import type { FaultRequest, LineFaultName } from '../../src/simulate/faults.ts';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';

const fromDay = dayFromText('2026-03-07') as number;
const options = { ...defaultSimulation, fromDay, eventsPerDay: 2000, layout: 'day' as const };

/** The lines of both objects: bytes as Latin-1, because whole arrays of them are compared. */
function objects(faults: readonly FaultRequest[], detail: 'lean' | 'full' = 'lean') {
  const archive = simulateArchive({ ...options, objectsPerFolder: 2, faults, detail });
  return Array.from(archive, ({ blocks }) => {
    const text = Buffer.concat([...blocks]).toString('latin1');
    return text.split('\n').slice(0, -1);
  });
}

const [goodLines = []] = objects([]);

/** The third line is struck. Gives what stands between the second and the fourth. */
function struck(name: LineFaultName): readonly string[] {
  const [lines = []] = objects([{ name, line: 3 }]);
  expect(lines.slice(0, 2)).toEqual(goodLines.slice(0, 2));
  const count = lines.length - goodLines.length + 1;
  expect(lines.slice(2 + count)).toEqual(goodLines.slice(3));
  return lines.slice(2, 2 + count);
}

const good = goodLines[2] as string;
type Event = Readonly<Record<string, unknown>>;
const goodEvent = eventOf(good);

function eventOf(line: string | undefined): Event {
  const bytes = Buffer.from(line ?? '', 'latin1');
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Event;
}

/** What the keys that differ became. */
function changes(name: LineFaultName): Event {
  const event = eventOf(struck(name)[0]);
  const differing = Object.keys({ ...goodEvent, ...event }).filter(
    (key) => event[key] !== goodEvent[key],
  );
  return Object.fromEntries(differing.map((key) => [key, event[key]]));
}

test('a line can be made exactly as long as the limit, and one byte longer', () => {
  expect(struck('longest_line').map((line) => line.length)).toEqual([1_048_576]);
  expect(struck('oversized_line').map((line) => line.length)).toEqual([1_048_577]);
});

const unreadable: readonly LineFaultName[] = [
  ...(['invalid_utf8', 'cut_character', 'nul_byte', 'cut_line'] as const),
  'joined_lines',
];
test.each(unreadable)('%s makes a line that no strict reader reads', (name) => {
  expect(struck(name)).toHaveLength(1);
  expect(() => eventOf(struck(name)[0])).toThrow();
});

test('a byte order mark stands before the line', () => {
  expect(struck('byte_order_mark')).toEqual([`\u00ef\u00bb\u00bf${good}`]);
});

const respelled: readonly LineFaultName[] = [
  ...(['crlf', 'duplicate_keys', 'escaped_keys', 'other_key_order'] as const),
  ...(['compact_json', 'wide_json'] as const),
];
test.each(respelled)('%s spells the same event in another way', (name) => {
  expect(struck(name)[0]).not.toEqual(good);
  expect(changes(name)).toEqual({});
});

test('unknown keys stand beside the event', () => {
  expect(changes('unknown_keys')).toEqual({
    x: { action: 'x', url: ['{', '"}'] },
    '': null,
    '9': 1000,
  });
});

test('a blank line stands before the line', () => {
  expect(struck('blank_line')).toEqual([' \t', good]);
});

test('a full line spelled widely is still the same event', () => {
  const [[line] = []] = objects([], 'full');
  const [[wide] = []] = objects([{ name: 'wide_json' }], 'full');
  expect(eventOf(wide)).toEqual(eventOf(line));
});

describe('values', () => {
  const host = 'https://news.example';
  const cases: readonly (readonly [LineFaultName, Event])[] = [
    ['null_action', { action: null }],
    ['missing_key', { apikey: undefined }],
    ['empty_value', { apikey: '' }],
    ['strings_as_numbers', { visitor_site_id: 12_345 }],
    ['bad_engaged', { engaged_time_inc: -1 }],
    ['bad_session', { session_id: 0 }],
    ['unreadable_time', { ts_action: '2026-02-30 10:00:00' }],
    ['hot_visitor', { visitor_site_id: 'hot-visitor' }],
    ['url_variants', { url: `${host}/hot?variant=0` }],
    ['seconds_for_ms', { ts_action: null, timestamp_info_nginx_ms: 1_772_963_986 }],
  ];
  test.each(cases)('%s changes %j', (name, expected) => {
    expect(changes(name)).toEqual(expected);
  });

  test('hosts take odd forms in turn', () => {
    const [lines = []] = objects([{ name: 'odd_host', object: 0, every: 1 }]);
    const hosts = lines.slice(0, 6).map((line) => String(eventOf(line)['url']).split('/')[2]);
    const sites = goodLines.slice(0, 6).map((line) => String(eventOf(line)['apikey']));
    const [a, b, c, d, e, f] = sites;
    expect(hosts).toEqual([
      ...[a?.toUpperCase(), `${b}:443`, `${c}:8443`, `user:p@ss@${d}`],
      ...[`BÜCHER.${e}`, `xn--bcher-kva.${f}`],
    ]);
  });
});

describe('copies', () => {
  test('a duplicate stands behind its line', () => {
    expect(struck('duplicate')).toEqual([good, good]);
  });

  test('a late duplicate begins the next object', () => {
    const [, next = []] = objects([{ name: 'duplicate_later', line: 3 }]);
    expect(next[0]).toEqual(good);
  });

  test('a conflicting copy has the same id and another 5-minute bucket', () => {
    const [first, copy] = struck('conflicting_copy').map(eventOf);
    expect(first).toEqual(goodEvent);
    expect(copy?.['event_id']).toBe(goodEvent['event_id']);
    const [from, to] = [first, copy].map((event) => Date.parse(`${String(event?.['ts_action'])}Z`));
    expect((to as number) - (from as number)).toBe(300_000);
  });
});

test('a fault strikes every so many lines of all objects', () => {
  const lines = objects([{ name: 'null_action', every: 10 }]).flat();
  const struckLines = lines.flatMap((line, index) =>
    eventOf(line)['action'] === null ? [index + 1] : [],
  );
  expect(struckLines).toEqual(Array.from({ length: 200 }, (_, index) => (index + 1) * 10));
});

test('faults of JSON are refused for the pixel', () => {
  const faults = [{ name: 'null_action' as const }];
  expect(() => [...simulateArchive({ ...options, format: 'pixel-piped', faults })]).toThrow(
    'the fault null_action exists in the format dpl only, not in pixel-piped',
  );
});
