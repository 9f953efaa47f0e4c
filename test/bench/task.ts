/** What a task takes and gives. */
import type { Measurement } from './stopwatch.ts';

/** Numbers that were found, by name; a name that several tasks use stands for the same number. */
export type FoundNumbers = Readonly<Record<string, number>>;

export type TaskResult = Measurement & { readonly numbers: FoundNumbers };

export type Task = (archive: string) => Promise<TaskResult>;
