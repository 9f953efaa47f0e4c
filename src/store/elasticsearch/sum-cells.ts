/** Numbers added up by the cluster, from the columns of rows. */
import type { estypes } from '@elastic/elasticsearch';
import type { CellSelection, SelectedCell } from '../selection.ts';
import type { ElasticsearchSession } from './elasticsearch-session.ts';
import type { MetricField } from './metric-fields.ts';
import type { RowChoice } from './row-reader.ts';
import { searchMany, type OneSearch } from './search-many.ts';
import { bucketFromMs } from './staged-documents.ts';

export type Sums = {
  readonly pieces: readonly RowChoice[];
  readonly fields: readonly MetricField[];
  readonly keeps: CellSelection['keeps'];
};

/** Sums in one answer. */
const pageSums = 20_000;

const noSketch = new Uint8Array();

/**
 * Of each url and bucket that is told apart, in any order. The first page of all pieces is asked
 * for in one request. Memory: one answer.
 */
export async function* sumCells(
  session: ElasticsearchSession,
  { pieces, fields, keeps }: Sums,
): AsyncGenerator<readonly SelectedCell[], void, undefined> {
  const groups: Group[] = [
    ...(keeps.has('url') ? (['url'] as const) : []),
    ...(keeps.has('bucket') ? (['bucket'] as const) : []),
  ];
  const asked = { groups, fields, size: Math.max(1, Math.floor(pageSums / fields.length)) };
  const searches = pieces.map((piece) => searchOf(piece, aggregationsOf(asked, undefined)));
  const answers = await searchMany(session, 'adding up', searches);
  for (const [place, { aggregations = {} }] of answers.entries()) {
    const piece = pieces[place];
    if (piece === undefined) continue;
    if (groups.length === 0) yield cellsFrom({ ...piece, fields }, aggregations);
    else yield* cellsOfGroups(session, { ...asked, piece, first: aggregations });
  }
}

type Asked = {
  readonly groups: readonly Group[];
  readonly fields: readonly MetricField[];
  /** Groups in one page. */
  readonly size: number;
};

type Page = Readonly<Record<string, unknown>>;

async function* cellsOfGroups(
  session: ElasticsearchSession,
  { piece, first, ...asked }: Asked & { readonly piece: RowChoice; readonly first: Page },
): AsyncGenerator<readonly SelectedCell[], void, undefined> {
  let page = first;
  for (;;) {
    const { buckets = [], after_key: next } = (page['groups'] ??
      {}) as Partial<estypes.AggregationsCompositeAggregate>;
    const own = buckets as Bucket[];
    yield own.flatMap((bucket) => cellsFrom({ ...piece, fields: asked.fields }, bucket));
    if (own.length < asked.size || next === undefined) return;
    const [answer] = await searchMany(session, 'adding up', [
      searchOf(piece, aggregationsOf(asked, next)),
    ]);
    page = answer?.aggregations ?? {};
  }
}

function aggregationsOf(
  { groups, fields, size }: Asked,
  after: estypes.AggregationsCompositeAggregateKey | undefined,
): Aggregations {
  if (groups.length === 0) return sumsOf(fields);
  const composite = {
    size,
    sources: groups.map((name) => ({ [name]: { terms: { field: name, missing_bucket: true } } })),
    ...(after && { after }),
  };
  return { groups: { composite, aggs: sumsOf(fields) } };
}

function searchOf({ index, filter }: RowChoice, aggs: Aggregations): OneSearch {
  return { index, body: { size: 0, query: { bool: { filter: [...filter] } }, aggs } };
}

type Group = 'url' | 'bucket';

type Bucket = Readonly<Record<string, unknown>> & {
  readonly key?: Readonly<Partial<Record<Group, string | number | null>>>;
};

type Aggregations = Record<string, estypes.AggregationsAggregationContainer>;

/** Named by their place in the list: names of fields have dots in them. */
function sumsOf(fields: readonly MetricField[]): Aggregations {
  return Object.fromEntries(
    fields.map(({ path }, index) => [`sum_${index}`, { sum: { field: path } }]),
  );
}

/** A cell that is there is 1 at least: a sum of 0 is of none. */
function cellsFrom(
  { fields, grain }: RowChoice & Pick<Asked, 'fields'>,
  bucket: Bucket,
): readonly SelectedCell[] {
  const { url = null, bucket: milliseconds } = bucket.key ?? {};
  const at = typeof milliseconds === 'number' ? bucketFromMs(grain, milliseconds) : null;
  return fields.flatMap(({ segment, metric }, index) => {
    const sum = bucket[`sum_${index}`] as { readonly value?: number } | undefined;
    const value = sum?.value ?? 0;
    const place = { grain, url: url as string | null, bucket: at, segment, metric };
    return value === 0 ? [] : [{ ...place, value, sketch: noSketch }];
  });
}
