/**
 * Why there is a bulk writer of our own. The client's helper sends what it has after a time-out of
 * its own too. It remembers only one of those who wait for a request to end: where a slow producer
 * meets a slow cluster, what that time-out has taken is forgotten when the next request is full,
 * and no error tells of it. The writer is held to the very same. A helper that loses nothing here
 * has been mended since.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { beforeEach, describe, expect, test } from 'vitest';
import { BulkWriter } from '../../../src/store/elasticsearch/bulk-writer.ts';
import { useService } from '../../services/use-service.ts';
import { openFaultProxy, type FaultProxy, type HttpFault } from '../../support/fault-proxy.ts';
import { changeAnswer, newSession, refuseAll } from './broken-answers.ts';
import { askServer, newPrefix } from './elasticsearch-test-store.ts';

const address = (await useService('elasticsearch')) ?? '';

/** As large as the writer's requests; so many documents fill one. */
const requestBytes = 2 * 1024 * 1024;
const documentBytes = 100_000;
const inRequest = 21;
const beforePause = inRequest + 5;
const documentCount = beforePause + 10;

const documentOf = (number: number): string =>
  JSON.stringify({ number, text: 'x'.repeat(documentBytes) });

describe.skipIf(address === '').each([
  ['answered late', undefined],
  ['answered late, and then refused for load', changeAnswer(refuseAll)],
] as const)('when the first request is %s', (_how, firstAnswer) => {
  const index = newPrefix();
  let cluster: SlowCluster;

  beforeEach(async () => {
    cluster = await openSlowCluster(firstAnswer);
    await askServer(address, 'PUT', `/${index}`, {
      settings: { number_of_replicas: 0 },
      mappings: { dynamic: false },
      aliases: { [`${index}-write`]: {} },
    });
    return async () => {
      cluster.proxy.close();
      await askServer(address, 'DELETE', `/${index}`);
    };
  });

  test("the client's helper loses what its time-out had taken, and tells nobody", async () => {
    const client = new Client({ node: `http://${cluster.proxy.address}`, maxRetries: 0 });
    const helper = client.helpers.bulk<{ readonly number: number; readonly json: string }>({
      datasource: produce(cluster, async () => {
        // What its time-out takes counts at once, as if it were sent.
        while (helper.stats.bytes < beforePause * documentBytes) await nextTurn();
      }),
      onDocument: ({ number, json }) =>
        [{ index: { _index: index, _id: String(number) } }, json] as never,
      flushBytes: requestBytes,
      flushInterval: 20,
      concurrency: 1,
      retries: 3,
      wait: 1,
    });
    expect(await helper).toMatchObject({
      successful: documentCount - (beforePause - inRequest),
      failed: 0,
      aborted: false,
    });
    expect(await missingIn(index)).toEqual([21, 22, 23, 24, 25]);
    await client.close();
  });

  test('our own writer loses nothing', async () => {
    const session = await newSession(`${cluster.proxy.address}/${index}`);
    const writer = new BulkWriter(session, `${index}-write`);
    for await (const { number, json } of produce(cluster, () => nextTurn())) {
      await writer.index(String(number), json);
    }
    expect(await writer.finish()).toEqual({
      sent: documentCount,
      stored: documentCount,
      superseded: 0,
      failed: 0,
    });
    expect(await missingIn(index)).toEqual([]);
    await session.client.close();
  });
});

type SlowCluster = {
  readonly proxy: FaultProxy;
  /** Resolves when it has the first bulk request. */
  readonly begun: Promise<void>;
  /** Lets it answer that request. */
  readonly goOn: () => void;
};

async function openSlowCluster(firstAnswer: HttpFault | undefined): Promise<SlowCluster> {
  let begin = (): void => undefined;
  let goOn = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const held = new Promise<void>((resolve) => (goOn = resolve));
  let bulks = 0;
  const proxy = await openFaultProxy(address, async ({ url }) => {
    if (!url.includes('/_bulk') || (bulks += 1) > 1) return undefined;
    begin();
    await held;
    return firstAnswer;
  });
  return { proxy, begun, goOn };
}

/** Pauses once, while the first request is under way, which ends when everything is produced. */
async function* produce({ begun, goOn }: SlowCluster, pause: () => Promise<void>) {
  for (let number = 0; number < documentCount; number += 1) {
    if (number === beforePause) {
      await begun;
      await pause();
    }
    yield { number, json: documentOf(number) };
  }
  // Once whoever takes the documents has seen that there are no more.
  setImmediate(goOn);
}

/** Numbers of the documents that the server itself does not have. */
async function missingIn(index: string): Promise<readonly number[]> {
  await askServer(address, 'POST', `/${index}/_refresh`);
  const path = `/${index}/_search?size=1000&_source=false`;
  const { hits } = (await askServer(address, 'GET', path)) as {
    readonly hits: { readonly hits: readonly { readonly _id: string }[] };
  };
  const found = new Set(hits.hits.map(({ _id: id }) => Number(id)));
  return Array.from({ length: documentCount }, (_, number) => number).filter(
    (number) => !found.has(number),
  );
}
