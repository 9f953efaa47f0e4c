/** Answers that a test makes go wrong on their way from a real Elasticsearch. */
import { newClient } from '../../../src/store/elasticsearch/elasticsearch-client.ts';
import { ElasticsearchSession } from '../../../src/store/elasticsearch/elasticsearch-session.ts';
import { parseElasticsearchPlace } from '../../../src/store/elasticsearch/elasticsearch-place.ts';
import { RequestPace } from '../../../src/base/request-pace.ts';
import type { HttpFault, SeenRequest } from '../../support/fault-proxy.ts';

/** The client trusts no answer without the second. */
export const headers = {
  'content-type': 'application/vnd.elasticsearch+json;compatible-with=8',
  'x-elastic-product': 'Elasticsearch',
};

/** A session that gives up soon. @param place `host:port/prefix`. */
export async function newSession(place: string): Promise<ElasticsearchSession> {
  const parsed = parseElasticsearchPlace(`elasticsearch://${place}`);
  return new ElasticsearchSession({
    client: await newClient(parsed, {}),
    location: `elasticsearch://${place}`,
    prefix: parsed.prefix,
    isPlain: true,
    pace: new RequestPace({ now: () => 0 }),
    triesMax: 3,
    pauses: { firstPauseMs: 1, longestPauseMs: 1 },
  });
}

/** Breaks the first `times` requests whose path ends so. */
export function breakFirst(
  times: number,
  ending: string,
  fault: HttpFault,
): (seen: SeenRequest) => HttpFault | undefined {
  let left = times;
  return ({ url }) => {
    if (!(url.split('?')[0] ?? '').endsWith(ending) || left === 0) return undefined;
    left -= 1;
    return fault;
  };
}

/** The answer, with its JSON changed. */
export function changeAnswer(change: (answer: Record<string, unknown>) => object): HttpFault {
  const body = (text: string): string =>
    JSON.stringify(change(JSON.parse(text) as Record<string, unknown>));
  return { kind: 'change', headers, body };
}

export const tooManyRequests: HttpFault = {
  kind: 'answer',
  status: 429,
  headers,
  body: '{"error":{"type":"es_rejected_execution_exception","reason":"full"},"status":429}',
};

/** The server has done it, and nobody hears of it. */
export const lostAnswer: HttpFault = { kind: 'cut', afterBytes: 0 };

type Answer = Record<string, unknown>;
type Item = { index: Record<string, unknown> };

/** As a server does whose queue was full by then; that they are stored already changes nothing. */
export function refuseThird(answer: Answer): object {
  return refuse(answer, (index) => index % 3 === 0);
}

export function refuseAll(answer: Answer): object {
  return refuse(answer, () => true);
}

function refuse(answer: Answer, isRefused: (index: number) => boolean): object {
  const { items } = answer as unknown as { items: Item[] };
  const error = { type: 'es_rejected_execution_exception', reason: 'queue is full' };
  const changed = items.map((item, index) =>
    isRefused(index) ? { index: { ...item.index, status: 429, error } } : item,
  );
  return { ...answer, errors: true, items: changed };
}

/** A shard of one document did not answer. */
export function failDocument(answer: Answer): object {
  const { docs } = answer as unknown as { docs: object[] };
  const error = { type: 'no_shard_available_action_exception', reason: 'as told' };
  return { docs: docs.map((one, index) => (index === 7 ? { error } : one)) };
}
