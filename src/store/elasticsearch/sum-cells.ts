/** Numbers added up by the cluster, from the columns of rows. */
import type { estypes } from '@elastic/elasticsearch';
import type { CellSelection, SelectedCell } from '../selection.ts';
import { checkWhole, type ElasticsearchSession } from './elasticsearch-session.ts';
import type { MetricField } from './metric-fields.ts';
import type { RowChoice } from './row-reader.ts';
import { bucketFromMs } from './staged-documents.ts';

export type Sums = RowChoice & {
  readonly fields: readonly MetricField[];
  readonly keeps: CellSelection['keeps'];
};

/** Sums in one answer. */
const pageSums = 20_000;

const noSketch = new Uint8Array();

/** Of each url and bucket that is told apart, in any order. Memory: one answer. */
export async function* sumCells(
  session: ElasticsearchSession,
  sums: Sums,
): AsyncGenerator<readonly SelectedCell[], void, undefined> {
  const { keeps, fields } = sums;
  const groups: Group[] = [
    ...(keeps.has('url') ? (['url'] as const) : []),
    ...(keeps.has('bucket') ? (['bucket'] as const) : []),
  ];
  if (groups.length === 0) {
    const { aggregations } = await search(session, sums, sumsOf(fields));
    yield cellsFrom(sums, { ...aggregations });
    return;
  }
  const size = Math.max(1, Math.floor(pageSums / fields.length));
  let after: estypes.AggregationsCompositeAggregateKey | undefined;
  do {
    const composite = {
      size,
      sources: groups.map((name) => ({ [name]: { terms: { field: name, missing_bucket: true } } })),
      ...(after && { after }),
    };
    const answer = await search(session, sums, {
      groups: { composite, aggs: sumsOf(fields) },
    });
    const { buckets = [], after_key: next } = (answer.aggregations?.['groups'] ??
      {}) as Partial<estypes.AggregationsCompositeAggregate>;
    for (const bucket of buckets as Bucket[]) yield cellsFrom(sums, bucket);
    after = next;
  } while (after !== undefined);
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

async function search(
  session: ElasticsearchSession,
  { index, filter }: RowChoice,
  aggs: Aggregations,
): Promise<{ readonly aggregations?: Readonly<Record<string, unknown>> }> {
  return session.ask('adding up', async (client) =>
    checkWhole(
      await client.search({
        index,
        size: 0,
        query: { bool: { filter: [...filter] } },
        aggs,
        allow_partial_search_results: false,
        ignore_unavailable: true,
      }),
    ),
  );
}

/** A cell that is there is 1 at least: a sum of 0 is of none. */
function cellsFrom({ fields, grain }: Sums, bucket: Bucket): readonly SelectedCell[] {
  const { url = null, bucket: milliseconds } = bucket.key ?? {};
  const at = typeof milliseconds === 'number' ? bucketFromMs(grain, milliseconds) : null;
  return fields.flatMap(({ segment, metric }, index) => {
    const sum = bucket[`sum_${index}`] as { readonly value?: number } | undefined;
    const value = sum?.value ?? 0;
    const place = { grain, url: url as string | null, bucket: at, segment, metric };
    return value === 0 ? [] : [{ ...place, value, sketch: noSketch }];
  });
}
