/** What a look finds at clusters that are set up for it: small limits, a half-done upgrade. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMain } from '../../cli/run-main.ts';
import {
  startCassandra,
  startCassandraCluster,
  type CassandraNode,
} from '../../services/cassandra.ts';
import { useInstalled } from '../../services/use-service.ts';

const installed = await useInstalled('cassandra');
const older = await useInstalled('cassandra41');

const ofDay = ['--site', 'sport.example', '--from', '2026-03-08', '--until', '2026-03-09'];
const rebuildOfDay = [
  ...['rebuild', '--archive', join(import.meta.dirname, '../../../fixtures/archive'), ...ofDay],
  ...['--zone', 'Europe/Berlin', '--retain', '5m=forever', '--apply'],
];
const exportOfDay = ['export', ...ofDay, '--sketches', '--quiet'];

async function run(hosts: string, ...argv: readonly string[]): Promise<string> {
  const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');
  const { code, stdout, stderr } = await runMain([...argv, '--store', placeOf(hosts)], {
    randomHex,
  });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error:')]);
  return stdout;
}

/** Each with what is to be done, which follows it. */
async function findings(hosts: string): Promise<readonly string[]> {
  const argv = ['store', 'doctor', '--store', placeOf(hosts), '--json'];
  const { stdout } = await runMain(argv, { now: () => Date.now() });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, string>>)
    .filter(({ type }) => type === 'finding')
    .map(({ level = '', message = '', remedy = '' }) => `${level}: ${message}; ${remedy}`);
}

function placeOf(hosts: string): string {
  return `cassandra://${hosts}/recount`;
}

describe.skipIf(installed === undefined)('a node that takes small writes only', () => {
  let node: CassandraNode;
  beforeAll(async () => {
    const settings = ['commitlog_segment_size: 8MiB', 'native_transport_max_frame_size: 8MiB'];
    node = await startCassandra(installed ?? '', { settings });
    await run(node.address, 'store', 'init', '--replication', '1');
  });
  afterAll(() => node.stop());

  test('is told which settings to raise', async () => {
    expect(await findings(node.address)).toEqual(
      expect.arrayContaining([
        'fault: commitlog_segment_size is 8MiB: a large row cannot be written; set it to 24MiB ' +
          'at least in cassandra.yaml of every node',
        'fault: native_transport_max_frame_size is 8MiB: a large row cannot be written; set it ' +
          'to 12MiB at least in cassandra.yaml of every node',
      ]),
    );
  });
});

describe.skipIf(installed === undefined || older === undefined)('two nodes of 4.1', () => {
  let nodes: readonly CassandraNode[] = [];
  beforeAll(async () => {
    nodes = await startCassandraCluster(older ?? '', {
      datacenters: ['datacenter1', 'datacenter1'],
      heapMegabytes: 320,
    });
    const hosts = nodes.map(({ address }) => address).join(',');
    await run(hosts, 'store', 'init', '--replication', '2');
  }, 600_000);
  afterAll(async () => {
    for (const one of nodes) await one.stop();
  });

  test('of which one was upgraded: its version is told, and what else differs', async () => {
    const hosts = nodes.map(({ address }) => address).join(',');
    await run(hosts, ...rebuildOfDay);
    const [before, rows] = [await findings(hosts), await run(hosts, ...exportOfDay)];
    expect(rows).toContain('"$all/page_views":52');
    await nodes[1]?.restart(installed);
    const found = (await findings(hosts)).filter((finding) => !before.includes(finding));
    expect(found).toEqual([
      'fault: the nodes do not agree on the tables: their schema has 2 versions; wait a minute ' +
        'and look again; then nodetool describecluster names the nodes, restart those that differ',
      'notice: the nodes run different versions: 4.1.9, 5.0.9; finish the upgrade; tables cannot ' +
        'be changed until then',
    ]);
    expect(await run(hosts, ...exportOfDay)).toBe(rows);
    await nodes[0]?.restart(installed);
    // Nodes tell each other their version a moment after they are there.
    await expect.poll(() => findings(hosts), { timeout: 120_000 }).toEqual(before);
    expect(await run(hosts, ...exportOfDay)).toBe(rows);
    await run(hosts, ...rebuildOfDay, '--force');
    expect(await run(hosts, ...exportOfDay)).toBe(rows);
  });
});
