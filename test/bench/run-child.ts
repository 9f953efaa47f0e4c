/** Runs one task in a process of its own, on one core where that can be had. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TaskResult } from './task.ts';
import type { TaskName } from './tasks.ts';

/** The last core that `taskset` lets this process use; undefined where there is no taskset. */
export function findCore(): number | undefined {
  for (let core = cpus().length - 1; core >= 0; core -= 1) {
    const { status } = spawnSync('taskset', ['-c', `${core}`, process.execPath, '--version']);
    if (status === 0) return core;
  }
  return undefined;
}

/** @throws Error if the process failed; what it had to say went to stderr. */
export async function runChild(
  task: TaskName,
  archive: string,
  core: number | undefined,
): Promise<TaskResult> {
  const pin = core === undefined ? [] : ['taskset', '-c', `${core}`];
  const script = join(import.meta.dirname, 'run-task.js');
  const [command = '', ...args] = [...pin, process.execPath, script, task, archive];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [status, signal]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  if (status !== 0) throw new Error(`the task ${task} ended with ${signal ?? status}`);
  return JSON.parse(output) as TaskResult;
}
