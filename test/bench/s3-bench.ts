/**
 * `npm run bench:s3 [rounds]`: reading a bucket beside what the plain client can, on a real server
 * of this machine. Both read by turns, each time in a process of its own; nothing here expects a
 * speed.
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { installService } from '../services/install-service.ts';
import { startVersitygw, versitygw } from '../services/versitygw.ts';
import { newTestBucket, s3Environment } from '../support/s3-client.ts';
import { findCore } from './run-child.ts';
import type { S3Reading, S3TaskName } from './s3-read-task.ts';
import type { Measurement } from './stopwatch.ts';

const mebibyte = 1024 ** 2;

const inputs = [
  { name: '2,000 objects of 40 KiB', objects: 2000, objectBytes: 40 * 1024 },
  { name: 'one object of 500 MiB', objects: 1, objectBytes: 500 * mebibyte },
] as const;

const rounds = Number(process.argv[2] ?? '5');
const note = (line: string): unknown => process.stderr.write(`${line}\n`);

const server = await startVersitygw(await installService(versitygw, note));
try {
  for (const input of inputs) await benchInput(input);
} finally {
  await server.stop();
}

async function benchInput({ name, objects, objectBytes }: (typeof inputs)[number]): Promise<void> {
  const bucket = await newTestBucket(server.address);
  const bytes = createHash('shake256', { outputLength: objectBytes }).update('bench').digest();
  for (let at = 0; at < objects; at += 20) {
    const some = Array.from({ length: Math.min(20, objects - at) }, (_none, index) => at + index);
    await Promise.all(some.map((part) => bucket.put(`2026/03/08/part-${part}.gz`, bytes)));
  }
  const core = findCore();
  const pairs: { readonly bare: Timed; readonly archive: Timed }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const read = (task: S3TaskName): Promise<Timed> => readOnce(task, bucket.name, core);
    // By turns, and each first as often as the other.
    if (round % 2 === 0) pairs.push({ bare: await read('bare'), archive: await read('archive') });
    else pairs.push({ archive: await read('archive'), bare: await read('bare') });
  }
  bucket.close();
  for (const { bare, archive } of pairs) {
    const isSame =
      archive.result.bytes === bare.result.bytes && bare.result.bytes === objects * objectBytes;
    if (!isSame) throw new Error(`${name}: the two did not read the same`);
  }
  process.stdout.write(`${reportLines(name, pairs, objects * objectBytes).join('\n')}\n`);
}

type Timed = Measurement & { readonly result: S3Reading };

async function readOnce(
  task: S3TaskName,
  bucket: string,
  core: number | undefined,
): Promise<Timed> {
  const pin = core === undefined ? [] : ['taskset', '-c', `${core}`];
  const script = join(import.meta.dirname, 's3-read-task.js');
  const [command = '', ...args] = [...pin, process.execPath, script, task, server.address, bucket];
  const env = { ...process.env, ...s3Environment, AWS_REGION: 'us-east-1' };
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const [output, [status]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (status !== 0) throw new Error(`${task} ended with ${status}`);
  return JSON.parse(output) as Timed;
}

function reportLines(
  name: string,
  pairs: readonly { readonly bare: Timed; readonly archive: Timed }[],
  bytes: number,
): readonly string[] {
  const line = (task: S3TaskName): string => {
    const all = pairs.map((pair) => pair[task]);
    const wall = median(all.map(({ seconds }) => seconds));
    const cpu = median(all.map(({ cpuSeconds }) => cpuSeconds));
    return (
      `  ${task.padEnd(8)} ${(bytes / mebibyte / wall).toFixed(0).padStart(5)} MiB/s, ` +
      `${wall.toFixed(2)} s, processor ${cpu.toFixed(2)} s`
    );
  };
  const ratio = (of: (timed: Timed) => number): string =>
    median(pairs.map(({ bare, archive }) => of(bare) / of(archive))).toFixed(2);
  return [
    `${name}, ${pairs.length} pairs`,
    line('bare'),
    line('archive'),
    `  throughput of the archive by that of the bare client, median of pairs: ` +
      `${ratio(({ seconds }) => seconds)} by the clock, ` +
      `${ratio(({ cpuSeconds }) => cpuSeconds)} by processor time`,
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
