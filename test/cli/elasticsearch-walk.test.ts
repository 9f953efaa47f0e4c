/** The walk through the commands, on a folder and on Elasticsearch. */
import { describe, expect, test } from 'vitest';
import { useService } from '../services/use-service.ts';
import { newPrefix, removeStore } from '../store/elasticsearch/elasticsearch-test-store.ts';
import { runMain } from './run-main.ts';
import { walkBothStores } from './walk-both-stores.ts';

const address = (await useService('elasticsearch')) ?? '';
const prefix = newPrefix();
const place = `elasticsearch://${address}/${prefix}`;

describe.skipIf(address === '')('a store in Elasticsearch', () => {
  test('init asks how many copies are kept', async () => {
    const said = async (...more: readonly string[]): Promise<readonly [number, string]> => {
      const argv = ['store', 'init', ...more, '--store', place];
      const { code, stderr } = await runMain(argv, { columns: 1000 });
      return [code, stderr.replaceAll(place, 'STORE').replaceAll(prefix, 'PREFIX')];
    };
    expect(await said()).toEqual([
      2,
      'error: there is no index PREFIX-records, and how many copies are kept is unsaid\n' +
        'hint: recount store init --store STORE --replication 2 (1 on a single node)\n',
    ]);
    expect(await said('--replication', 'dc1=3')).toEqual([
      2,
      'error: --replication dc1=3 is no number of copies\n' +
        'hint: --replication 2 keeps two of everything; data centres are not told apart here\n',
    ]);
    expect((await runMain(['store', 'status', '--store', place])).code).toBe(2);
  });
});

walkBothStores('a folder and Elasticsearch', {
  place: address === '' ? '' : place,
  findings: [`notice  4 indices keep one copy only, first ${prefix}-1d-2026.03-1`],
  remove: () => removeStore(address, prefix),
});
