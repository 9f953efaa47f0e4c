/** Which sites, days and generations there are: what the records and contents of a store name. */
import type { estypes } from '@elastic/elasticsearch';
import { daySeconds, textFromDay } from '../../base/calendar.ts';
import type { PeriodKey } from '../../model/period.ts';
import { indexName } from './elasticsearch-schema.ts';
import { checkWhole, type ElasticsearchSession } from './elasticsearch-session.ts';
import { refresh } from './single-documents.ts';

/** Names in one answer. */
const pageNames = 1000;

/** Ascending by UTF-8 bytes. */
export async function siteNames(session: ElasticsearchSession): Promise<readonly string[]> {
  const records = [{ terms: { kind: ['period', 'site', 'content'] } }];
  return (await distinctNames(session, { field: 'site', filter: records })).map(String);
}

/** Ascending. */
export async function daysOfSite(
  session: ElasticsearchSession,
  site: string,
): Promise<readonly number[]> {
  const filter = [{ term: { site } }, { exists: { field: 'day' } }];
  const starts = await distinctNames(session, { field: 'day', filter });
  return starts.map((start) => Number(start) / (daySeconds * 1000));
}

export async function generationsOfPeriod(
  session: ElasticsearchSession,
  { site, day }: PeriodKey,
): Promise<readonly string[]> {
  const filter = [{ term: { site } }, { term: { day: textFromDay(day) } }];
  return (await distinctNames(session, { field: 'generation', filter })).map(String);
}

/** Dated indices in which something lies, as the records have it; there or not. */
export async function namedIndices(session: ElasticsearchSession): Promise<readonly string[]> {
  const filter = [{ term: { kind: 'content' } }, { exists: { field: 'index' } }];
  return (await distinctNames(session, { field: 'index', filter })).map(String);
}

type Distinct = {
  readonly field: 'site' | 'day' | 'generation' | 'index';
  readonly filter: readonly estypes.QueryDslQueryContainer[];
};

/** Ascending: texts by their bytes, days as epoch milliseconds. */
async function distinctNames(
  session: ElasticsearchSession,
  { field, filter }: Distinct,
): Promise<readonly (string | number)[]> {
  const index = indexName(session, 'records');
  await refresh(session, index);
  const names: (string | number)[] = [];
  let after: estypes.AggregationsCompositeAggregateKey | undefined;
  do {
    const composite = {
      size: pageNames,
      sources: [{ name: { terms: { field } } }],
      ...(after && { after }),
    };
    const answer = await session.ask('listing names', async (client) =>
      checkWhole(
        await client.search<unknown, { names: estypes.AggregationsCompositeAggregate }>({
          index,
          size: 0,
          query: { bool: { filter: [...filter] } },
          aggs: { names: { composite } },
          allow_partial_search_results: false,
        }),
      ),
    );
    const { buckets = [], after_key: next } = answer.aggregations?.names ?? {};
    const page = buckets as estypes.AggregationsCompositeBucket[];
    for (const { key } of page) names.push(key['name'] as string | number);
    after = page.length < pageNames ? undefined : next;
  } while (after !== undefined);
  return names;
}
