/** What lies in dated indices, whoever knows of it: their sizes, and the generations in them. */
import type { estypes } from '@elastic/elasticsearch';
import type { GenerationKey } from '../../model/period.ts';
import { daySeconds } from '../../base/calendar.ts';
import { readContent } from './content-index.ts';
import { indexPattern, nameFromText, type IndexName } from './dated-indices.ts';
import { checkWhole, type ElasticsearchSession } from './elasticsearch-session.ts';
import { datedIndices } from './index-mappings.ts';
import { refresh } from './single-documents.ts';

export type StoredIndex = {
  readonly index: string;
  readonly name: IndexName;
  readonly bytes: number;
  /** False where it is red: a search would wait for what does not come. */
  readonly isReadable: boolean;
  /** Epoch seconds. */
  readonly madeAt: number;
};

/** Ascending by name. */
export async function storedIndices(
  session: ElasticsearchSession,
): Promise<readonly StoredIndex[]> {
  const rows = await session.ask('listing indices', (client) =>
    client.cat.indices({
      index: datedIndices.map((kind) => indexPattern(session, kind)).join(','),
      h: 'index,health,store.size,creation.date',
      bytes: 'b',
      s: 'index',
      format: 'json',
    }),
  );
  return rows.flatMap((row) => {
    const { index = '' } = row;
    const name = nameFromText(session, index);
    if (name === undefined) return [];
    const madeAt = Math.floor(Number(row['creation.date']) / 1000);
    const bytes = Number(row['store.size'] ?? 0);
    return [{ index, name, bytes, isReadable: row.health !== 'red', madeAt }];
  });
}

export type StoredGroup = { readonly key: GenerationKey; readonly documents: number };

/** Groups in one answer. */
const pageGroups = 1000;

/** Generations of which an index holds documents. Memory: one answer. */
export async function* storedGroups(
  session: ElasticsearchSession,
  index: string,
): AsyncGenerator<StoredGroup, void, undefined> {
  await refresh(session, index);
  let after: estypes.AggregationsCompositeAggregateKey | undefined;
  do {
    const composite = {
      size: pageGroups,
      sources: [
        { site: { terms: { field: 'site' } } },
        { day: { terms: { field: 'day' } } },
        { generation: { terms: { field: 'generation' } } },
      ],
      ...(after && { after }),
    };
    const answer = await session.ask('counting documents', async (client) =>
      checkWhole(
        await client.search<unknown, { groups: estypes.AggregationsCompositeAggregate }>({
          index,
          size: 0,
          aggs: { groups: { composite } },
          allow_partial_search_results: false,
        }),
      ),
    );
    const { buckets = [], after_key: next } = answer.aggregations?.groups ?? {};
    for (const bucket of buckets as estypes.AggregationsCompositeBucket[]) yield groupFrom(bucket);
    after = next;
  } while (after !== undefined);
}

function groupFrom({ key, doc_count: documents }: estypes.AggregationsCompositeBucket) {
  const day = Number(key['day']) / (daySeconds * 1000);
  return {
    key: { site: String(key['site']), day, generation: String(key['generation']) },
    documents,
  };
}

/** True where the records say that something of it lies in this index. */
export async function isKnown(
  session: ElasticsearchSession,
  { index, name }: StoredIndex,
  key: GenerationKey,
): Promise<boolean> {
  return (await readContent(session, key, name.kind))?.index === index;
}
