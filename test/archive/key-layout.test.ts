/** Time ranges from keys, by the default layout and by others. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folderCanMeet, parseKeyLayout, rangesMeet } from '../../src/archive/key-layout.ts';
import { kindFromKey } from '../../src/archive/object-kind.ts';

const byDefault = parseKeyLayout();

/** `2026-03-08T10` for an hour, `2026-03-08` for a day. */
function nameOf(key: string, pattern?: string): string | undefined {
  const range = parseKeyLayout(pattern).rangeOf(key);
  if (range === undefined) return undefined;
  const text = new Date(range.from * 1000).toISOString();
  const seconds = range.until - range.from;
  if (seconds === 3600) return text.slice(0, 13);
  expect(seconds).toBe(86_400);
  return text.slice(0, 10);
}

describe('the default layout', () => {
  test('a key with a date and no more names a day', () => {
    expect(nameOf('2026/03/08/part-0.gz')).toBe('2026-03-08');
    expect(nameOf('events/2026/03/08/part-0.gz')).toBe('2026-03-08');
    expect(nameOf('a/b/2024/02/29/c/d/part-0.gz')).toBe('2024-02-29');
  });

  test('two digits from 00 to 23 and a slash behind the date name an hour', () => {
    expect(nameOf('events/2026/03/08/00/part-0.gz')).toBe('2026-03-08T00');
    expect(nameOf('events/2026/03/08/23/x/part-0.gz')).toBe('2026-03-08T23');
    expect(nameOf('events/2026/03/08/24/part-0.gz')).toBe('2026-03-08');
    expect(nameOf('events/2026/03/08/10.gz')).toBe('2026-03-08');
    expect(nameOf('events/2026/03/08/1/part-0.gz')).toBe('2026-03-08');
    expect(nameOf('events/2026/03/08/100/part-0.gz')).toBe('2026-03-08');
    expect(nameOf('events/2026/03/08/x/10/part-0.gz')).toBe('2026-03-08');
  });

  test('the first real date counts', () => {
    expect(nameOf('2026/03/08/2026/03/09/10/part-0.gz')).toBe('2026-03-08');
    expect(nameOf('2026/13/08/2026/03/09/part-0.gz')).toBe('2026-03-09');
    expect(nameOf('2025/02/29/2026/03/09/part-0.gz')).toBe('2026-03-09');
    expect(nameOf('2026/2026/03/08/part-0.gz')).toBe('2026-03-08');
  });

  test('a key without a date names nothing', () => {
    expect(nameOf('part-0.gz')).toBeUndefined();
    expect(nameOf('2026/03/08')).toBeUndefined();
    expect(nameOf('2026/03/part-0.gz')).toBeUndefined();
    expect(nameOf('2026-03-08/part-0.gz')).toBeUndefined();
    expect(nameOf('x2026/03/08/part-0.gz')).toBeUndefined();
    expect(nameOf('2026/3/8/part-0.gz')).toBeUndefined();
    expect(nameOf('2026/00/08/part-0.gz')).toBeUndefined();
  });
});

describe('a layout of another pattern', () => {
  test('is looked for from the start of any part on', () => {
    const pattern = 'dt={YYYY}-{MM}-{DD}/h={HH}/';
    expect(nameOf('dt=2026-03-08/h=10/part-0.gz', pattern)).toBe('2026-03-08T10');
    expect(nameOf('raw/dt=2026-03-08/h=10/part-0.gz', pattern)).toBe('2026-03-08T10');
    expect(nameOf('raw/dt=2026-03-08/part-0.gz', pattern)).toBeUndefined();
    expect(nameOf('raw/x-dt=2026-03-08/h=10/part-0.gz', pattern)).toBeUndefined();
  });

  test('may have a part with the hour that may be absent', () => {
    const pattern = 'dt={YYYY}-{MM}-{DD}/[h={HH}/]';
    expect(nameOf('dt=2026-03-08/h=10/part-0.gz', pattern)).toBe('2026-03-08T10');
    expect(nameOf('dt=2026-03-08/part-0.gz', pattern)).toBe('2026-03-08');
    expect(nameOf('dt=2026-03-08/h=77/part-0.gz', pattern)).toBe('2026-03-08');
  });

  test('may stand in the name of the file and begin with any characters', () => {
    const pattern = '*.{YYYY}-{MM}-{DD}-{HH}.';
    expect(nameOf('cdn/E1A2.2026-03-08-10.abc.gz', pattern)).toBe('2026-03-08T10');
    expect(nameOf('cdn/a.b.2026-03-08-10.2026-03-09-11.gz', pattern)).toBe('2026-03-08T10');
    expect(nameOf('cdn.2026/03-08-10.gz', pattern)).toBeUndefined();
  });

  test('may be without separators, in any order, with characters of regular expressions', () => {
    expect(nameOf('20260308/part-0.gz', '{YYYY}{MM}{DD}/')).toBe('2026-03-08');
    expect(nameOf('08.03.2026/(+)/a.gz', '{DD}.{MM}.{YYYY}/(+)/')).toBe('2026-03-08');
    expect(nameOf('08x03x2026/(+)/a.gz', '{DD}.{MM}.{YYYY}/(+)/')).toBeUndefined();
  });

  test.each([
    ['{YYYY}/{MM}/', '{DD} is missing'],
    ['', '{YYYY} is missing'],
    ['{YYYY}/{MM}/{DD}/{YYYY}/', '{YYYY} stands in it 2 times'],
    ['{YYYY}/{MM}/{DD}/{hh}/', '{hh} is no placeholder'],
    ['{YYYY}/{MM}/{DD/', '{ is no placeholder'],
    ['/{YYYY}/{MM}/{DD}/', 'keys do not begin with /'],
    ['{YYYY}/{MM}/{DD}/[{HH}/', 'it may have one pair of brackets'],
    ['{YYYY}/{MM}/{DD}/]{HH}[', 'it may have one pair of brackets'],
    ['{YYYY}/{MM}/[{DD}/]{HH}', 'brackets may hold {HH} and text only'],
    ['{YYYY}/{MM}/{DD}/[x/]', 'brackets may hold {HH} and text only'],
  ])('%s is refused', (pattern, reason) => {
    expect(() => parseKeyLayout(pattern)).toThrow(
      expect.objectContaining({
        message: `"${pattern}" is no layout of keys: ${reason}`,
        exitCode: 2,
      }),
    );
  });
});

test('ranges meet where they have an instant in common', () => {
  const day = { from: 100, until: 200 };
  expect(rangesMeet(day, { from: 199, until: 300 })).toBe(true);
  expect(rangesMeet(day, { from: 200, until: 300 })).toBe(false);
  expect(rangesMeet(day, { from: 0, until: 100 })).toBe(false);
  expect(rangesMeet(day, { from: 0, until: 101 })).toBe(true);
});

describe('folders outside a range', () => {
  /** 2026-03-08 10:00 to 12:00 UTC. */
  const range = { from: Date.UTC(2026, 2, 8, 10) / 1000, until: Date.UTC(2026, 2, 8, 12) / 1000 };

  test.each([
    ['events/', true],
    ['events/2026/', true],
    ['events/2025/', true],
    ['events/2026/02/', true],
    ['events/2026/03/07/', false],
    ['events/2026/03/08/', true],
    ['events/2026/03/08/09/', false],
    ['events/2026/03/08/10/', true],
    ['events/2026/03/08/12/', false],
    ['events/2026/03/08/extra/', true],
    ['events/2026/03/09/00/', false],
  ])('%s can hold keys of the range: %s', (folder, expected) => {
    expect(folderCanMeet(byDefault, folder, range)).toBe(expected);
  });

  test('never hide a key that meets the range', () => {
    const layouts = [byDefault, parseKeyLayout('*{YYYY}/{MM}/{DD}[/{HH}]')];
    const part = fc.constantFrom('2026', '2025', '03', '08', '10', '11', '30', 'x', 'y2026', '1');
    const some = fc.array(part, { maxLength: 4 });
    const dated = fc.constantFrom(['2026', '03', '08'], ['2026', '03', '08', '10'], []);
    const keys = fc.tuple(some, dated, some).map((groups) => [...groups.flat(), 'part-0.gz']);
    fc.assert(
      fc.property(keys, fc.constantFrom(...layouts), (parts, layout) => {
        const named = layout.rangeOf(parts.join('/'));
        if (named === undefined || !rangesMeet(named, range)) return;
        for (let length = 1; length < parts.length; length += 1) {
          const folder = `${parts.slice(0, length).join('/')}/`;
          expect(folderCanMeet(layout, folder, range), folder).toBe(true);
        }
      }),
      { numRuns: 5000 },
    );
  });
});

test.each([
  ['2026/03/08/part-0.gz', 'data'],
  ['2026/03/08/part-0.JSON.GZ', 'data'],
  ['2026/03/08/part-0.json', 'data'],
  ['2026/03/08/part-0.jsonl', 'data'],
  ['2026/03/08/part-0.log', 'data'],
  ['2026/03/08/_SUCCESS', 'ignored'],
  ['2026/03/08/part-0.gz.tmp', 'ignored'],
  ['2026/03/08/part-0.parquet', 'ignored'],
  ['2026/03/08/gz', 'ignored'],
  ['2026/03/08/.part-0.gz', 'ignored'],
  ['2026/03/08/.staging/part-0.gz', 'ignored'],
  ['.staging/2026/03/08/part-0.gz', 'ignored'],
  ['2026/03/08/_temporary/0/part-0.gz', 'ignored'],
  ['2026/03/08/_temporary.gz', 'data'],
])('%s is %s', (key, kind) => {
  expect(kindFromKey(key)).toBe(kind);
});
