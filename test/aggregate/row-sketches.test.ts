/** Sketches that the row builder writes, against their definition in the model. */
import { expect, test } from 'vitest';
import { Aggregator } from '../../src/aggregate/aggregator.ts';
import { hexFromBytes } from '../../src/base/bytes.ts';
import { metrics } from '../../src/model/catalogue.ts';
import type { EventBatch } from '../../src/model/event-batch.ts';
import { sketchOfCell } from '../../src/model/row.ts';
import { breakdowns, segments, type Segment } from '../../src/model/segments.ts';
import { explicitMax, sketchEstimate, sketchFromSortedHashes } from '../../src/model/sketch.ts';
import { batchFromEvents, hashWords, numbered } from '../support/events.ts';

const day = 20_520;

/** With it, slots of segments take three words of bits. */
const fortyValues: Segment = {
  name: 'forty',
  values: Array.from({ length: 40 }, (_, index) => `v${String(index)}`),
  otherwise: 0,
  about: '',
};

/** One event a visitor; every third one is of a mobile device. */
function eventsOfVisitors(url: string, visitors: number): EventBatch {
  const events = Array.from({ length: visitors }, (_, index) => ({
    ...{ site: 0, day, time: day * 86_400 + (index % 300), id: `${url} ${String(index)}` },
    ...{ action: 'videostart', engagedSeconds: 0, sessionNumber: 2, visitor: `v${String(index)}` },
    ...{ url, page: '', segments: [index % 3 === 0 ? 1 : 0], breakdowns: [] },
  }));
  const batch = batchFromEvents(numbered(events));
  const forty = Uint16Array.from({ length: visitors }, (_, index) => index % 40);
  return { ...batch, columns: { ...batch.columns, segments: [...batch.columns.segments, forty] } };
}

/** The sketch of the model, of plain BigInts that are sorted by themselves. */
function sketchOf(texts: readonly string[]): Uint8Array {
  const hashes = texts.map((text) => {
    const [low = 0, high = 0] = hashWords(text);
    return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
  });
  const sorted = new BigInt64Array(hashes).sort();
  return sketchFromSortedHashes(new Uint32Array(sorted.buffer), sorted.length);
}

const wantedOf: Readonly<Record<string, (index: number) => boolean>> = {
  $all: () => true,
  'device=mobile': (index) => index % 3 === 0,
  'forty=v39': (index) => index % 40 === 39,
};

test.each([
  ['one visitor', 1],
  ['as many as are kept as they are', explicitMax],
  ['one more', explicitMax + 1],
  ['many, of which a third is kept', 3 * explicitMax],
  ['so many that every register is written', 9000],
])('%s', (_, visitors) => {
  const shape = { metrics, segments: [...segments, fortyValues], breakdowns };
  const aggregator = new Aggregator({ shapes: [shape] });
  aggregator.add(eventsOfVisitors('https://a/', visitors));
  aggregator.add(eventsOfVisitors('https://b/', 3));
  const period = aggregator.finish({ site: 0, day });
  const parts = [...period.rows('1d'), ...period.rows('5m')].filter(
    ({ url, part }) => url === 'https://a/' && part === 0,
  );
  period.close();
  expect(parts.map(({ grain }) => grain)).toEqual(['1d', '5m']);
  for (const part of parts) {
    const keys = Array.from(part.cells, (cell) => part.keys.text(cell));
    for (const [segment, isWanted] of Object.entries(wantedOf)) {
      const visitorTexts = Array.from({ length: visitors }, (_none, index) => index)
        .filter(isWanted)
        .map((index) => `v${String(index)}`);
      if (visitorTexts.length === 0) continue;
      const sessionTexts = visitorTexts.map((text) => `${text}_2`);
      for (const [metric, texts] of [
        ...[['visitors', visitorTexts] as const, ['video_viewers', visitorTexts] as const],
        ['sessions', sessionTexts] as const,
      ]) {
        const cell = keys.indexOf(`${segment}/${metric}`);
        const expected = sketchOf(texts);
        expect(hexFromBytes(sketchOfCell(part, cell))).toBe(hexFromBytes(expected));
        expect(part.values[cell]).toBe(sketchEstimate(expected));
      }
    }
  }
});

test('hashes at the ends of their range are as good as any', () => {
  const hashes = [0n, -1n, 1n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 63n) + 1n, -2n, 2n ** 62n];
  const batch = eventsOfVisitors('https://a/', hashes.length);
  const words = new Uint32Array(new BigInt64Array(hashes).buffer);
  batch.columns.visitor.set(words);
  batch.columns.session.set(words);
  const shape = { metrics, segments: [...segments, fortyValues], breakdowns };
  const aggregator = new Aggregator({ shapes: [shape] });
  aggregator.add(batch);
  const period = aggregator.finish({ site: 0, day });
  const [part] = [...period.rows('1d')];
  period.close();
  if (part === undefined) throw new Error('there is no row');
  const cell = Array.from(part.cells, (entry) => part.keys.text(entry)).indexOf('$all/visitors');
  const ascending = [
    ...['8000000000000000', '8000000000000001', 'fffffffffffffffe', 'ffffffffffffffff'],
    ...['0000000000000000', '0000000000000001', '4000000000000000', '7fffffffffffffff'],
  ];
  expect(hexFromBytes(sketchOfCell(part, cell))).toBe(`128e7f${ascending.join('')}`);
});
