/** Several searches in one request: of single urls over many indices, each is mostly waiting. */
import type { estypes } from '@elastic/elasticsearch';
import { PartialError } from './elasticsearch-errors.ts';
import { checkWhole, type ElasticsearchSession } from './elasticsearch-session.ts';

export type OneSearch = {
  readonly index: string;
  readonly body: estypes.MsearchMultisearchBody;
};

/** Searches in one request (chosen: a month each, so five years). */
const searchesMax = 60;

/** In the order of the searches; of an index that is not there, nothing. */
export async function searchMany<Source = never>(
  session: ElasticsearchSession,
  what: string,
  searches: readonly OneSearch[],
): Promise<readonly estypes.SearchResponse<Source, Readonly<Record<string, unknown>>>[]> {
  const answers: estypes.SearchResponse<Source, Readonly<Record<string, unknown>>>[] = [];
  for (let from = 0; from < searches.length; from += searchesMax) {
    const some = searches.slice(from, from + searchesMax);
    const asked = some.flatMap(({ index, body }) => [
      { index, ignore_unavailable: true, allow_partial_search_results: false },
      body,
    ]);
    answers.push(
      ...(await session.ask(what, async (client) => {
        const { responses } = await client.msearch<Source, Readonly<Record<string, unknown>>>({
          searches: asked,
        });
        return responses.map(checkAnswer);
      })),
    );
  }
  return answers;
}

/** @throws PartialError where it is none, or not of all shards. */
function checkAnswer<Source>(
  answer: estypes.MsearchResponseItem<Source> & object,
): estypes.SearchResponse<Source, Readonly<Record<string, unknown>>> {
  if ('error' in answer) {
    const { status, error } = answer;
    const isOverload = status === 429 || status === 503;
    throw new PartialError(`a search failed: ${error.reason ?? error.type}`, { isOverload });
  }
  return checkWhole(answer as estypes.SearchResponse<Source, Readonly<Record<string, unknown>>>);
}
