/** What must hold within a row, broken once each in a small generation. */
import { describe, expect, test } from 'vitest';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import { partFromCells } from '../support/rows.ts';
import {
  faultsOf,
  faultsOfParts,
  partsWith,
  rowNames,
  rows,
  rowsWith,
} from './small-generation.ts';

describe('within a row', () => {
  test('$all that differs from the sum of a segment is named with its metric', () => {
    const given = rowsWith('lateOfA', { 'device=mobile/page_views': 4 });
    expect(faultsOf(given)).toContain(
      'segment_sum: $all/page_views of the 5m row of https://a.example/ at 2026-03-08T01:00:00Z ' +
        'is 3, expected 4 (sum of device)',
    );
    const lastRow = rowsWith('lateOfB', { 'device=desktop/page_views': 3 });
    expect(faultsOf(lastRow)).toContain(
      'segment_sum: $all/page_views of the 5m row of https://b.example/ at 2026-03-08T01:00:00Z ' +
        'is 2, expected 3 (sum of device)',
    );
  });

  test('a segment that lacks a metric altogether is found', () => {
    const given = rowsWith('dayOfA', { 'device=mobile/engaged_seconds': undefined });
    expect(faultsOf(given)).toContain(
      'segment_sum: $all/engaged_seconds of the 1d row of https://a.example/ at 2026-03-08 ' +
        'is 9, expected 0 (sum of device)',
    );
  });

  test('a metric that $all lacks altogether is found', () => {
    const given = rowsWith('dayOfA', { '$all/engaged_seconds': undefined });
    expect(faultsOf(given)).toContain(
      'segment_sum: $all/engaged_seconds of the 1d row of https://a.example/ at 2026-03-08 ' +
        'is 0, expected 9 (sum of device)',
    );
  });

  test.each([0, -1, 1.5, NaN, Infinity, 2 ** 53])('%d is no value', (value) => {
    const given = rowsWith('lateOfB', { 'country=DE/page_views': value });
    expect(faultsOf(given)).toContain(
      'value: country=DE/page_views of the 5m row of https://b.example/ at 2026-03-08T01:00:00Z ' +
        `is ${value}, expected a whole number from 1 to 2^53 - 1 (kind of the number)`,
    );
  });

  test.each([
    '$all/clicks',
    'device=watch/page_views',
    'author=x/page_views',
    'country=/page_views',
    'country=DE/visitors',
    'ref_url=https://x.example/page_views',
    'page_views',
    '$all/event:100%',
  ])('%s is no key', (key) => {
    expect(faultsOf(rowsWith('dayOfA', { [key]: 1 }))).toContain(
      `key: ${key} of the 1d row of https://a.example/ at 2026-03-08 ` +
        `is ${key}, expected a recorded metric, segment or breakdown (catalogue)`,
    );
  });

  test('cells out of order, and cells that occur twice, are found', () => {
    const name = { row: rowNames.dayOfA, part: 0, keys: new ByteDictionary() };
    const cells = Object.entries(rows[1]?.cells ?? {});
    const where = 'of the 1d row of https://a.example/ at 2026-03-08 is';
    const swapped = partsWith('dayOfA', () => partFromCells(name, cells));
    expect(faultsOfParts(swapped)).toEqual([
      `cell_order: $all/engaged_seconds ${where} $all/engaged_seconds, ` +
        'expected a key after $all/page_views (order of cells)',
      `cell_order: device=mobile/engaged_seconds ${where} device=mobile/engaged_seconds, ` +
        'expected a key after device=mobile/page_views (order of cells)',
    ]);
    const [first = ['', 0]] = cells;
    const twice = partsWith('dayOfA', () => partFromCells(name, [first, first]));
    expect(faultsOfParts(twice)).toContain(
      `cell_order: $all/page_views ${where} $all/page_views, ` +
        'expected a key after $all/page_views (order of cells)',
    );
  });

  test('a breakdown before a segment is out of order', () => {
    const name = { row: rowNames.dayOfA, part: 0, keys: new ByteDictionary() };
    const cells = Object.entries(rows[1]?.cells ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    expect(faultsOfParts(partsWith('dayOfA', () => partFromCells(name, cells)))).toEqual([
      'cell_order: device=mobile/engaged_seconds of the 1d row of https://a.example/ ' +
        'at 2026-03-08 is device=mobile/engaged_seconds, ' +
        'expected a key after country=DE/page_views ' +
        '(order of cells)',
    ]);
  });
});

describe('sketches', () => {
  const ofA = 'of the 1d row of https://a.example/ at 2026-03-08 is';

  test('a distinct cell without a sketch is found', () => {
    expect(faultsOf(rowsWith('lateOfA', { '$all/visitors': 2 }))).toEqual([
      'sketch: $all/visitors of the 5m row of https://a.example/ at 2026-03-08T01:00:00Z is ' +
        'no sketch, expected a sketch (kind of metric)',
    ]);
  });

  test('an additive cell with a sketch is found', () => {
    const given = rowsWith('dayOfA', { '$all/page_views': { value: 4, hashes: [5n] } });
    expect(faultsOf(given)).toEqual([
      `sketch: $all/page_views ${ofA} a sketch of 11 bytes, expected no sketch (kind of metric)`,
    ]);
  });

  test('a value that is not the estimate of its sketch is found', () => {
    const given = rowsWith('dayOfA', { '$all/visitors': { value: 1, hashes: [1n, 2n] } });
    expect(faultsOf(given)).toEqual([
      `sketch: $all/visitors ${ofA} 1, expected 2 (estimate of the sketch)`,
    ]);
    const single = rowsWith('dayOfB', { '$all/visitors': { value: 2, hashes: [3n] } });
    expect(faultsOf(single)).toEqual([
      'sketch: $all/visitors of the 1d row of https://b.example/ at 2026-03-08 is 2, ' +
        'expected 1 (estimate of the sketch)',
    ]);
  });

  test('bytes that are no sketch are found, and not united with others', () => {
    const broken = partsWith('siteEarly', (part) => ({
      ...part,
      sketches: part.sketches.map((byte, index) => (index === 0 ? 0x14 : byte)),
    }));
    expect(faultsOfParts(broken)).toEqual([
      'sketch: $all/visitors of the 5m site row at 2026-03-08T00:10:00Z is a sketch that is ' +
        'full but has 11 bytes instead of 10243, expected a sketch (kind of metric)',
    ]);
  });
});
