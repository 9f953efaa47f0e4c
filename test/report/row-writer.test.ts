/** Rows as JSON lines and CSV: parts become whole rows again, and any text survives. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import type { RowPart } from '../../src/model/row.ts';
import { csvRowWriter, jsonRowWriter, type RowWriter } from '../../src/report/row-writer.ts';

/** Days from 1970-01-01 to 2026-03-08. */
const march8 = 20_520;

type PartOf = Partial<Pick<RowPart, 'url' | 'grain' | 'bucket' | 'part'>>;

function partOf(cells: Readonly<Record<string, number>>, more: PartOf = {}): RowPart {
  const keys = new ByteDictionary();
  return {
    grain: '1d',
    url: null,
    bucket: march8,
    part: 0,
    keys,
    cells: Uint32Array.from(Object.keys(cells), (key) => keys.internText(key)),
    values: Float64Array.from(Object.values(cells)),
    sketches: new Uint8Array(0),
    sketchEnds: new Uint32Array(Object.keys(cells).length),
    ...more,
  };
}

function written(writer: RowWriter, parts: readonly RowPart[]): string {
  return (
    writer.header + parts.map((part) => writer.add('news.example', part)).join('') + writer.end()
  );
}

const plain = { isWithSketches: false };

describe('JSON lines', () => {
  test('parts of one row become one line, the next row begins another', () => {
    const parts = [
      partOf({ '$all/page_views': 3 }),
      partOf({ 'device=mobile/page_views': 1 }, { part: 1 }),
      partOf({ '$all/page_views': 2 }, { grain: '5m', bucket: 1_772_964_300, url: 'https://a/' }),
    ];
    expect(written(jsonRowWriter(plain), parts)).toBe(
      '{"type":"row","site":"news.example","url":null,"grain":"1d","bucket":"2026-03-08",' +
        '"cells":{"$all/page_views":3,"device=mobile/page_views":1}}\n' +
        '{"type":"row","site":"news.example","url":"https://a/","grain":"5m",' +
        '"bucket":"2026-03-08T10:05:00Z","cells":{"$all/page_views":2}}\n',
    );
  });

  test('sketches of all parts stand behind the cells', () => {
    const sketches = Uint8Array.of(0x11, 0x8e, 0x7f);
    const parts = [
      { ...partOf({ 'a/visitors': 1 }), sketches, sketchEnds: Uint32Array.of(3) },
      { ...partOf({ 'b/visitors': 2, 'b/views': 1 }, { part: 1 }), sketches },
    ].map((part, index) => (index === 0 ? part : { ...part, sketchEnds: Uint32Array.of(3, 3) }));
    const row = JSON.parse(written(jsonRowWriter({ isWithSketches: true }), parts)) as object;
    expect(row).toMatchObject({
      cells: { 'a/visitors': 1, 'b/visitors': 2, 'b/views': 1 },
      sketches: { 'a/visitors': '118e7f', 'b/visitors': '118e7f' },
    });
  });

  test('no rows are no text', () => {
    expect(written(jsonRowWriter(plain), [])).toBe('');
  });

  test('any text and any whole number comes back as it was', () => {
    const cells = fc.dictionary(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      { minKeys: 1, noNullPrototype: true },
    );
    fc.assert(
      fc.property(cells, fc.string({ unit: 'grapheme', minLength: 1 }), (given, url) => {
        const row = JSON.parse(written(jsonRowWriter(plain), [partOf(given, { url })])) as object;
        expect(row).toEqual({
          type: 'row',
          site: 'news.example',
          url,
          grain: '1d',
          bucket: '2026-03-08',
          cells: given,
        });
      }),
    );
  });

  test.each([0, -1, 0.5, 2 ** 53, NaN])('the value %d is refused', (value) => {
    expect(() => written(jsonRowWriter(plain), [partOf({ '$all/page_views': value })])).toThrow(
      'the stored value of $all/page_views is',
    );
  });
});

describe('CSV', () => {
  test('the segment ends at the last slash, and what holds a comma or a quote is quoted', () => {
    const cells = { 'ref_url=https://a.example/"x",y/page_views': 1, '$all/page_views': 2 };
    const parts = [partOf(cells, { url: 'https://a.example/1,2' })];
    expect(written(csvRowWriter(plain), parts)).toBe(
      'site,url,grain,bucket,segment,metric,value\n' +
        'news.example,"https://a.example/1,2",1d,2026-03-08,' +
        '"ref_url=https://a.example/""x"",y",page_views,1\n' +
        'news.example,"https://a.example/1,2",1d,2026-03-08,$all,page_views,2\n',
    );
  });

  test('sketches are a last column, empty for counts', () => {
    const part = {
      ...partOf({ '$all/page_views': 2, '$all/visitors': 1 }),
      sketches: Uint8Array.of(0x11, 0x8e, 0x7f),
      sketchEnds: Uint32Array.of(0, 3),
    };
    expect(
      written(csvRowWriter({ isWithSketches: true }), [part])
        .split('\n')
        .slice(0, 3),
    ).toEqual([
      'site,url,grain,bucket,segment,metric,value,sketch',
      'news.example,,1d,2026-03-08,$all,page_views,2,',
      'news.example,,1d,2026-03-08,$all,visitors,1,118e7f',
    ]);
  });
});
