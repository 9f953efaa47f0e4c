/** The aggregation core against the simple way, however its input is cut and spilled. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aggregator, type AggregatorOptions } from '../../src/aggregate/aggregator.ts';
import type { DerivedPeriod } from '../../src/aggregate/derived-period.ts';
import { hexFromBytes } from '../../src/base/bytes.ts';
import { openFolderSpillSpace } from '../../src/base/folder-spill-space.ts';
import type { SpillSpace } from '../../src/base/spill-space.ts';
import { metrics } from '../../src/model/catalogue.ts';
import { batchBytes } from '../../src/model/event-columns.ts';
import { grains, type RowPart } from '../../src/model/row.ts';
import { breakdowns, segments } from '../../src/model/segments.ts';
import { arbitraryEvents, batchFromEvents, numbered, type PlainEvent } from '../support/events.ts';
import { bytesFromRowPart } from '../support/row-part-bytes.ts';
import { naiveRows, type NaiveRow } from './naive-rows.ts';

const day = 20_520;
const shape = { metrics, segments, breakdowns };

let folder = '';
let space: SpillSpace;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recount-test-'));
  space = openFolderSpillSpace(folder);
});
afterAll(() => {
  space.close();
  rmSync(folder, { recursive: true });
});

/** Cuts the events into batches of the given sizes, in turn. */
function derive(
  events: readonly PlainEvent[],
  sizes: readonly number[] = [1000],
  spill?: AggregatorOptions['spill'],
): DerivedPeriod {
  const aggregator = new Aggregator({ shapes: [shape], ...(spill && { spill }) });
  for (let from = 0, turn = 0; from < events.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    aggregator.add(batchFromEvents(events.slice(from, from + size)));
    from += size;
  }
  return aggregator.finish({ site: 0, day });
}

function allRows(period: DerivedPeriod): RowPart[] {
  return grains.flatMap((grain) => [...period.rows(grain)]);
}

function plainRow({ grain, url, bucket, keys, cells, values }: RowPart): NaiveRow {
  const entries = Array.from(cells, (cell, index) => [keys.text(cell), values[index] ?? 0]);
  return { grain, url, bucket, cells: Object.fromEntries(entries) as Record<string, number> };
}

function bytesOf(period: DerivedPeriod): string[] {
  return allRows(period).map((part) => hexFromBytes(bytesFromRowPart(part)));
}

test('rows are those of the simple way, in the one order, cells in canonical order', () => {
  fc.assert(
    fc.property(arbitraryEvents(day), (events) => {
      const rows = allRows(derive(events)).map(plainRow);
      const expected = naiveRows(events);
      expect(rows).toEqual(expected);
      expect(rows.map(({ cells }) => Object.keys(cells))).toEqual(
        expected.map(({ cells }) => Object.keys(cells)),
      );
    }),
    { numRuns: 60 },
  );
});

test('batch sizes and spilling never change a byte of the rows', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });
  // A table for each event; some events of several urls in a table; a table for all of them.
  const budgets = fc.constantFrom(1, 20_000, 100_000);
  fc.assert(
    fc.property(arbitraryEvents(day), sizes, budgets, (events, cuts, eventBytesMax) => {
      const whole = derive(events);
      const spilled = derive(events, cuts, { space, eventBytesMax });
      expect(bytesOf(spilled)).toEqual(bytesOf(whole));
      expect(spilled.tally).toEqual(whole.tally);
      expect([...spilled.pages()]).toEqual([...whole.pages()]);
      const byPlace = (period: DerivedPeriod): string[] =>
        [...period.duplicateLines()].map((copy) => JSON.stringify(copy));
      expect(byPlace(spilled).sort()).toEqual(byPlace(whole).sort());
      spilled.close();
    }),
    { numRuns: 90 },
  );
});

test('the tally sums to the events and tells conflicting copies apart', () => {
  const event = {
    site: 0,
    day,
    object: 0,
    action: 'pageview',
    engagedSeconds: 0,
    sessionNumber: 1,
    visitor: 'v',
    url: 'https://a/',
    page: '',
    segments: [0, 0, 0, 0],
    breakdowns: [],
  };
  const start = day * 86_400;
  const events = [
    { ...event, id: 'a', time: start, line: 1 },
    { ...event, id: 'a', time: start + 299, line: 2 },
    { ...event, id: 'a', time: start + 300, line: 3 },
    { ...event, id: 'b', time: start, line: 4, action: 'signup' },
  ];
  const period = derive(events);
  expect(period.tally).toEqual({
    counted: 2,
    duplicate: 2,
    duplicateConflict: 1,
    countedByAction: { pageview: 1, signup: 1 },
    duplicatesByObject: new Map([[0, 2]]),
  });
  expect([...period.duplicateLines()]).toEqual([
    { object: 0, line: 2, first: { object: 0, line: 1 } },
    { object: 0, line: 3, first: { object: 0, line: 1 } },
  ]);
});

test('a page is the metadata of its newest event, of equals the first in archive order', () => {
  fc.assert(
    fc.property(arbitraryEvents(day), (events) => {
      const counted = events.filter((e, i) => events.findIndex(({ id }) => id === e.id) === i);
      const urls = [...new Set(counted.filter(({ page }) => page !== '').map(({ url }) => url))];
      const expected = urls
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        .map((url) => {
          const known = counted.filter((e) => e.url === url && e.page !== '');
          const newest = Math.max(...known.map(({ time }) => time));
          return known.find(({ time }) => time === newest)?.page;
        });
      expect([...derive(events).pages()].map(({ metadata }) => metadata)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('an empty period has no rows and no pages', () => {
  const period = derive([]);
  expect(allRows(period)).toEqual([]);
  expect([...period.pages()]).toEqual([]);
  expect(period.tally.counted).toBe(0);
});

test('rows of several grains and periods may be read at once, whatever was derived before', () => {
  const random = fc
    .sample(arbitraryEvents(day), { seed: 7, numRuns: 200 })
    .filter(({ length }) => length >= 8)
    .slice(0, 2);
  const alone = random.map((events) => {
    const period = derive(events);
    const bytes = bytesOf(period);
    // Twice: the memory that is given back must not be given to two.
    period.close();
    period.close();
    return bytes;
  });
  expect(alone.map(({ length }) => length > 10)).toEqual([true, true]);
  const periods = random.map((events) => derive(events));
  const streams = periods.map((period) =>
    grains.map((grain) => ({
      parts: period.rows(grain)[Symbol.iterator](),
      bytes: [] as string[],
    })),
  );
  for (let running = streams.flat(); running.length > 0;) {
    running = running.filter(({ parts, bytes }) => {
      const next = parts.next();
      if (next.done !== true) bytes.push(hexFromBytes(bytesFromRowPart(next.value)));
      return next.done !== true;
    });
  }
  expect(streams.map((grainsOf) => grainsOf.flatMap(({ bytes }) => bytes))).toEqual(alone);
});

/** Two sites in turns, one of them with a few events of the next day, and copies among them. */
function largeEvents(): readonly PlainEvent[] {
  const events = Array.from({ length: 6000 }, (_, index) => ({
    site: index % 5 < 2 ? 1 : 0,
    day: index % 97 === 0 ? day + 1 : day,
    time: (index % 97 === 0 ? day + 1 : day) * 86_400 + (index % 3000),
    id: `id-${String(index % 5800)}`,
    action: index % 3 === 0 ? 'heartbeat' : 'pageview',
    engagedSeconds: index % 7,
    sessionNumber: index % 4,
    visitor: `v${String(index % 311)}`,
    url: `https://a/${String(index % 53)}`,
    page: index % 11 === 0 ? `{"title":"${String(index)}"}` : '',
    segments: segments.map(({ values }) => index % values.length),
    breakdowns: breakdowns.map((_unused, place) => `value ${String(index % (place + 2))}`),
  }));
  return numbered(events, 6000);
}

test('events are the same where tables share large batches, copy them, or spill them', () => {
  const events = largeEvents();
  const derived = (size: number, spill?: AggregatorOptions['spill']): unknown => {
    const aggregator = new Aggregator({ shapes: [shape, shape], ...(spill && { spill }) });
    for (let from = 0; from < events.length; from += size) {
      aggregator.add(batchFromEvents(events.slice(from, from + size)));
    }
    const periods = [
      { site: 0, day },
      { site: 1, day },
      { site: 0, day: day + 1 },
      { site: 1, day: day + 1 },
    ];
    const all = periods.map((index) => {
      const period = aggregator.finish(index);
      const found = [period.tally, bytesOf(period), [...period.pages()]];
      period.close();
      return found;
    });
    expect(aggregator.memoryBytes).toBe(0);
    return all;
  };
  const copied = derived(700);
  for (const size of [5200, 6000]) {
    expect(derived(size)).toEqual(copied);
    expect(derived(size, { space, eventBytesMax: 300_000 })).toEqual(copied);
  }
});

test('a batch that two periods share takes memory once, until both are derived', () => {
  const batch = batchFromEvents(largeEvents());
  const aggregator = new Aggregator({ shapes: [shape, shape] });
  aggregator.add(batch);
  const { memoryBytes } = aggregator;
  expect(memoryBytes).toBeGreaterThan(batchBytes(batch));
  expect(memoryBytes).toBeLessThan(batchBytes(batch) * 1.1);
  aggregator.finish({ site: 0, day }).close();
  expect(aggregator.memoryBytes).toBe(memoryBytes);
  aggregator.finish({ site: 1, day }).close();
  expect(aggregator.memoryBytes).toBeLessThan(memoryBytes - batchBytes(batch) + 1);
});
