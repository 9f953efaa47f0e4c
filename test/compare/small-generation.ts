/** One small generation written out by hand, in which every invariant holds. */
import { InvariantCheck } from '../../src/compare/check-invariants.ts';
import { metrics } from '../../src/model/catalogue.ts';
import { textFromInvariantFault } from '../../src/model/invariant.ts';
import { grains, type Grain, type RowName, type RowPart } from '../../src/model/row.ts';
import { partsFromRows, type PlainDistinct, type PlainRow } from '../support/rows.ts';

/** 2026-03-08. */
export const day = 20_520;
const midnight = day * 86_400;

export const shape = {
  metrics,
  segments: [{ name: 'device', values: ['desktop', 'mobile'], otherwise: 0, about: '' }],
  breakdowns: [{ name: 'country', about: '' }],
};

export const tally = { counted: 8, countedByAction: { pageview: 6, heartbeat: 1, 'sign up': 1 } };

const day1 = { grain: '1d', bucket: day } as const;
const early = { grain: '5m', bucket: midnight + 600 } as const;
const late = { grain: '5m', bucket: midnight + 3600 } as const;
const [a, b] = ['https://a.example/', 'https://b.example/'];

/** Exact sets of visitors. */
function visitors(...hashes: bigint[]): PlainDistinct {
  return { value: hashes.length, hashes };
}

/** Two urls and two buckets: a is seen in both, b in the later one. */
export const rows: readonly PlainRow[] = [
  {
    ...{ ...day1, url: null },
    cells: {
      '$all/page_views': 6,
      '$all/engaged_seconds': 9,
      '$all/event:sign%20up': 1,
      '$all/visitors': visitors(1n, 2n, 3n),
      'device=desktop/page_views': 2,
      'device=desktop/event:sign%20up': 1,
      'device=desktop/visitors': visitors(3n),
      'device=mobile/page_views': 4,
      'device=mobile/engaged_seconds': 9,
      'device=mobile/visitors': visitors(1n, 2n),
      'country=DE/page_views': 5,
    },
  },
  {
    ...{ ...day1, url: a },
    cells: {
      '$all/page_views': 4,
      '$all/engaged_seconds': 9,
      '$all/visitors': visitors(1n, 2n),
      'device=mobile/page_views': 4,
      'device=mobile/engaged_seconds': 9,
      'device=mobile/visitors': visitors(1n, 2n),
      'country=DE/page_views': 3,
    },
  },
  {
    ...{ ...day1, url: b },
    cells: {
      '$all/page_views': 2,
      '$all/event:sign%20up': 1,
      '$all/visitors': visitors(3n),
      'device=desktop/page_views': 2,
      'device=desktop/event:sign%20up': 1,
      'device=desktop/visitors': visitors(3n),
      'country=DE/page_views': 2,
    },
  },
  {
    ...{ ...early, url: null },
    cells: {
      '$all/page_views': 1,
      '$all/engaged_seconds': 9,
      '$all/visitors': visitors(1n),
      'device=mobile/page_views': 1,
      'device=mobile/engaged_seconds': 9,
      'device=mobile/visitors': visitors(1n),
      'country=DE/page_views': 1,
    },
  },
  {
    ...{ ...late, url: null },
    cells: {
      '$all/page_views': 5,
      '$all/event:sign%20up': 1,
      '$all/visitors': visitors(1n, 2n, 3n),
      'device=desktop/page_views': 2,
      'device=desktop/event:sign%20up': 1,
      'device=desktop/visitors': visitors(3n),
      'device=mobile/page_views': 3,
      'device=mobile/visitors': visitors(1n, 2n),
      'country=DE/page_views': 4,
    },
  },
  {
    ...{ ...early, url: a },
    cells: {
      '$all/page_views': 1,
      '$all/engaged_seconds': 9,
      '$all/visitors': visitors(1n),
      'device=mobile/page_views': 1,
      'device=mobile/engaged_seconds': 9,
      'device=mobile/visitors': visitors(1n),
      'country=DE/page_views': 1,
    },
  },
  {
    ...{ ...late, url: a },
    cells: {
      '$all/page_views': 3,
      '$all/visitors': visitors(1n, 2n),
      'device=mobile/page_views': 3,
      'device=mobile/visitors': visitors(1n, 2n),
      'country=DE/page_views': 2,
    },
  },
  {
    ...{ ...late, url: b },
    cells: {
      '$all/page_views': 2,
      '$all/event:sign%20up': 1,
      '$all/visitors': visitors(3n),
      'device=desktop/page_views': 2,
      'device=desktop/event:sign%20up': 1,
      'device=desktop/visitors': visitors(3n),
      'country=DE/page_views': 2,
    },
  },
];

/** Names of the rows above. */
export const rowNames = {
  siteDay: { ...day1, url: null },
  dayOfA: { ...day1, url: a },
  dayOfB: { ...day1, url: b },
  siteEarly: { ...early, url: null },
  siteLate: { ...late, url: null },
  earlyOfA: { ...early, url: a },
  lateOfA: { ...late, url: a },
  lateOfB: { ...late, url: b },
} as const satisfies Record<string, RowName>;

export type Changes = Readonly<Record<string, number | PlainDistinct | undefined>>;

/** The rows with some cells of one of them changed; undefined removes a cell. */
export function rowsWith(
  name: keyof typeof rowNames,
  changes: Changes,
  from: readonly PlainRow[] = rows,
): readonly PlainRow[] {
  const { grain, url, bucket } = rowNames[name];
  return from.map((row) => {
    if (row.grain !== grain || row.url !== url || row.bucket !== bucket) return row;
    const cells = Object.entries({ ...row.cells, ...changes });
    const kept = cells.filter(([, cell]) => cell !== undefined);
    return { ...row, cells: Object.fromEntries(kept) as PlainRow['cells'] };
  });
}

/** The parts of the generation with those of one row changed. */
export function partsWith(
  name: keyof typeof rowNames,
  change: (part: RowPart) => RowPart,
): RowPart[] {
  const { grain, url, bucket } = rowNames[name];
  return partsFromRows(rows).map((part) =>
    part.grain === grain && part.url === url && part.bucket === bucket ? change(part) : part,
  );
}

type Given = {
  readonly tally?: {
    readonly counted: number;
    readonly countedByAction: Readonly<Record<string, number>>;
  };
  readonly grains?: readonly Grain[];
};

/** What the streaming check finds, as texts. */
export function faultsOfParts(parts: Iterable<RowPart>, given: Given = {}): string[] {
  const check = new InvariantCheck({ day, shape, grains: given.grains ?? grains });
  for (const part of parts) check.add(part);
  return check.finish(given.tally ?? tally).map(textFromInvariantFault);
}

export function faultsOf(given: readonly PlainRow[]): string[] {
  return faultsOfParts(partsFromRows(given));
}
