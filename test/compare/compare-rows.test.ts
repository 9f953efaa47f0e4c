/** Differences between derived and stored rows, against written-out ones and the simple way. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareRows } from '../../src/compare/compare-rows.ts';
import type { RowStream } from '../../src/compare/part-cursor.ts';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import type { Difference } from '../../src/model/difference.ts';
import { compareRows as compareRowNames, type RowPart } from '../../src/model/row.ts';
import { partFromCells, partsFromRows, type PlainRow } from '../support/rows.ts';
import { rowNames, rows, rowsWith } from './small-generation.ts';

async function differences(derived: RowStream, stored: RowStream): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const difference of compareRows(derived, stored)) found.push(difference);
  return found;
}

function between(derived: readonly PlainRow[], stored: readonly PlainRow[]): Promise<Difference[]> {
  return differences(partsFromRows(derived), partsFromRows(stored));
}

describe('single differences', () => {
  const row = rowNames.lateOfA;
  const key = 'device=mobile/page_views';

  test('equal rows have none, also where keys are numbered differently', async () => {
    const keys = new ByteDictionary();
    for (const { cells } of [...rows].reverse())
      Object.keys(cells).forEach((k) => keys.internText(k));
    expect(await differences(partsFromRows(rows), partsFromRows(rows, keys))).toEqual([]);
    const eachItsOwn = rows.flatMap((one) => partsFromRows([one]));
    expect(await differences(eachItsOwn, partsFromRows(rows))).toEqual([]);
  });

  test('a value that changed', async () => {
    expect(await between(rows, rowsWith('lateOfA', { [key]: 4 }))).toEqual([
      { kind: 'changed', row, key, derived: 3, stored: 4, sketchDiffers: false },
    ]);
  });

  test('a cell that is missing, and one that is extra', async () => {
    const without = rowsWith('lateOfA', { [key]: undefined });
    expect(await between(rows, without)).toEqual([
      { kind: 'missing', row, key, derived: 3, stored: null, sketchDiffers: false },
    ]);
    expect(await between(without, rows)).toEqual([
      { kind: 'extra', row, key, derived: null, stored: 3, sketchDiffers: false },
    ]);
  });

  test('an equal count of other visitors', async () => {
    const other = rowsWith('lateOfA', { '$all/visitors': { value: 2, hashes: [1n, 9n] } });
    expect(await between(rows, other)).toEqual([
      {
        ...{ kind: 'changed', row, key: '$all/visitors' },
        ...{ derived: 2, stored: 2, sketchDiffers: true },
      },
    ]);
  });

  test('another count of visitors, and a sketch that is not there', async () => {
    const many = Array.from({ length: 20 }, (_, n) => BigInt(n));
    const large = { value: 20, hashes: many };
    const other = { value: 20, hashes: many.map((hash) => hash + (hash === 19n ? 1n : 0n)) };
    const ofLarge = rowsWith('lateOfA', { '$all/visitors': large });
    const changed = { kind: 'changed', row, key: '$all/visitors', sketchDiffers: true };
    expect(await between(ofLarge, rows)).toEqual([{ ...changed, derived: 20, stored: 2 }]);
    const ofOther = rowsWith('lateOfA', { '$all/visitors': other });
    expect(await between(ofLarge, ofOther)).toEqual([{ ...changed, derived: 20, stored: 20 }]);
    const bare = rowsWith('lateOfA', { '$all/visitors': 20 });
    expect(await between(ofLarge, bare)).toEqual([{ ...changed, derived: 20, stored: 20 }]);
  });

  test('a whole row gives one for each of its cells, in their order', async () => {
    const stored = rows.filter((one) => one !== rows[6]);
    const missing = { kind: 'missing', row, stored: null } as const;
    const expected = [
      { ...missing, key: '$all/page_views', derived: 3, sketchDiffers: false },
      { ...missing, key: '$all/visitors', derived: 2, sketchDiffers: true },
      { ...missing, key: 'device=mobile/page_views', derived: 3, sketchDiffers: false },
      { ...missing, key: 'device=mobile/visitors', derived: 2, sketchDiffers: true },
      { ...missing, key: 'country=DE/page_views', derived: 2, sketchDiffers: false },
    ];
    expect(await between(rows, stored)).toEqual(expected);
    expect(await between(stored, rows)).toEqual(
      expected.map(({ derived, ...rest }) => {
        return { ...rest, kind: 'extra', derived: null, stored: derived };
      }),
    );
  });
});

/** Few urls, buckets and keys, so that the two sides meet often; cells in parts of any size. */
const arbitraryRow = fc.record({
  url: fc.constantFrom(null, 'a', 'b', '\u{1F600}', '\uFB00'),
  grain: fc.constantFrom('1d' as const, '5m' as const),
  bucket: fc.constantFrom(0, 300),
  cells: fc.dictionary(
    fc.constantFrom(
      '$all/x',
      'a=1/x',
      'b=1/x',
      'z=1/x',
      'country=A/x',
      'country=B/x',
      'utm_term=A/x',
    ),
    fc.constantFrom(1, 2, { value: 1, hashes: [1n] }, { value: 1, hashes: [2n] }),
    { minKeys: 1, noNullPrototype: true },
  ),
});
const arbitraryRows = fc
  .uniqueArray(arbitraryRow, { selector: nameOf, maxLength: 20 })
  .map((some) => some.sort(compareRowNames));

function nameOf({ url, grain, bucket }: PlainRow): string {
  return JSON.stringify([grain, url, bucket]);
}

/** As `partsFromRows`, but a part ends after `size` cells. */
function partsOfSize(given: readonly PlainRow[], size: number): RowPart[] {
  return partsFromRows(given).flatMap((whole) => {
    const keys = new ByteDictionary();
    const row = given.find((one) => compareRowNames(one, whole) === 0)!;
    const cells = Array.from(whole.cells, (cell) => whole.keys.text(cell));
    const parts: RowPart[] = [];
    for (let from = 0; from < cells.length; from += size) {
      const share = cells.slice(from, from + size).map((key) => [key, row.cells[key]!] as const);
      parts.push(partFromCells({ row, part: parts.length, keys }, share));
    }
    return parts;
  });
}

/** Differences as texts, by looking up every cell of either side in the other. */
function simpleDifferences(derived: readonly PlainRow[], stored: readonly PlainRow[]): string[] {
  const cellsOf = (given: readonly PlainRow[]): ReadonlyMap<string, string> =>
    new Map(
      given.flatMap((row) =>
        Object.entries(row.cells).map(([key, cell]) => {
          const text = typeof cell === 'number' ? cell : `${cell.value} of ${cell.hashes.join()}`;
          return [`${nameOf(row)} ${key}`, String(text)] as const;
        }),
      ),
    );
  const [left, right] = [cellsOf(derived), cellsOf(stored)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((name) => left.get(name) !== right.get(name))
    .map((name) => {
      if (!right.has(name)) return `missing ${name}`;
      return left.has(name) ? `changed ${name}` : `extra ${name}`;
    })
    .sort();
}

test('differences are those of the simple way, however rows are cut into parts', async () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }));
  await fc.assert(
    fc.asyncProperty(arbitraryRows, arbitraryRows, sizes, async (derived, stored, [a, b]) => {
      const found = await differences(partsOfSize(derived, a), partsOfSize(stored, b));
      const texts = found.map(({ kind, row, key }) => `${kind} ${nameOf(row as PlainRow)} ${key}`);
      expect(texts.toSorted()).toEqual(simpleDifferences(derived, stored));
      const order = found.map(({ row }) => row);
      expect(order).toEqual(order.toSorted(compareRowNames));
    }),
    { numRuns: 300 },
  );
});

test('no more than one part of each side is held', async () => {
  const taken = { derived: 0, stored: 0 };
  const closed: string[] = [];
  async function* stream(side: 'derived' | 'stored', value: number): AsyncGenerator<RowPart> {
    try {
      for (let bucket = 0; bucket < 1000; bucket += 1) {
        taken[side] += 1;
        yield* partsFromRows([{ grain: '5m', url: null, bucket, cells: { '$all/x': value } }]);
      }
    } finally {
      closed.push(side);
    }
  }
  let found = 0;
  for await (const difference of compareRows(stream('derived', 1), stream('stored', 2))) {
    found += 1;
    expect({ found, difference: difference.row.bucket }).toEqual({ found, difference: found - 1 });
    expect(taken).toEqual({ derived: found, stored: found });
    if (found === 10) break;
  }
  expect(closed.toSorted()).toEqual(['derived', 'stored']);
});

describe('an input out of order is refused', () => {
  const parts = partsFromRows(rows);
  const [first, second] = [parts[1]!, parts[2]!];
  const hint = 'rows in another order were not written by this tool: rebuild the period';

  async function refusal(derived: RowStream, stored: RowStream): Promise<unknown> {
    return differences(derived, stored).catch((error: unknown) => error);
  }

  test('rows, with the side and both keys', async () => {
    const message =
      'the stored rows are out of order: part 0 of the 1d row of https://a.example/ at ' +
      '2026-03-08 comes after part 0 of the 1d row of https://b.example/ at 2026-03-08';
    expect(await refusal([first, second], [second, first])).toMatchObject({ message, hint });
  });

  test('a part that comes twice', async () => {
    const message =
      'the derived rows are out of order: part 0 of the 1d row of https://a.example/ at ' +
      '2026-03-08 comes after part 0 of the 1d row of https://a.example/ at 2026-03-08';
    expect(await refusal([first, first], [])).toMatchObject({ message, hint });
  });

  test('cells within a part and from part to part', async () => {
    const keys = new ByteDictionary();
    const name = { row: rowNames.siteEarly, keys };
    const message =
      'the stored rows are out of order: device=mobile/x in the 5m site row at ' +
      '2026-03-08T00:10:00Z comes after country=DE/x in the 5m site row at 2026-03-08T00:10:00Z';
    const cells = [['country=DE/x', 1] as const, ['device=mobile/x', 1] as const];
    const whole = partFromCells({ ...name, part: 0 }, cells);
    expect(await refusal([], [whole])).toMatchObject({ message, hint });
    const split = cells.map((cell, part) => partFromCells({ ...name, part }, [cell]));
    expect(await refusal([], split)).toMatchObject({ message, hint });
  });
});
