/**
 * `npm run bench:elasticsearch [rounds] [parts]`: staging rows beside what the plain client can, on
 * a real server of this machine. Both write by turns, each time in a process of its own; nothing
 * here expects a speed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openStore } from '../../src/places/open-store.ts';
import { elasticsearch, startElasticsearch } from '../services/elasticsearch.ts';
import { installService } from '../services/install-service.ts';
import { newPrefix, removeStore } from '../store/elasticsearch/elasticsearch-test-store.ts';
import { services } from './bench-services.ts';
import type { StageTaskName } from './elasticsearch-stage-task.ts';
import type { Measurement } from './stopwatch.ts';
import { median } from './summarise-runs.ts';

const rounds = Number(process.argv[2] ?? '5');
const parts = Number(process.argv[3] ?? '20000');
const note = (line: string): unknown => process.stderr.write(`${line}\n`);

type Pair = Readonly<Record<StageTaskName, Measurement>>;

const installed = await installService(elasticsearch, note);
const server = await startElasticsearch(installed, { heapMegabytes: 1024 });
try {
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) pairs.push(await benchPair(round));
  process.stdout.write(`${reportLines(pairs).join('\n')}\n`);
} finally {
  await server.stop();
}

/** By turns, and each first as often as the other. */
async function benchPair(round: number): Promise<Pair> {
  const prefix = newPrefix();
  const place = `elasticsearch://${server.address}/${prefix}`;
  const single = { ...services, replication: '1' };
  await (await openStore(place, { isMade: true, engineBytesMax: 0, services: single })).close();
  const stage = (task: StageTaskName): Promise<Measurement> => stageOnce(task, prefix);
  const pair =
    round % 2 === 0
      ? { bare: await stage('bare'), store: await stage('store') }
      : { store: await stage('store'), bare: await stage('bare') };
  await removeStore(server.address, prefix);
  return pair;
}

async function stageOnce(task: StageTaskName, prefix: string): Promise<Measurement> {
  const script = join(import.meta.dirname, 'elasticsearch-stage-task.js');
  const args = [script, task, server.address, prefix, String(parts)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [status]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (status !== 0) throw new Error(`${task} ended with ${status}`);
  return JSON.parse(output) as Measurement;
}

function reportLines(pairs: readonly Pair[]): readonly string[] {
  const line = (task: StageTaskName): string => {
    const all = pairs.map((pair) => pair[task]);
    const wall = median(all.map(({ seconds }) => seconds));
    const cpu = median(all.map(({ cpuSeconds }) => cpuSeconds));
    return (
      `  ${task.padEnd(6)} ${(parts / wall).toFixed(0).padStart(6)} documents/s, ` +
      `${wall.toFixed(2)} s, processor ${cpu.toFixed(2)} s`
    );
  };
  const ratio = (of: (timed: Measurement) => number): string =>
    median(pairs.map(({ bare, store }) => of(bare) / of(store))).toFixed(2);
  return [
    `${parts} row parts, ${pairs.length} pairs`,
    line('bare'),
    line('store'),
    `  throughput of the store by that of the bare client, median of pairs: ` +
      `${ratio(({ seconds }) => seconds)} by the clock, ` +
      `${ratio(({ cpuSeconds }) => cpuSeconds)} by processor time`,
  ];
}
