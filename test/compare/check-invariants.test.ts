/** Each invariant between rows, broken once in a small generation; all of them on derived rows. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Aggregator } from '../../src/aggregate/aggregator.ts';
import { InvariantCheck } from '../../src/compare/check-invariants.ts';
import { metrics } from '../../src/model/catalogue.ts';
import { textFromInvariantFault } from '../../src/model/invariant.ts';
import { grains, type RowPart } from '../../src/model/row.ts';
import { breakdowns, segments } from '../../src/model/segments.ts';
import { arbitraryEvents, batchFromEvents, type PlainEvent } from '../support/events.ts';
import { partsFromRows, type PlainDistinct, type PlainRow } from '../support/rows.ts';
import { visitorHashes } from '../support/sketch-hashes.ts';
import { day, faultsOf, faultsOfParts, rows, rowsWith, shape, tally } from './small-generation.ts';

test('a generation in which all invariants hold has no fault', () => {
  expect(faultsOf(rows)).toEqual([]);
});

test('a generation without 5m rows is not asked for their sums', () => {
  const days = partsFromRows(rows.filter(({ grain }) => grain === '1d'));
  expect(faultsOfParts(days, { grains: ['1d'] })).toEqual([]);
});

test('an empty generation has no fault where nothing was counted', () => {
  expect(faultsOfParts([], { tally: { counted: 0, countedByAction: {} } })).toEqual([]);
});

const siteDayDiffers =
  'day_sum: the 1d site row at 2026-03-08 is another sum, ' +
  'expected the sum of the 5m site rows (fingerprint of all additive cells)';
const urlDayDiffers =
  'day_sum: the generation is another sum, ' +
  'expected for each url, the sum of its 5m rows (fingerprint of all additive cells)';

function siteDiffers(row: string): string {
  return (
    `site_sum: the ${row} is another sum, ` +
    'expected the sum of the url rows (fingerprint of all additive cells)'
  );
}

describe('sums', () => {
  test('a 5m url row that differs is seen against its site row and its 1d row', () => {
    expect(faultsOf(rowsWith('lateOfA', { 'country=DE/page_views': 1 }))).toEqual([
      siteDiffers('5m site row at 2026-03-08T01:00:00Z'),
      urlDayDiffers,
    ]);
  });

  test('a 1d url row that differs is seen against the 1d site row and its 5m rows', () => {
    expect(faultsOf(rowsWith('dayOfB', { 'country=DE/page_views': undefined }))).toEqual([
      siteDiffers('1d site row at 2026-03-08'),
      urlDayDiffers,
    ]);
  });

  test('a site row that differs is seen against its url rows and the site row of the day', () => {
    expect(faultsOf(rowsWith('siteEarly', { 'country=FR/page_views': 1 }))).toEqual([
      siteDiffers('5m site row at 2026-03-08T00:10:00Z'),
      siteDayDiffers,
    ]);
  });

  test('numbers at the wrong url are found though all sums are right', () => {
    const moved = rowsWith('dayOfA', { 'country=DE/page_views': 2 });
    const given = rowsWith('dayOfB', { 'country=DE/page_views': 3 }, moved);
    expect(faultsOf(given)).toEqual([urlDayDiffers]);
  });

  test('numbers in the wrong bucket are found though all sums are right', () => {
    const moved = rowsWith('earlyOfA', { 'country=DE/page_views': 2 });
    const given = rowsWith('lateOfA', { 'country=DE/page_views': 1 }, moved);
    expect(faultsOf(given)).toEqual([
      siteDiffers('5m site row at 2026-03-08T00:10:00Z'),
      siteDiffers('5m site row at 2026-03-08T01:00:00Z'),
    ]);
  });

  test('numbers under the wrong key are found though all sums are right', () => {
    const given = rowsWith('dayOfB', {
      'country=DE/page_views': undefined,
      'country=FR/page_views': 2,
    });
    expect(faultsOf(given)).toEqual([siteDiffers('1d site row at 2026-03-08'), urlDayDiffers]);
  });

  test.each([2 ** 24, 2 ** 26, 2 ** 40, 2 ** 53 - 1])('%d is told from one less', (value) => {
    const key = 'country=FR/page_views';
    let equal: readonly PlainRow[] = rows;
    for (const name of ['siteDay', 'dayOfA'] as const) {
      equal = rowsWith(name, { [key]: value }, equal);
    }
    for (const name of ['siteEarly', 'earlyOfA'] as const) {
      equal = rowsWith(name, { [key]: value - 7 }, equal);
    }
    for (const name of ['siteLate', 'lateOfA'] as const) {
      equal = rowsWith(name, { [key]: 7 }, equal);
    }
    expect(faultsOf(equal)).toEqual([]);
    const given = rowsWith('earlyOfA', { [key]: value - 8 }, equal);
    expect(faultsOf(given)).toEqual([
      siteDiffers('5m site row at 2026-03-08T00:10:00Z'),
      urlDayDiffers,
    ]);
  });
});

describe('unions', () => {
  const ofSite = 'of the 1d site row at 2026-03-08 is';

  test('a sketch of a 5m site row that is not in that of the day is named', () => {
    const given = rowsWith('siteEarly', { '$all/visitors': { value: 1, hashes: [4n] } });
    expect(faultsOf(given)).toEqual([
      `day_union: $all/visitors ${ofSite} 3, expected 4 (union of the 5m site rows)`,
    ]);
  });

  test('a sketch of a 1d url row that is not in that of the site row is named', () => {
    const given = rowsWith('dayOfB', { '$all/visitors': { value: 1, hashes: [4n] } });
    expect(faultsOf(given)).toEqual([
      `site_union: $all/visitors ${ofSite} 3, but not of the same members, ` +
        'expected 3 (union of the 1d url rows)',
    ]);
  });

  test('a distinct cell that only one of the rows has is named', () => {
    const key = '$all/sessions';
    const cell = { value: 1, hashes: [7n] };
    const bounds = '(greatest and sum of the 5m site rows)';
    expect(faultsOf(rowsWith('siteDay', { [key]: cell }))).toEqual([
      `site_union: ${key} ${ofSite} 1, expected 0 (union of the 1d url rows)`,
      `day_union: ${key} ${ofSite} 1, expected 0 (union of the 5m site rows)`,
      `day_bounds: ${key} ${ofSite} 1, expected 0 to 0 ${bounds}`,
    ]);
    expect(faultsOf(rowsWith('siteLate', { [key]: cell }))).toEqual([
      `day_union: ${key} ${ofSite} 0, expected 1 (union of the 5m site rows)`,
      `day_bounds: ${key} ${ofSite} 0, expected 1 to 1 ${bounds}`,
    ]);
  });

  const visitors = (value: number, from: number, until: number): PlainDistinct => {
    return { value, hashes: [...visitorHashes(from, until)] };
  };

  test('an estimate may be less than an exact count in it', () => {
    const key = '$all/sessions';
    const early = rowsWith('siteEarly', { [key]: visitors(1280, 0, 1280) });
    const late = rowsWith('siteLate', { [key]: visitors(1, 1280, 1281) }, early);
    // What PostgreSQL's hll gives for this set.
    const whole = visitors(1276, 0, 1281);
    const ofA = rowsWith('dayOfA', { [key]: whole }, late);
    expect(faultsOf(rowsWith('siteDay', { [key]: whole }, ofA))).toEqual([]);
  });

  test('estimates are united too', () => {
    const key = '$all/sessions';
    // The values are what PostgreSQL's hll gives for these sets.
    const early = rowsWith('siteEarly', { [key]: visitors(1497, 0, 1500) });
    const late = rowsWith('siteLate', { [key]: visitors(2021, 1000, 3000) }, early);
    const ofA = rowsWith('dayOfA', { [key]: visitors(3002, 0, 3000) }, late);
    const whole = rowsWith('siteDay', { [key]: visitors(3002, 0, 3000) }, ofA);
    expect(faultsOf(whole)).toEqual([]);
    const short = rowsWith('siteDay', { [key]: visitors(2991, 0, 2990) }, ofA);
    expect(faultsOf(short)).toEqual([
      `site_union: ${key} ${ofSite} 2991, expected 3002 (union of the 1d url rows)`,
      `day_union: ${key} ${ofSite} 2991, expected 3002 (union of the 5m site rows)`,
    ]);
  });
});

test('an exact count of the day above the sum of its buckets is named', () => {
  const given = rowsWith('siteDay', { 'device=desktop/visitors': { value: 2, hashes: [3n] } });
  expect(faultsOf(given)).toContain(
    'day_bounds: device=desktop/visitors of the 1d site row at 2026-03-08 is 2, ' +
      'expected 1 to 1 (greatest and sum of the 5m site rows)',
  );
});

describe('actions', () => {
  const where = 'of the 1d site row at 2026-03-08 is';

  test('a tally that counts other events than the row is found by metric', () => {
    const other = { counted: 9, countedByAction: { pageview: 5, conversion: 3, 'sign in': 1 } };
    expect(faultsOfParts(partsFromRows(rows), { tally: other })).toEqual([
      `actions: $all/page_views ${where} 6, expected 5 (events counted by action)`,
      `actions: $all/conversions ${where} 0, expected 3 (events counted by action)`,
      `actions: $all/event:sign%20in ${where} 0, expected 1 (events counted by action)`,
      `actions: $all/event:sign%20up ${where} 1, expected 0 (events counted by action)`,
    ]);
  });

  test('a tally that contradicts itself is found', () => {
    const other = { ...tally, counted: 7 };
    expect(faultsOfParts(partsFromRows(rows), { tally: other })).toEqual([
      'actions: the generation is 8, expected 7 (events counted in the tally)',
    ]);
  });
});

describe('order of rows and parts', () => {
  const parts = partsFromRows(rows);
  const at = (index: number): RowPart => parts[index]!;

  test('rows out of order are found', () => {
    const swapped = [at(0), at(2), at(1), ...parts.slice(3)];
    expect(faultsOfParts(swapped)).toEqual([
      'row_order: the 1d row of https://a.example/ at 2026-03-08 is 1d row of ' +
        'https://a.example/ at 2026-03-08, expected a row after 1d row of ' +
        'https://b.example/ at 2026-03-08 (order of rows)',
    ]);
  });

  test('a part that comes twice is found', () => {
    const twice = [at(0), at(1), at(1), ...parts.slice(2)];
    const where = 'row_order: the 1d row of https://a.example/ at 2026-03-08 is';
    expect(faultsOfParts(twice)).toContain(`${where} 0, expected 1 (number of the part)`);
  });

  test('the parts of a large row are checked as one row', () => {
    const countries = Array.from({ length: 2500 }, (_, n) => `country=${String(n)}/page_views`);
    const cells = Object.fromEntries(countries.map((key) => [key, 1]));
    let large: readonly PlainRow[] = rows;
    for (const name of ['siteDay', 'siteEarly', 'dayOfA', 'earlyOfA'] as const) {
      large = rowsWith(name, cells, large);
    }
    const whole = partsFromRows(large);
    expect(faultsOfParts(whole)).toEqual([]);
    const where = 'row_order: the 1d site row at 2026-03-08 is';
    const without = (part: number): string[] => faultsOfParts(whole.toSpliced(part, 1));
    expect(without(1)).toContain(`${where} 2, expected 1 (number of the part)`);
    expect(without(0)).toContain(`${where} 1, expected 0 (number of the part)`);
    const short = { ...at(0), part: 0 };
    expect(faultsOfParts(whole.toSpliced(0, 1, short))).toContain(
      `${where} 11, expected 1000 (cells of part 0, which is not the last)`,
    );
    const seam = faultsOfParts(whole.toSpliced(1, 2, { ...whole[2]!, part: 1 }, whole[1]!));
    expect(seam.filter((text) => text.startsWith('cell_order'))).toEqual([
      'cell_order: country=189/page_views of the 1d site row at 2026-03-08 is ' +
        'country=189/page_views, expected a key after country=DE/page_views (order of cells)',
    ]);
  });

  test('an empty part is found', () => {
    const empty = { ...at(3), cells: new Uint32Array(0) };
    expect(faultsOfParts(parts.toSpliced(3, 1, empty))).toContain(
      'row_order: the 5m site row at 2026-03-08T00:10:00Z is 0, ' +
        'expected 1 to 1000 (cells of part 0)',
    );
  });

  test('buckets of another day, or none at all, are found', () => {
    const where = 'row of https://b.example/ at';
    const basis = `(day ${String(day)} of the period)`;
    const tomorrow = parts.toSpliced(2, 1, { ...at(2), bucket: day + 1 });
    expect(faultsOfParts(tomorrow)).toContain(
      `bucket: the 1d ${where} 2026-03-09 is 20521, expected 20520 ${basis}`,
    );
    const expected = `expected a multiple of 300 within the day ${basis}`;
    const far = parts.toSpliced(-1, 1, { ...at(7), bucket: 300 });
    expect(faultsOfParts(far)).toEqual([
      `bucket: the 5m ${where} 1970-01-01T00:05:00Z is 300, ${expected}`,
      siteDiffers('5m site row at 2026-03-08T01:00:00Z'),
    ]);
    const broken = parts.toSpliced(-1, 1, { ...at(7), bucket: 0.5 });
    expect(faultsOfParts(broken)).toContain(
      `bucket: the 5m ${where} bucket 0.5 is 0.5, ${expected}`,
    );
  });
});

test('all faults are counted, the first of each invariant are kept', () => {
  const check = new InvariantCheck({ day, shape, grains });
  for (const part of partsFromRows(rows)) {
    check.add({ ...part, values: part.values.map(() => 0) });
  }
  const faults = check.finish(tally).map(({ invariant }) => invariant);
  expect(faults.filter((invariant) => invariant === 'value').length).toBe(20);
  // 60 values, and the two counts by action that follow from none.
  expect(check.faultCount).toBe(62);
});

describe('derived rows', () => {
  const wholeShape = { metrics, segments, breakdowns };

  function partsFromEvents(events: readonly PlainEvent[]): {
    readonly parts: readonly RowPart[];
    readonly tally: typeof tally;
  } {
    const aggregator = new Aggregator({ shapes: [wholeShape] });
    aggregator.add(batchFromEvents(events));
    const period = aggregator.finish({ site: 0, day });
    const parts = grains.flatMap((grain) => [...period.rows(grain)]);
    return { parts, tally: period.tally as never };
  }

  function faultsIn(parts: readonly RowPart[], given: typeof tally): string[] {
    const check = new InvariantCheck({ day, shape: wholeShape, grains });
    for (const part of parts) check.add(part);
    return check.finish(given).map(textFromInvariantFault);
  }

  const events = arbitraryEvents(day);
  const distinctKey = /\/(visitors|sessions|video_viewers)$/;

  test('hold all invariants, whatever was counted', () => {
    fc.assert(
      fc.property(events, (given) => {
        const { parts, tally: counted } = partsFromEvents(given);
        expect(faultsIn(parts, counted)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('do not hold them once any number is changed', () => {
    const numbers = fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 2 ** 31 }));
    fc.assert(
      fc.property(events, numbers, (given, [part, cell, amount]) => {
        const { parts, tally: counted } = partsFromEvents(given);
        if (parts.length === 0) return;
        const at = part % parts.length;
        const { values } = parts[at]!;
        const changed = values.map((value, i) =>
          i === cell % values.length ? value + amount : value,
        );
        const broken = parts.toSpliced(at, 1, { ...parts[at]!, values: changed });
        expect(faultsIn(broken, counted)).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('do not hold them once any row with a sum is left out', () => {
    fc.assert(
      fc.property(events, fc.nat(), (given, part) => {
        const { parts, tally: counted } = partsFromEvents(given);
        // A heartbeat of no seconds gives a row of distinct cells only.
        const summed = parts.filter(({ cells, keys }) =>
          Array.from(cells, (cell) => keys.text(cell)).some((key) => !distinctKey.test(key)),
        );
        if (summed.length === 0) return;
        const left = summed[part % summed.length];
        expect(
          faultsIn(
            parts.filter((one) => one !== left),
            counted,
          ),
        ).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
