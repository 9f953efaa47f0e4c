/** What the doctor finds in an Elasticsearch store: brought about on the real server. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newPeriodRecord } from '../../../src/model/period-record.ts';
import type { Store } from '../../../src/store/store.ts';
import { runMain } from '../../cli/run-main.ts';
import { useService } from '../../services/use-service.ts';
import { openFaultProxy, type FaultChoice, type FaultProxy } from '../../support/fault-proxy.ts';
import { day } from '../records.ts';
import { collect, rowPartsFromPlain } from '../row-parts.ts';
import { changeAnswer, headers } from './broken-answers.ts';
import { askServer, newPrefix, openAt, removeStore } from './elasticsearch-test-store.ts';

const address = (await useService('elasticsearch')) ?? '';

describe.skipIf(address === '')('the doctor of a store in Elasticsearch', () => {
  let prefix = '';
  let fault: FaultChoice = () => undefined;
  let proxy: FaultProxy;
  let store: Store;
  const index = (): string => `${prefix}-1d-2026.03-1`;

  beforeEach(async () => {
    prefix = newPrefix();
    fault = () => undefined;
    proxy = await openFaultProxy(address, (seen, body) => fault(seen, body));
    store = await openAt(`${proxy.address}/${prefix}`, true);
    const cells = [['$all/page_views', 1] as const];
    const row = { grain: '1d' as const, url: null, bucket: day, part: 0, cells };
    const key = { site: 'a.example', day, generation: 'g1' };
    await store.stageRows(key, '1d', rowPartsFromPlain([row]));
  });
  afterEach(async () => {
    await store.close();
    proxy.close();
    await removeStore(address, prefix);
  });

  /** Level, message and remedy, without the prefix; but for the single copies of every test. */
  async function findings(): Promise<readonly string[]> {
    const faults = await collect(store.upkeep!.inspect());
    return faults
      .map(({ level, message, remedy }) => `${level} ${message} | ${remedy}`)
      .map((line) => line.replaceAll(proxy.address, 'HOST').replaceAll(prefix, 'P'))
      .filter((line) => !line.includes('keep one copy only'));
  }

  const put = (path: string, body: object): Promise<unknown> =>
    askServer(address, 'PUT', path, body);

  test('finds nothing but the single copies', async () => {
    const faults = await collect(store.upkeep!.inspect());
    expect(faults.map(({ message }) => message.replaceAll(prefix, 'P'))).toEqual([
      '3 indices keep one copy only, first P-1d-2026.03-1',
    ]);
  });

  test('finds a template that is missing, and init puts it right', async () => {
    await askServer(address, 'DELETE', `/_index_template/${prefix}-5m`);
    const remedy = 'recount store init --store elasticsearch://HOST/P puts it right';
    expect(await findings()).toEqual([
      `fault the index template P-5m is missing: nothing can be staged | ${remedy}`,
    ]);
    const place = `elasticsearch://${address}/${prefix}`;
    expect((await runMain(['store', 'init', '--store', place])).code).toBe(0);
    expect(await findings()).toEqual([]);
    // As many copies as the store was made with.
    const made = await askServer(
      address,
      'GET',
      `/_index_template/${prefix}-5m?flat_settings=true`,
    );
    expect(made).toMatchObject({
      index_templates: [
        {
          index_template: { template: { settings: { 'index.number_of_replicas': '0' } } },
        },
      ],
    });
  });

  test('finds fields that a template lacks, or has as something else', async () => {
    await put(`/_index_template/${prefix}-5m`, {
      index_patterns: [`${prefix}-5m-*`],
      priority: 500,
      template: { mappings: { properties: { url: { type: 'boolean' } } } },
    });
    const found = await findings();
    expect(found.map((line) => line.split(' | ')[0])).toEqual([
      'fault the index template P-5m has url as boolean, not as keyword',
      expect.stringMatching(/^notice the index template P-5m lacks the field site and \d+ more: /),
      'notice the index template P-5m takes fields that nobody has named (dynamic is not strict)',
    ]);
  });

  test('finds an index that is red, by name', async () => {
    await put(`/${prefix}-5m-2026.03.08-1?wait_for_active_shards=0&timeout=1s`, {
      settings: { 'index.routing.allocation.require._name': 'nowhere' },
    });
    const message =
      'fault the index P-5m-2026.03.08-1 is red: shards of it are nowhere (1 missing)';
    expect(await findings()).toContainEqual(expect.stringContaining(message));
  });

  test('finds an index that is yellow', async () => {
    await put(`/${index()}/_settings`, { index: { number_of_replicas: 1 } });
    expect(await findings()).toEqual([
      'notice the index P-1d-2026.03-1 is yellow: 1 copies of shards are missing | ' +
        'add a node that can hold them, or lower index.number_of_replicas',
    ]);
  });

  test('finds an index that takes no writes', async () => {
    await put(`/${index()}/_settings`, { 'index.blocks.read_only_allow_delete': true });
    expect(await findings()).toEqual([
      'fault the index P-1d-2026.03-1 is blocked: index.blocks.read_only_allow_delete | ' +
        'free space on the disk if that is why, then set it to null',
    ]);
  });

  test('finds documents that are gone', async () => {
    const all = (await askServer(address, 'GET', `/${index()}/_search`)) as {
      hits: { hits: { _id: string }[] };
    };
    const [{ _id: id } = { _id: '' }] = all.hits.hits;
    await askServer(address, 'DELETE', `/${index()}/_doc/${id}`);
    expect(await findings()).toEqual([
      'fault P-1d-2026.03-1: a.example 2026-03-08, generation g1, 1d: ' +
        '1 documents were stored, 0 are there | ' +
        'recount rebuild --site a.example --from 2026-03-08 --force --apply writes it anew',
    ]);
  });

  test('finds an index that is gone whole, by the days of each site that were in it', async () => {
    const cells = [['$all/page_views', 1] as const];
    const staged = [
      { site: 'a.example', day: day + 2, generation: 'g2' },
      { site: 'b.example', day, generation: 'g3' },
    ];
    for (const key of staged) {
      const row = { grain: '1d' as const, url: null, bucket: key.day, part: 0, cells };
      await store.stageRows(key, '1d', rowPartsFromPlain([row]));
    }
    await askServer(address, 'DELETE', `/${index()}`);
    expect([...(await findings())].sort()).toEqual([
      'fault the index P-1d-2026.03-1 is gone; contents in it of a.example, ' +
        '2026-03-08 to 2026-03-10: 2 | ' +
        'restore it from a snapshot, or recount rebuild --site a.example ' +
        '--from 2026-03-08 --until 2026-03-11 --force --apply writes live days anew',
      'fault the index P-1d-2026.03-1 is gone; contents in it of b.example, 2026-03-08: 1 | ' +
        'restore it from a snapshot, or recount rebuild --site b.example ' +
        '--from 2026-03-08 --until 2026-03-09 --force --apply writes live days anew',
    ]);
  });

  test('does not miss what is dropped, where a removal was killed', async () => {
    const key = { site: 'a.example', day };
    const record = { ...newPeriodRecord(key), version: 1, dropped: ['g1'] };
    await store.swapPeriod(record);
    await askServer(address, 'DELETE', `/${index()}`);
    expect(await findings()).toEqual([]);
  });

  test('finds an index of records or documents that is gone', async () => {
    await askServer(address, 'DELETE', `/${prefix}-documents`);
    expect(await findings()).toEqual([
      'fault the index P-documents is missing: what was in it is lost | ' +
        'restore it from a snapshot',
    ]);
  });

  test.each([
    ['7.17.0', 'fault the node node-1 runs Elasticsearch 7.17.0; 8 or 9 is needed | upgrade it'],
    [
      '9.1.0',
      'notice the node node-1 runs Elasticsearch 9.1.0; 8.19 is what is tested | ' +
        'nothing is to be done if it works',
    ],
  ])('tells what it thinks of version %s', async (version, message) => {
    fault = ({ url }) =>
      url.includes('/_nodes') && !url.includes('stats')
        ? changeAnswer(() => ({ nodes: { n: { name: 'node-1', version } } }))
        : undefined;
    expect(await findings()).toEqual([message]);
  });

  test('tells of a disk above a watermark, and of a clock that is wrong', async () => {
    const fs = { total: { total_in_bytes: 100, available_in_bytes: 4 } };
    const node = { name: 'node-1', fs, timestamp: Date.now() - 3_600_000 };
    const told = changeAnswer(() => ({ nodes: { n: node } }));
    fault = ({ url }) => (url.includes('/_nodes') && url.includes('stats') ? told : undefined);
    const found = await findings();
    expect(found.map((line) => line.split(' | ')[0])).toEqual([
      'fault the disk of the node node-1 is 96 % full: ' +
        'above the flood stage, where indices take no more writes',
      "fault the clock of the node node-1 is 3600 s behind this machine's",
    ]);
  });

  test('goes on where one look fails', async () => {
    const body = '{"error":{"type":"security_exception","reason":"not granted"},"status":403}';
    fault = ({ url }) =>
      url.startsWith('/_cluster/health')
        ? { kind: 'answer', status: 403, body, headers }
        : undefined;
    expect(await findings()).toEqual([
      expect.stringContaining('notice could not be looked at: elasticsearch://HOST/P: reading the'),
    ]);
  });
});
