/** A cluster of two data centres: how a store is made there, asked in either, and looked at. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMain, type MainResult } from '../../cli/run-main.ts';
import { startCassandraCluster, type CassandraNode } from '../../services/cassandra.ts';
import { useInstalled } from '../../services/use-service.ts';
import { runCql } from './cassandra-test-store.ts';

const installed = await useInstalled('cassandra');
const fixtures = join(import.meta.dirname, '../../../fixtures/archive');
const site = ['--site', 'sport.example', '--from', '2026-03-08', '--until', '2026-03-09'];

describe.skipIf(installed === undefined)('two data centres', () => {
  let nodes: readonly CassandraNode[] = [];
  let hosts = '';

  beforeAll(async () => {
    nodes = await startCassandraCluster(installed ?? '', {
      datacenters: ['dc1', 'dc1', 'dc2'],
      heapMegabytes: 320,
    });
    hosts = nodes.map(({ address }) => address).join(',');
  }, 600_000);
  afterAll(async () => {
    for (const one of nodes) await one.stop();
  });

  async function run(parameters: string, ...argv: readonly string[]): Promise<MainResult> {
    const place = `cassandra://${hosts}/recount${parameters}`;
    const now = (): number => Date.now();
    const result = await runMain([...argv, '--store', place], { columns: 1000, now });
    return { ...result, stderr: result.stderr.replaceAll(hosts, 'HOSTS') };
  }

  test('ask which of them is meant, and know no other', async () => {
    const unnamed = await run('', 'store', 'init', '--replication', 'dc1=2,dc2=1');
    expect([unnamed.code, unnamed.stderr]).toEqual([
      2,
      'error: cassandra://HOSTS/recount has several data centres: dc1, dc2\n' +
        'hint: name the one to use: ?datacenter=dc1\n',
    ]);
    const unknown = await run('?datacenter=dc9', 'store', 'init', '--replication', '1');
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      'error: cassandra://HOSTS/recount has no data centre dc9, it has dc1, dc2\n' +
        'hint: name one of them: ?datacenter=dc1\n',
    ]);
  });

  test('keep as many copies in each as init was told', async () => {
    const made = await run('?datacenter=dc1', 'store', 'init', '--replication', 'dc1=2,dc2=1');
    expect([made.code, made.stderr]).toEqual([0, '']);
    const { stdout } = await run('?datacenter=dc1', 'store', 'status');
    expect(stdout).toMatch(/copies +2 in dc1, 1 in dc2\n/);
  });

  test('show in the one what was published in the other', async () => {
    const published = await run(
      '?datacenter=dc1',
      ...['rebuild', '--archive', fixtures, ...site, '--zone', 'Europe/Berlin'],
      ...['--retain', '5m=forever', '--apply'],
    );
    expect([published.code, published.stderr]).toEqual([0, '']);
    const exports = await Promise.all(
      ['?datacenter=dc1', '?datacenter=dc2&consistency=all'].map((parameters) =>
        run(parameters, 'export', ...site, '--sketches', '--quiet'),
      ),
    );
    expect(exports[0]?.stdout).toContain('"$all/page_views":52');
    expect(exports[1]).toEqual(exports[0]);
  });

  test('are looked at one by one', async () => {
    const findings = async (): Promise<readonly string[]> => {
      const { stdout } = await run('?datacenter=dc1', 'store', 'doctor');
      return stdout.match(/^(fault|notice) .*$/gm) ?? [];
    };
    expect(await findings()).toEqual([
      'notice  copies of the keyspace: 2 in dc1, 1 in dc2; a node that is away stops all work',
    ]);
    await runCql(
      nodes[0]?.address ?? '',
      'ALTER KEYSPACE recount WITH replication = ' +
        "{'class': 'NetworkTopologyStrategy', 'dc1': 2, 'dc2': 2}",
      'dc1',
    );
    const wanted = 'copies of the keyspace: 2 in dc1, 2 in dc2';
    // Nodes tell each other of the change a moment after it was made.
    await expect
      .poll(findings, { timeout: 60_000 })
      .toEqual([`fault   ${wanted}; and there is 1 node in dc2: work will fail`]);
  });
});
