/** Every invariant of stored rows, with the cell at fault by its name. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Aggregator } from '../../src/aggregate/aggregator.ts';
import { checkStored } from '../../src/compare/check-stored.ts';
import { metrics } from '../../src/model/catalogue.ts';
import { textFromInvariantFault, type InvariantFault } from '../../src/model/invariant.ts';
import { sketchOfCell, type Grain, type RowPart } from '../../src/model/row.ts';
import { breakdowns, segments } from '../../src/model/segments.ts';
import { arbitraryEvents, batchFromEvents, type PlainEvent } from '../support/events.ts';
import { partsFromRows, type PlainRow } from '../support/rows.ts';
import { sketchOf } from '../support/sketch-hashes.ts';
import { day, rows, rowsWith, shape, tally } from './small-generation.ts';

function partsOf(given: readonly PlainRow[], grain: Grain): RowPart[] {
  return partsFromRows(given.filter((row) => row.grain === grain));
}

async function faultsOf(given: readonly PlainRow[]): Promise<string[]> {
  const stored = { days: partsOf(given, '1d'), buckets: partsOf(given, '5m') };
  const { faults, faultCount } = await checkStored(stored, { day, shape, tally });
  expect(faultCount).toBe(faults.length);
  return faults.map(textFromInvariantFault);
}

test('a generation in which all invariants hold has no fault, with 5m rows or not', async () => {
  expect(await faultsOf(rows)).toEqual([]);
  const days = { days: partsOf(rows, '1d'), buckets: undefined };
  expect((await checkStored(days, { day, shape, tally })).faults).toEqual([]);
});

describe('a fault names its cell', () => {
  const site = 'of the 1d site row at 2026-03-08 is';
  const ofA = 'of the 1d row of https://a.example/ at 2026-03-08 is';

  test('where $all is not the sum of a segment, in the last row too', async () => {
    expect(await faultsOf(rowsWith('lateOfB', { 'device=desktop/page_views': 3 }))).toContain(
      'segment_sum: $all/page_views of the 5m row of https://b.example/ at ' +
        '2026-03-08T01:00:00Z is 2, expected 3 (sum of device)',
    );
  });

  test('where a 5m url row differs', async () => {
    expect(await faultsOf(rowsWith('lateOfA', { 'country=DE/page_views': 1 }))).toEqual([
      `day_sum: country=DE/page_views ${ofA} 3, expected 2 (sum of its 5m rows)`,
      'site_sum: the 5m site row at 2026-03-08T01:00:00Z is another sum, ' +
        'expected the sum of the url rows (fingerprint of all additive cells)',
    ]);
  });

  test('where a 1d url row differs', async () => {
    expect(await faultsOf(rowsWith('dayOfA', { 'country=FR/page_views': 7 }))).toEqual([
      `day_sum: country=FR/page_views ${ofA} 7, expected 0 (sum of its 5m rows)`,
      `site_sum: country=FR/page_views ${site} 0, expected 7 (sum of the 1d url rows)`,
    ]);
  });

  test('where the 1d site row differs', async () => {
    expect(await faultsOf(rowsWith('siteDay', { 'country=DE/page_views': 4 }))).toEqual([
      `day_sum: country=DE/page_views ${site} 4, expected 5 (sum of its 5m rows)`,
      `site_sum: country=DE/page_views ${site} 4, expected 5 (sum of the 1d url rows)`,
    ]);
  });

  test('where sketches of url rows do not unite', async () => {
    const other = { value: 2, hashes: [1n, 9n] };
    expect(await faultsOf(rowsWith('dayOfA', { 'device=mobile/visitors': other }))).toEqual([
      `day_union: device=mobile/visitors ${ofA} 2, but not of the same members, ` +
        'expected 2 (union of its 5m rows)',
      `site_union: device=mobile/visitors ${site} 2, but not of the same members, ` +
        'expected 2 (union of the 1d url rows)',
    ]);
    expect(await faultsOf(rowsWith('lateOfA', { 'device=mobile/visitors': other }))).toEqual([
      `day_union: device=mobile/visitors ${ofA} 2, but not of the same members, ` +
        'expected 2 (union of its 5m rows)',
    ]);
  });

  test('where a count is out of its bounds', async () => {
    const wrong = { value: 1, hashes: [1n, 2n] };
    expect(await faultsOf(rowsWith('dayOfA', { '$all/visitors': wrong }))).toEqual([
      `sketch: $all/visitors ${ofA} 1, expected 2 (estimate of the sketch)`,
      `day_bounds: $all/visitors ${ofA} 1, expected 2 to 3 (greatest and sum of its 5m rows)`,
    ]);
  });

  test('where a url has no row of one grain at all', async () => {
    const days = rows.filter((row) => row.grain === '1d' || row.url === null);
    const faults = await faultsOf(days);
    expect(faults).toContain(`day_sum: $all/page_views ${ofA} 4, expected 0 (sum of its 5m rows)`);
    const buckets = rows.filter((row) => row.grain === '5m' || row.url === null);
    expect(await faultsOf(buckets)).toContain(
      `day_sum: $all/page_views ${ofA} 0, expected 4 (sum of its 5m rows)`,
    );
  });
});

test('rows of the wrong grain are refused', async () => {
  const mixed = { days: partsFromRows(rows), buckets: [] };
  await expect(checkStored(mixed, { day, shape, tally })).rejects.toThrow(
    'the 5m site row at 2026-03-08T00:10:00Z stands among the 1d rows',
  );
});

describe('derived rows', () => {
  const wholeShape = { metrics, segments, breakdowns };
  type Parts = { readonly days: RowPart[]; readonly buckets: RowPart[] };

  function partsFromEvents(events: readonly PlainEvent[]): Parts & { tally: typeof tally } {
    const aggregator = new Aggregator({ shapes: [wholeShape] });
    aggregator.add(batchFromEvents(events));
    const period = aggregator.finish({ site: 0, day });
    const [days, buckets] = [[...period.rows('1d')], [...period.rows('5m')]];
    return { days, buckets, tally: period.tally as never };
  }

  async function faultsIn(parts: Parts, given: typeof tally): Promise<readonly InvariantFault[]> {
    return (await checkStored(parts, { day, shape: wholeShape, tally: given })).faults;
  }

  /** One cell changed: an additive one by 1, a distinct one by a visitor nobody else has. */
  function changed(part: RowPart, index: number): RowPart {
    const values = part.values.slice();
    const sketch = sketchOfCell(part, index);
    if (sketch.length === 0) {
      values[index]! += 1;
      return { ...part, values };
    }
    const other = sketchOf([123_456_789n]);
    values[index] = 1;
    const from = part.sketchEnds[index]! - sketch.length;
    const rest = part.sketches.subarray(part.sketchEnds[index]);
    const sketches = Uint8Array.from([...part.sketches.subarray(0, from), ...other, ...rest]);
    const grown = other.length - sketch.length;
    const sketchEnds = part.sketchEnds.map((end, at) => (at < index ? end : end + grown));
    return { ...part, values, sketches, sketchEnds };
  }

  test('hold all invariants, whatever was counted', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryEvents(day), async (events) => {
        const { tally: counted, ...parts } = partsFromEvents(events);
        expect(await faultsIn(parts, counted)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('any one cell that is changed is named at the 1d row of its url', async () => {
    const place = fc.tuple(fc.boolean(), fc.nat(), fc.nat());
    await fc.assert(
      fc.asyncProperty(arbitraryEvents(day), place, async (events, [ofDay, at, cell]) => {
        const { tally: counted, ...parts } = partsFromEvents(events);
        const side = ofDay ? parts.days : parts.buckets;
        if (side.length === 0) return;
        const part = side[at % side.length]!;
        const index = cell % part.cells.length;
        side[at % side.length] = changed(part, index);
        const key = part.keys.text(part.cells[index]!);
        const invariant = sketchOfCell(part, index).length > 0 ? 'day_union' : 'day_sum';
        expect(await faultsIn(parts, counted)).toContainEqual(
          expect.objectContaining({
            ...{ invariant, key },
            row: { grain: '1d', url: part.url, bucket: day },
          }),
        );
      }),
      { numRuns: 150 },
    );
  });
});
