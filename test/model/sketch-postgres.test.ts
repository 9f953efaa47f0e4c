/** Sketches, unions and estimates byte for byte against PostgreSQL's extension `hll`. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hexFromBytes } from '../../src/base/bytes.ts';
import { sketchEstimate, unionSketches } from '../../src/model/sketch.ts';
import { findPostgresWithHll, startPostgres, type Postgres } from '../support/postgres.ts';
import { sketchOf, visitorHashes } from '../support/sketch-hashes.ts';

const programs = findPostgresWithHll();

/** The largest set that is compared. */
const visitorsMax = 1_000_000;

/** A second or two, unless the machine is busy. */
const startTimeoutMs = 60_000;

/** What is compared of a sketch: how it begins, what all of it is, and its estimate. */
type Said = {
  readonly begins: string;
  readonly bytes: number;
  readonly md5: string;
  readonly estimate: number;
};

function said(sketch: Uint8Array): Said {
  return saidByFields([hexFromBytes(sketch), String(sketchEstimate(sketch))]);
}

function saidByFields([hex = '', estimate]: readonly string[]): Said {
  return {
    begins: hex.slice(0, 40),
    bytes: hex.length / 2,
    md5: md5(hex),
    estimate: Number(estimate),
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** Hexadecimal digits and rounded estimate of an SQL expression, as two columns. */
function columnsOf(sketch: string): string {
  return `substr((${sketch})::text, 3), round(hll_cardinality(${sketch}))::bigint`;
}

/** The aggregate that makes sketches of our parameters. */
function sketchOfSql(hash: string): string {
  return `coalesce(hll_add_agg(${hash}, 14, 5, -1, 1), hll_empty(14, 5, -1, 1))`;
}

describe.skipIf(programs === undefined)('as PostgreSQL writes it', () => {
  let postgres: Postgres;
  let visitors: BigInt64Array;

  beforeAll(async () => {
    postgres = await startPostgres(programs!);
    visitors = visitorHashes(1, visitorsMax + 1);
  }, startTimeoutMs);
  afterAll(() => postgres?.stop());

  test('visitors hashed by the extension itself give the same sketch at every size', () => {
    // The kind changes after 1,280 and at 4,999, the estimator at 39,927.
    const sizes = [
      ...[0, 1, 2, 10, 1279, 1280, 1281, 1282, 2000, 4997, 4998, 4999, 5000, 5001, 10_000, 30_000],
      ...[39_926, 39_927, 45_000, 100_000, visitorsMax],
    ];
    const rows = postgres.run(`
      select sketches.size, ${columnsOf('sketch')}
        from unnest(array[${sizes.join()}]) as sizes (size),
          lateral (
            select size, ${sketchOfSql("hll_hash_text('visitor-' || number)")} as sketch
              from generate_series(1, size) number
          ) sketches
       order by size;`);
    expect(rows.map(([size]) => Number(size))).toEqual(sizes);
    for (const [size, ...fields] of rows) {
      const sketch = sketchOf(visitors.subarray(0, Number(size)));
      expect(said(sketch), `${size} visitors`).toEqual(saidByFields(fields));
    }
  });

  test('growing by one register at a time gives the same bytes and estimates', () => {
    // Value k fills register k with 1 and no other. Looked at: every eighth step, and each around
    // the changes of kind (1,280 values, 4,311 registers) and where few registers are left.
    const rows = postgres.run(`
      select number, substr(sketch::text, 3), round(hll_cardinality(sketch))::bigint
        from (
          select number, hll_add_agg((number + (1 << 14))::bigint::hll_hashval, 14, 5, -1, 1)
                   over (order by number) as sketch
            from generate_series(0, 16383) number
        ) steps
       where number % 8 = 0 or number between 1270 and 1290 or number between 4300 and 4320
          or number > 16300
       order by number;`);
    expect(rows).toHaveLength(2157);
    let union = sketchOf([]);
    let from = 0;
    for (const [number, ...fields] of rows) {
      const until = Number(number) + 1;
      const added = Array.from({ length: until - from }, (_, index) =>
        BigInt(from + index + 16_384),
      );
      union = unionSketches([union, sketchOf(added)]);
      from = until;
      expect(said(union), `${until} registers`).toEqual(saidByFields(fields));
    }
  });

  test('unions of every two kinds give the same sketch', () => {
    const ranges = [
      ...[
        [1, 1],
        [1, 2],
        [1, 701],
        [500, 1200],
        [1, 1281],
        [1281, 2561],
        [1, 1282],
        [3000, 6000],
      ],
      ...[
        [1, 5000],
        [4000, 5500],
        [1, 20_001],
        [90_000, 110_000],
      ],
    ] as const;
    const rows = postgres.run(`
      create temporary table sketches as
        select number, (
            select ${sketchOfSql("hll_hash_text('visitor-' || visitor)")}
              from generate_series(first, until - 1) visitor
          ) as sketch
          from (values ${ranges.map(([from, until], index) => `(${index}, ${from}, ${until})`).join()})
            as ranges (number, first, until);
      select ${columnsOf('hll_union(a.sketch, b.sketch)')}
        from sketches a, sketches b order by a.number, b.number;`);
    const sketches = ranges.map(([from, until]) =>
      sketchOf(visitors.subarray(from - 1, until - 1)),
    );
    const ours = sketches.flatMap((a) => sketches.map((b) => said(unionSketches([a, b]))));
    expect(ours).toEqual(rows.map(saidByFields));
  });

  test('many sketches in any order have the one union that the set of all values has', () => {
    const rows = postgres.run(`
      create temporary table pieces as
        select piece, hll_add_agg(hll_hash_text('visitor-' || visitor), 14, 5, -1, 1) as sketch
          from generate_series(1, 30000) visitor, lateral (values (visitor % 40)) as pieces (piece)
         group by piece;
      select ${columnsOf('hll_union_agg(sketch order by piece)')} from pieces;
      select ${columnsOf('hll_union_agg(sketch order by -piece)')} from pieces;
      select ${columnsOf('hll_union_agg(sketch)')} from pieces where piece < 3;
      select ${columnsOf('hll_union_agg(sketch)')} from pieces where piece = 0;`);
    const pieces = Array.from({ length: 40 }, (_, piece) =>
      sketchOf(visitors.subarray(0, 30_000).filter((_, index) => (index + 1) % 40 === piece)),
    );
    const all = said(sketchOf(visitors.subarray(0, 30_000)));
    expect(rows.map(saidByFields)).toEqual([
      all,
      all,
      said(unionSketches(pieces.slice(0, 3))),
      said(pieces[0]!),
    ]);
    expect(said(unionSketches(pieces))).toEqual(all);
    expect(said(unionSketches(pieces.toReversed()))).toEqual(all);
  });

  test('sets of unusual hashes and their unions give the same sketches', () => {
    const seed = Math.trunc(Math.random() * 2 ** 31);
    const sets = fc.sample(anySet, { numRuns: 60, seed });
    const lines = sets.flatMap((set, index) => set.map((value) => `${index}\t${value}`));
    const rows = postgres.run(`
      create temporary table hashes (number int, hash bigint);
      copy hashes from stdin;\n${lines.join('\n')}\n\\.
      create temporary table random_sketches as
        select number, hll_add_agg(hash::hll_hashval, 14, 5, -1, 1 order by random()) as sketch
          from generate_series(0, ${sets.length - 1}) number left join hashes using (number)
         group by number;
      select ${columnsOf('sketch')} from random_sketches order by number;
      select ${columnsOf('hll_union(a.sketch, b.sketch)')}
        from random_sketches a join random_sketches b on b.number = a.number + 1
       order by a.number;`);
    const sketches = sets.map(sketchOf);
    const unions = sketches.slice(1).map((b, index) => unionSketches([sketches[index]!, b]));
    const ours = [...sketches, ...unions].map(said);
    expect(ours, `seed ${seed}`).toEqual(rows.map(saidByFields));
  });

  test('estimates agree up to the largest that the extension can give', () => {
    const hexes = Array.from({ length: 31 }, (_, value) => fullHex(value));
    const rows = postgres.run(
      hexes.map((hex) => `select round(hll_cardinality('\\x${hex}'))::bigint;`).join('\n'),
    );
    const ours = hexes.map((hex) => sketchEstimate(Uint8Array.from(Buffer.from(hex, 'hex'))));
    expect(ours).toEqual(rows.map(([estimate]) => Number(estimate)));
  });

  test('the extension gives no number where ours gives its greatest', () => {
    const rows = postgres.run(`select hll_cardinality('\\x${fullHex(31)}');`);
    expect(rows).toEqual([['NaN']]);
  });

  test('the extension makes other bytes of a set only where it is told to', () => {
    const rows = postgres.run(`
      select hll_set_max_sparse(0);
      select ${columnsOf(sketchOfSql("hll_hash_text('visitor-' || number)"))}
        from generate_series(1, 2000) number;`);
    const ours = said(sketchOf(visitors.subarray(0, 2000)));
    const theirs = saidByFields(rows.at(-1)!);
    expect(theirs.estimate).toBe(ours.estimate);
    expect([theirs.begins.slice(0, 2), ours.begins.slice(0, 2)]).toEqual(['14', '13']);
  });
});

/** A full sketch all of whose registers have one value. */
function fullHex(value: number): string {
  const eight = BigInt(`0b${value.toString(2).padStart(5, '0').repeat(8)}`);
  return `148e7f${eight.toString(16).padStart(10, '0').repeat(2048)}`;
}

const anySigned = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

/** Values of one register, values without a bit above the register, and any others. */
const oddValue = fc.oneof(
  anySigned,
  fc.bigInt({ min: 0n, max: 2n ** 14n - 1n }),
  anySigned.map((value) => (value >> 44n) << 44n),
  anySigned.map((value) => (value >> 30n) << 30n),
);

/** Few values, or a run of multiples of one, long enough for every kind of sketch. */
const anySet = fc.oneof(
  fc.array(oddValue, { maxLength: 30 }),
  fc
    .record({ step: anySigned, count: fc.constantFrom(1279, 1280, 1281, 3000, 6000) })
    .map(({ step, count }) =>
      Array.from({ length: count }, (_, index) => BigInt.asIntN(64, step * BigInt(index))),
    ),
  fc
    .record({ values: fc.array(oddValue, { maxLength: 30 }), until: fc.constantFrom(1260, 1281) })
    .map(({ values, until }) => [
      ...values,
      ...Array.from({ length: until }, (_, index) => BigInt(index)),
    ]),
);
