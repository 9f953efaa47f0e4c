/** What is measured: one table of the tasks that a process of its own can be told to do. */
import type { InputSize } from './bench-input.ts';
import { isInstalled, type PeerName } from './peers.ts';
import type { Task } from './task.ts';

export type TaskRow = {
  readonly label: string;
  /** All that there are, where the others are held to one. */
  readonly cores?: 'all';
  /** The program that it takes, where the project does not have it. */
  readonly peer?: PeerName;
  /** It does not read hits of the pixel. */
  readonly reads?: 'events';
  /** Loads what the task needs and nothing else, for it counts in the memory. */
  load(): Promise<Task>;
};

const mebibyte = 1024 ** 2;

export const tasks = {
  'inflate-whole': {
    label: 'inflate, each object at once',
    load: async () => (await import('./inflate-tasks.ts')).inflateWhole,
  },
  'inflate-stream': {
    label: 'inflate, as a stream',
    load: async () => (await import('./inflate-tasks.ts')).inflateStream,
  },
  'inflate-zlib-sync': {
    label: 'inflate, by zlib-sync',
    peer: 'zlib-sync',
    load: async () => (await import('./inflate-tasks.ts')).inflateByZlibSync,
  },
  derive: {
    label: 'recount, derivation (1 GiB)',
    load: async () => (await import('./derive-task.ts')).deriveWithin(1024 * mebibyte),
  },
  'derive-1-worker': {
    label: 'recount, derivation (1 GiB), 1 worker',
    cores: 'all',
    load: async () => (await import('./derive-task.ts')).deriveWithin(1024 * mebibyte, 1),
  },
  'derive-2-workers': {
    label: 'recount, derivation (1 GiB), 2 workers',
    cores: 'all',
    load: async () => (await import('./derive-task.ts')).deriveWithin(1024 * mebibyte, 2),
  },
  'derive-small': {
    label: 'recount, derivation (512 MiB)',
    load: async () => (await import('./derive-task.ts')).deriveWithin(512 * mebibyte),
  },
  rebuild: {
    label: 'recount, rebuild --apply (1 GiB)',
    load: async () => (await import('./rebuild-task.ts')).rebuildWithin(1024 * mebibyte),
  },
  audit: {
    label: 'recount, audit of what a rebuild wrote (1 GiB)',
    load: async () => (await import('./audit-task.ts')).auditWithin(1024 * mebibyte),
  },
  'json-parse': {
    label: 'JSON.parse and Map, whole catalogue',
    reads: 'events',
    load: async () => (await import('./json-parse-task.ts')).jsonParseCatalogue,
  },
  'chdb-catalogue': {
    label: 'chDB, whole catalogue',
    reads: 'events',
    peer: 'chdb',
    load: async () => (await import('./python-tasks.ts')).pythonTask('chdb-catalogue.py'),
  },
  'polars-catalogue': {
    label: 'polars, whole catalogue',
    reads: 'events',
    peer: 'polars',
    load: async () => (await import('./python-tasks.ts')).pythonTask('polars-catalogue.py'),
  },
  'duckdb-light': {
    label: 'DuckDB, light query',
    reads: 'events',
    load: async () => (await import('./duckdb-tasks.ts')).duckdbLight,
  },
  'duckdb-catalogue': {
    label: 'DuckDB, whole catalogue',
    reads: 'events',
    load: async () => (await import('./duckdb-tasks.ts')).duckdbCatalogue,
  },
} as const satisfies Readonly<Record<string, TaskRow>>;

/** Whether the task can do anything with such input here. */
export function canRun(name: TaskName, detail: InputSize['detail']): boolean {
  const { peer, reads }: TaskRow = tasks[name];
  const isThere = peer === undefined || isInstalled(peer);
  return isThere && (detail !== 'pixel' || reads === undefined);
}

export type TaskName = keyof typeof tasks;

export const taskNames = Object.keys(tasks) as readonly TaskName[];

export function isTaskName(text: string): text is TaskName {
  return Object.hasOwn(tasks, text);
}
