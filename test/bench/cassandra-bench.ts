/**
 * `npm run bench:cassandra [rounds [parts]]`: staging beside what a plain client can, on a real
 * server of this machine, and cells as one blob beside cells as a map. All take their turns, each
 * time in a process of its own; nothing here expects a speed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'cassandra-driver';
import { openStore } from '../../src/index.ts';
import { cassandra, startCassandra } from '../services/cassandra.ts';
import { installService } from '../services/install-service.ts';
import { services } from './bench-services.ts';
import type { CassandraTaskName, Timed } from './cassandra-task.ts';
import { median } from './summarise-runs.ts';

const rounds = Number(process.argv[2] ?? '5');
const parts = Number(process.argv[3] ?? '60000');
const keyspace = 'bench';
const note = (line: string): unknown => process.stderr.write(`${line}\n`);

/** As a server of production runs, which the tests' own does not. */
const server = await startCassandra(await installService(cassandra, note), {
  heapMegabytes: 2048,
  javaOptions: ['-XX:+UseG1GC'],
});
try {
  process.stdout.write(`${(await bench()).join('\n')}\n`);
} finally {
  await server.stop();
}

async function bench(): Promise<readonly string[]> {
  const made = await openStore(`cassandra://${server.address}/${keyspace}`, {
    isMade: true,
    engineBytesMax: 1,
    services: { ...services, replication: '1' },
  });
  await made.close();
  const client = new Client({
    contactPoints: [server.address],
    localDataCenter: 'datacenter1',
    keyspace,
  });
  await client.execute(
    'CREATE TABLE rows_map (site text, day date, grain text, generation text, shard int, ' +
      'level tinyint, url text, bucket timestamp, part int, cells frozen<map<text, blob>>, ' +
      'PRIMARY KEY ((site, day, grain, generation, shard), level, url, bucket, part)) WITH ' +
      "compression = {'class': 'ZstdCompressor', 'chunk_length_in_kb': 16} AND " +
      "compaction = {'class': 'UnifiedCompactionStrategy'}",
  );
  const runs: (Timed & { readonly task: CassandraTaskName; readonly round: number })[] = [];
  // The first round warms the server up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const writing = ['plain', 'stage', 'map'] as const;
    const turned = round % 2 === 0 ? writing : [...writing].reverse();
    for (const task of [...turned, 'verify', 'readBlob', 'readMap'] as const) {
      const isOfPlain = task === 'plain' || task === 'readBlob';
      const generation = `${isOfPlain ? 'plain' : 'ours'}-${round}`;
      runs.push({ ...(await runTask(task, generation)), task, round });
    }
  }
  const sizes = await sizesOnDisk(client);
  await client.shutdown();
  return reportLines(
    runs.filter(({ round }) => round > 0),
    sizes,
  );
}

async function runTask(task: CassandraTaskName, generation: string): Promise<Timed> {
  const script = join(import.meta.dirname, 'cassandra-task.js');
  const args = [script, task, server.address, keyspace, generation, String(parts)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [status]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (status !== 0) throw new Error(`${task} ended with ${String(status)}`);
  return JSON.parse(output) as Timed;
}

/** MiB after everything was flushed, which the server does by itself when told of a period. */
async function sizesOnDisk(client: Client): Promise<ReadonlyMap<string, number>> {
  for (const table of ['rows', 'rows_map']) {
    await client.execute(`ALTER TABLE ${table} WITH memtable_flush_period_in_ms = 1000`);
  }
  await wait(15_000);
  const { rows } = await client.execute(
    'SELECT table_name, mebibytes FROM system_views.disk_usage WHERE keyspace_name = ' +
      `'${keyspace}' ALLOW FILTERING`,
  );
  return new Map(rows.map((row) => [String(row['table_name']), Number(row['mebibytes'])]));
}

type Runs = readonly (Timed & { readonly task: CassandraTaskName; readonly round: number })[];

function reportLines(runs: Runs, sizes: ReadonlyMap<string, number>): readonly string[] {
  const of = (task: CassandraTaskName): Runs => runs.filter((run) => run.task === task);
  const line = (task: CassandraTaskName, label: string): string => {
    const wall = median(of(task).map(({ seconds }) => seconds));
    const cpu = median(of(task).map(({ cpuSeconds }) => cpuSeconds));
    const rate = (parts / wall).toFixed(0).padStart(7);
    return `  ${label.padEnd(34)} ${rate} rows/s, processor of the client ${cpu.toFixed(2)} s`;
  };
  const ratio = (a: CassandraTaskName, b: CassandraTaskName): string => {
    const pairs = of(a).map((run, index) => [run, of(b)[index] ?? run] as const);
    const wall = median(pairs.map(([one, other]) => other.seconds / one.seconds));
    const cpu = median(pairs.map(([one, other]) => other.cpuSeconds / one.cpuSeconds));
    return `${wall.toFixed(2)} by the clock, ${cpu.toFixed(2)} by processor time of the client`;
  };
  return [
    `${parts} rows of 20 cells and 10 sketches, ${rounds} rounds, medians`,
    line('plain', 'plain client, cells as a blob'),
    line('stage', 'staging'),
    line('verify', 'reading back and comparing'),
    `  staging by the plain client: ${ratio('stage', 'plain')}`,
    'cells as a blob or as frozen<map<text, blob>>, plain client',
    line('map', 'written as maps'),
    line('readBlob', 'read and decoded from blobs'),
    line('readMap', 'read and decoded from maps'),
    `  writing blobs by writing maps: ${ratio('plain', 'map')}`,
    `  reading blobs by reading maps: ${ratio('readBlob', 'readMap')}`,
    // The table of blobs holds what was staged, too.
    `  on disk: ${((sizes.get('rows') ?? NaN) / 2).toFixed(0)} MiB as blobs, ` +
      `${(sizes.get('rows_map') ?? NaN).toFixed(0)} MiB as maps`,
  ];
}
