/**
 * Answers of a real Elasticsearch that go wrong on their way: lost, late, of some shards only, of
 * too much at once. Nothing is lost, nothing is written twice, and no part passes for the whole.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { useService } from '../../services/use-service.ts';
import { openFaultProxy, type FaultChoice, type FaultProxy } from '../../support/fault-proxy.ts';
import { day, recordOfVersion } from '../records.ts';
import { plainParts, rowPartsFromPlain, type PlainPart } from '../row-parts.ts';
import {
  breakFirst,
  changeAnswer,
  failDocument,
  lostAnswer,
  refuseThird,
  tooManyRequests,
} from './broken-answers.ts';
import { askServer, newPrefix, openAt, removeStore } from './elasticsearch-test-store.ts';

const address = (await useService('elasticsearch')) ?? '';

describe.skipIf(address === '')('a store whose answers go wrong', () => {
  const prefix = newPrefix();
  let fault: FaultChoice = () => undefined;
  let proxy: FaultProxy;
  let store: Store;
  let sites = 0;

  beforeAll(async () => {
    proxy = await openFaultProxy(address, (seen, body) => fault(seen, body));
    store = await openAt(`${proxy.address}/${prefix}`, true);
  });
  afterAll(async () => {
    await store.close();
    proxy.close();
    await removeStore(address, prefix);
  });

  const newKey = () => ({ site: `site-${(sites += 1)}.example`, day, generation: 'g1' });

  /** Documents of the site's rows, as the server counts them itself. */
  async function documentsOf(site: string): Promise<number> {
    const query = { query: { term: { site } } };
    const path = `/${prefix}-1d-*/_count`;
    return ((await askServer(address, 'POST', path, query)) as { count: number }).count;
  }

  test.each([
    ['whose answer is lost', breakFirst(2, '/_bulk', lostAnswer)],
    ['that never arrives', breakFirst(2, '/_bulk', { kind: 'drop' })],
    ['that is refused as too much', breakFirst(3, '/_bulk', tooManyRequests)],
    ['whose answer is cut off', breakFirst(2, '/_bulk', { kind: 'cut', afterBytes: 100 })],
    ['that is told of by halves', breakFirst(1, '/_bulk', changeAnswer(halfOfItems))],
    ['of which every third item is refused', breakFirst(2, '/_bulk', changeAnswer(refuseThird))],
  ])('a bulk %s is written whole and once', async (_what, broken) => {
    const key = newKey();
    fault = broken;
    await store.stageRows(key, '1d', rowPartsFromPlain(rows(3000)));
    expect(await documentsOf(key.site)).toBe(3000);
    expect(await plainParts(store.readRows(key, '1d', {}))).toEqual(rows(3000));
  });

  test.each([
    ['some shards failed', breakFirst(2, '/_search', changeAnswer(failShard))],
    ['it was cut off by a time-out', breakFirst(2, '/_search', changeAnswer(timeOut))],
    ['a shard of its cells failed', breakFirst(1, '/_mget', changeAnswer(failDocument))],
    ['it is cut off', breakFirst(1, '/_mget', { kind: 'cut', afterBytes: 1000 })],
    ['it is too much', breakFirst(2, '/_search', tooManyRequests)],
  ])('a page of which %s is read again', async (_what, broken) => {
    const key = newKey();
    await store.stageRows(key, '1d', rowPartsFromPlain(rows(100)));
    fault = broken;
    expect(await plainParts(store.readRows(key, '1d', {}))).toEqual(rows(100));
  });

  test('a point in time that was forgotten is opened again after the last row', async () => {
    const key = newKey();
    const staged = rows(4500);
    await store.stageRows(key, '1d', rowPartsFromPlain(staged));
    let read = 0;
    for await (const { url } of store.readRows(key, '1d', {})) {
      expect(url).toBe(staged[read]?.url);
      read += 1;
      if (read !== 500 && read !== 2500) continue;
      // Closing an index ends what was open on it.
      const index = `${prefix}-1d-2026.03-1`;
      await askServer(address, 'POST', `/${index}/_close`);
      await askServer(address, 'POST', `/${index}/_open?wait_for_active_shards=1`);
    }
    expect(read).toBe(4500);
  });

  test.each([
    ['did apply', lostAnswer, 2],
    ['did not apply', { kind: 'drop' } as const, 1],
  ])('a change whose answer is lost and that %s is told as unknown', async (_what, lost, found) => {
    const { site } = newKey();
    await store.swapPeriod(recordOfVersion(site, 1));
    let left = 1;
    fault = ({ method, url }) =>
      method === 'PUT' && url.includes('/_doc/') && (left -= 1) === 0 ? lost : undefined;
    await expect(store.swapPeriod(recordOfVersion(site, 2))).rejects.toMatchObject({
      name: 'UnavailableError',
      message: expect.stringContaining('changing a record') as string,
    });
    fault = () => undefined;
    expect((await store.readPeriod({ site, day }))?.version).toBe(found);
    // The caller reads again, and makes the change that is still missing.
    const next = recordOfVersion(site, found + 1, 'after');
    expect(await store.swapPeriod(next)).toBe('applied');
  });

  test('a document that is refused for good is told, by its id and cause', async () => {
    const key = { ...newKey(), day: day + 60 };
    await store.stageRows(key, '1d', rowPartsFromPlain(rows(1)));
    const index = `${prefix}-1d-2026.05-1`;
    await askServer(address, 'PUT', `/${index}/_settings`, { 'index.blocks.write': true });
    fault = () => undefined;
    const again = { ...key, generation: 'g2' };
    await expect(store.stageRows(again, '1d', rowPartsFromPlain(rows(3)))).rejects.toMatchObject({
      name: 'SystemError',
      message: expect.stringMatching(
        /3 of 3 documents were refused; first [\w-]{22}: 403 cluster_block_exception .*write/,
      ) as string,
    });
    await askServer(address, 'PUT', `/${index}/_settings`, { 'index.blocks.write': null });
  });

  test('what is written into an index that was removed is refused, and makes none', async () => {
    const key = { ...newKey(), day: day + 90 };
    const index = `${prefix}-1d-2026.06-1`;
    fault = async ({ url }) => {
      if (url.includes('/_bulk')) await askServer(address, 'DELETE', `/${index}`).catch(() => '');
      return undefined;
    };
    await expect(store.stageRows(key, '1d', rowPartsFromPlain(rows(2)))).rejects.toMatchObject({
      message: expect.stringContaining('404 index_not_found_exception') as string,
    });
    fault = () => undefined;
    await expect(askServer(address, 'GET', `/${index}`)).rejects.toThrow('404');
  });
});

function rows(count: number): PlainPart[] {
  return Array.from({ length: count }, (_, index) => ({
    grain: '1d' as const,
    url: `https://a.example/${10_000 + index}`,
    bucket: day,
    part: 0,
    cells: [['$all/page_views', index + 1] as const],
  }));
}

type Answer = Record<string, unknown>;

function halfOfItems(answer: Answer): object {
  const { items } = answer as unknown as { items: object[] };
  return { ...answer, items: items.slice(0, items.length / 2) };
}

function failShard(answer: Answer): object {
  return { ...answer, _shards: { total: 1, successful: 0, failed: 1 }, hits: { hits: [] } };
}

function timeOut(answer: Answer): object {
  return { ...answer, timed_out: true, hits: { hits: [] } };
}
