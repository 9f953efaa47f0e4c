/** Events as plain objects, and the batches that they make: the readable side of core tests. */
import fc from 'fast-check';
import { bytesFromText } from '../../src/base/bytes.ts';
import { murmur3, murmur3Words } from '../../src/base/murmur3.ts';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import type { EventBatch } from '../../src/model/event-batch.ts';
import { newEventColumns } from '../../src/model/event-columns.ts';
import { breakdowns, segments } from '../../src/model/segments.ts';

export type PlainEvent = {
  readonly site: number;
  readonly day: number;
  readonly time: number;
  readonly object: number;
  readonly line: number;
  readonly id: string;
  readonly action: string;
  readonly engagedSeconds: number;
  readonly sessionNumber: number;
  readonly visitor: string;
  readonly url: string;
  /** Page metadata as text; '' = none. */
  readonly page: string;
  /** Value index per segment. */
  readonly segments: readonly number[];
  /** Value per breakdown; '' = none. */
  readonly breakdowns: readonly string[];
};

export function batchFromEvents(events: readonly PlainEvent[]): EventBatch {
  const counts = { segments: segments.length, breakdowns: breakdowns.length };
  const columns = newEventColumns(events.length, counts);
  const dictionary = new ByteDictionary();
  events.forEach((event, at) => {
    for (const name of ['site', 'day', 'time', 'object', 'line', 'engagedSeconds'] as const) {
      columns[name][at] = event[name];
    }
    columns.sessionNumber[at] = event.sessionNumber;
    columns.action[at] = dictionary.internText(event.action);
    columns.url[at] = dictionary.internText(event.url);
    columns.page[at] = dictionary.internText(event.page);
    columns.identity.set(hashWords(event.id), at * 4);
    columns.visitor.set(hashWords(event.visitor).subarray(0, 2), at * 2);
    const session = `${event.visitor}_${String(event.sessionNumber)}`;
    if (event.sessionNumber > 0) columns.session.set(hashWords(session).subarray(0, 2), at * 2);
    columns.segments.forEach((column, s) => (column[at] = event.segments[s] ?? 0));
    columns.breakdowns.forEach((column, b) => {
      column[at] = dictionary.internText(event.breakdowns[b] ?? '');
    });
  });
  return { count: events.length, columns, dictionary };
}

export function hashWords(text: string): Uint32Array {
  murmur3(bytesFromText(text));
  return murmur3Words.slice();
}

/** Numbers the events as lines of one object after another, `perObject` lines each. */
export function numbered(
  events: readonly Omit<PlainEvent, 'object' | 'line'>[],
  perObject = 7,
): readonly PlainEvent[] {
  return events.map((event, index) => ({
    ...event,
    object: Math.floor(index / perObject),
    line: (index % perObject) + 1,
  }));
}

/** Events of one site-day, with many repeats of every value. */
export function arbitraryEvents(day: number): fc.Arbitrary<readonly PlainEvent[]> {
  const text = fc.constantFrom('', 'a', 'b', 'b/page_views', 'ü', '\u{1F600}', '\uFB00');
  const event = fc.record({
    site: fc.constant(0),
    day: fc.constant(day),
    time: fc.integer({ min: day * 86_400, max: day * 86_400 + 3600 }),
    id: fc.integer({ min: 0, max: 200 }).map((n) => `id-${String(n)}`),
    action: fc.constantFrom(
      'pageview',
      'heartbeat',
      'videostart',
      'vheartbeat',
      'conversion',
      'x/y',
    ),
    engagedSeconds: fc.integer({ min: 0, max: 60 }),
    sessionNumber: fc.integer({ min: 0, max: 3 }),
    visitor: fc.integer({ min: 0, max: 30 }).map((n) => `v${String(n)}`),
    url: fc.constantFrom('https://a/', 'https://a/b', 'https://a/ü', 'x', '\u{1F600}', '\uFB00'),
    page: fc.constantFrom('', '{"title":"one"}', '{"title":"two"}'),
    segments: fc.tuple(...segments.map(({ values }) => fc.nat(values.length - 1))),
    breakdowns: fc.tuple(...breakdowns.map(() => text)),
  });
  return fc.array(event, { maxLength: 120 }).map((events) => numbered(events));
}
