/** Indices of days and months: shared by all, removed whole with the last, never under a writer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BulkWriter } from '../../../src/store/elasticsearch/bulk-writer.ts';
import type { Store } from '../../../src/store/store.ts';
import { useService } from '../../services/use-service.ts';
import { openFaultProxy, type FaultChoice, type FaultProxy } from '../../support/fault-proxy.ts';
import { day } from '../records.ts';
import { collect, plainParts, rowPartsFromPlain, type PlainPart } from '../row-parts.ts';
import { newSession } from './broken-answers.ts';
import { askServer, newPrefix, openAt, removeStore } from './elasticsearch-test-store.ts';

const address = (await useService('elasticsearch')) ?? '';

describe.skipIf(address === '')('indices of 5-minute rows', () => {
  const prefix = newPrefix();
  let fault: FaultChoice = () => undefined;
  let proxy: FaultProxy;
  let store: Store;
  let session: Awaited<ReturnType<typeof newSession>>;
  let days = 0;

  beforeAll(async () => {
    proxy = await openFaultProxy(address, (seen, body) => fault(seen, body));
    store = await openAt(`${address}/${prefix}`, true);
    session = await newSession(`${address}/${prefix}`);
  });
  afterAll(async () => {
    await store.close();
    await session.client.close();
    proxy.close();
    await removeStore(address, prefix);
  });

  const newKey = () => ({ site: 'a.example', day: day + (days += 1), generation: 'g1' });

  const stage = (key: ReturnType<typeof newKey>, into: Store = store): Promise<void> =>
    into.stageRows(key, '5m', rowPartsFromPlain(rowsOf(key.day)));

  async function indicesOf(date: string): Promise<readonly string[]> {
    const path = `/_cat/indices/${prefix}-5m-${date}-*?format=json&s=index`;
    const found = (await askServer(address, 'GET', path)) as { readonly index: string }[];
    return found.map(({ index }) => index.slice(prefix.length));
  }

  test('are shared by sites and generations, and go with the last of them', async () => {
    const key = newKey();
    const others = [
      { ...key, generation: 'g2' },
      { ...key, site: 'b.example' },
    ];
    for (const one of [key, ...others]) await stage(one);
    expect(await indicesOf('2026.03.09')).toEqual(['-5m-2026.03.09-1']);
    for (const one of others) await store.dropGeneration(one);
    expect(await indicesOf('2026.03.09')).toEqual(['-5m-2026.03.09-1']);
    expect(await plainParts(store.readRows(key, '5m', {}))).toEqual(rowsOf(key.day));
    await store.dropGeneration(key);
    expect(await indicesOf('2026.03.09')).toEqual([]);
    await stage(key);
    expect(await indicesOf('2026.03.09')).toEqual(['-5m-2026.03.09-2']);
  });

  test('are not made for a day without rows', async () => {
    const key = newKey();
    await store.stageRows(key, '5m', []);
    expect(await indicesOf('2026.03.10')).toEqual([]);
    expect(await store.listGenerations(key)).toEqual(['g1']);
  });

  test('stay when another run names something in them while they are removed', async () => {
    const key = newKey();
    await stage(key);
    const other = { ...key, generation: 'g2' };
    const dropping = await openAt(`${proxy.address}/${prefix}`, false);
    let looks = 0;
    // Between its two looks for what else is in the index.
    fault = async ({ url }) => {
      if (url.includes('records/_refresh') && (looks += 1) === 2)
        await nameIn('-5m-2026.03.11-1', other);
      return undefined;
    };
    await dropping.dropGeneration(key);
    await dropping.close();
    fault = () => undefined;
    expect(await indicesOf('2026.03.11')).toEqual(['-5m-2026.03.11-1']);
    expect(await plainParts(store.readRows(key, '5m', {}))).toEqual([]);
    // Whoever comes later is in the next one.
    await stage({ ...key, generation: 'g3' });
    expect(await indicesOf('2026.03.11')).toEqual(['-5m-2026.03.11-1', '-5m-2026.03.11-2']);
  });

  test('a writer that finds its index on the way out takes the next one', async () => {
    const key = newKey();
    await stage(key);
    const writing = await openAt(`${proxy.address}/${prefix}`, false);
    let isDropped = false;
    // After it has read the number of the index, before it has named its content.
    fault = async ({ method, url }) => {
      if (method !== 'PUT' || !url.includes(`/${prefix}-records/_doc/`) || isDropped) {
        return undefined;
      }
      isDropped = true;
      await store.dropGeneration(key);
      return undefined;
    };
    const other = { ...key, generation: 'g2' };
    await stage(other, writing);
    await writing.close();
    fault = () => undefined;
    expect(await indicesOf('2026.03.12')).toEqual(['-5m-2026.03.12-2']);
    expect(await plainParts(store.readRows(other, '5m', {}))).toEqual(rowsOf(key.day));
  });

  test('documents that nobody has named are left over, and removed alone', async () => {
    const key = newKey();
    await stage(key);
    const index = `${prefix}-5m-2026.03.13-1`;
    const writer = new BulkWriter(session, `${prefix}-write-5m-2026.03.13-1`);
    const document = { site: 'late.example', day: '2026-03-13', generation: 'dropped', part: 0 };
    void writer.index('late', JSON.stringify({ ...document, bucket: 0, bytes: 1, cells: 'AQ==' }));
    expect(await writer.finish()).toEqual({ sent: 1, stored: 1, superseded: 0, failed: 0 });
    const upkeep = store.upkeep!;
    const [leftover, ...more] = (await collect(upkeep.listLeftovers())).filter(({ name }) =>
      name.includes(index),
    );
    expect(more).toEqual([]);
    expect(leftover?.name).toBe(JSON.stringify([index, 'late.example', key.day, 'dropped']));
    await upkeep.removeLeftover(leftover!);
    await upkeep.removeLeftover(leftover!);
    const left = (await collect(upkeep.listLeftovers())).map(({ name }) => name);
    expect(left.filter((name) => name.includes(index))).toEqual([]);
    expect(await plainParts(store.readRows(key, '5m', {}))).toEqual(rowsOf(key.day));
  });

  test('an index that nothing is named in is left over, and removed', async () => {
    const name = `${prefix}-5m-2020.01.01-7`;
    await askServer(address, 'PUT', `/${name}`);
    const upkeep = store.upkeep!;
    const leftovers = await collect(upkeep.listLeftovers());
    const [leftover] = leftovers.filter((one) => one.name === JSON.stringify([name]));
    await upkeep.removeLeftover(leftover!);
    expect(await indicesOf('2020.01.01')).toEqual([]);
  });

  /** As a run does that has begun to stage. */
  async function nameIn(index: string, key: ReturnType<typeof newKey>): Promise<void> {
    await askServer(address, 'POST', `/${prefix}-records/_doc`, {
      ...{ kind: 'content', site: key.site, day: '2026-03-11', generation: key.generation },
      ...{ content: '5m', index: `${prefix}${index}`, parts: 0, bytes: 0 },
    });
  }
});

function rowsOf(one: number): PlainPart[] {
  return [null, 'https://a.example/'].map((url) => ({
    grain: '5m' as const,
    url,
    bucket: one * 86_400,
    part: 0,
    cells: [['$all/page_views', 7] as const],
  }));
}
