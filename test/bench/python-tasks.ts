/** The same numbers by programs in Python, in a process of their own that measures itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { textFromDay } from '../../src/base/calendar.ts';
import { objectPaths } from './bench-input.ts';
import { benchPeriods, robotAgentTexts } from './bench-request.ts';
import { pythonFolder } from './peers.ts';
import type { Task, TaskResult } from './task.ts';

/** One thread, as all tasks have. */
const oneThread = { POLARS_MAX_THREADS: '1' } as const;

/** @param script as it lies in the checkout, for the compiler leaves it there. */
export function pythonTask(script: string): Task {
  return async (archive) => {
    const child = spawn('python3', [join('test/bench', script)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...oneThread, PYTHONPATH: pythonFolder, PYTHONDONTWRITEBYTECODE: '1' },
    });
    child.stdin.end(JSON.stringify(questionFor(archive)));
    const [output, [status]] = await Promise.all([
      text(child.stdout),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    if (status !== 0) throw new Error(`python3 ${script} ended with ${status}`);
    return JSON.parse(output) as TaskResult;
  };
}

/** What a peer is asked: see peer.py. */
function questionFor(archive: string): unknown {
  return {
    files: objectPaths(archive),
    glob: join(archive, '**/*.gz'),
    periods: benchPeriods().map(({ site, siteIndex, day, from, until }) => ({
      site: siteIndex,
      name: site,
      day: textFromDay(day),
      from,
      until,
    })),
    robots: robotAgentTexts(),
  };
}
