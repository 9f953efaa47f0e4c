/** What is measured: one table of the tasks that a process of its own can be told to do. */
import type { Task } from './task.ts';

export type TaskRow = {
  readonly label: string;
  /** All that there are, where the others are held to one. */
  readonly cores?: 'all';
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
  'duckdb-light': {
    label: 'DuckDB, light query',
    load: async () => (await import('./duckdb-tasks.ts')).duckdbLight,
  },
  'duckdb-catalogue': {
    label: 'DuckDB, whole catalogue',
    load: async () => (await import('./duckdb-tasks.ts')).duckdbCatalogue,
  },
} as const satisfies Readonly<Record<string, TaskRow>>;

export type TaskName = keyof typeof tasks;

export const taskNames = Object.keys(tasks) as readonly TaskName[];

export function isTaskName(text: string): text is TaskName {
  return Object.hasOwn(tasks, text);
}
