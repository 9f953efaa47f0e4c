/** Medians over the rounds, and how each task compares with others of its own round. */
import type { Measurement } from './stopwatch.ts';
import { taskNames, type TaskName } from './tasks.ts';

export type Run = Measurement & { readonly task: TaskName; readonly round: number };

/** Which time is meant: on the clock or of the processor. */
export type TimeKind = 'seconds' | 'cpuSeconds';

/** A task's time as a multiple of another's. Of several the quicker one of the round. */
export const references = {
  light: ['duckdb-light'],
  catalogue: ['duckdb-catalogue', 'chdb-catalogue', 'polars-catalogue', 'json-parse'],
  inflate: ['inflate-whole', 'inflate-stream', 'inflate-zlib-sync'],
} as const satisfies Readonly<Record<string, readonly TaskName[]>>;

export type ReferenceName = keyof typeof references;

export type TaskSummary = {
  readonly task: TaskName;
  readonly time: number;
  /** NaN where the reference was not measured. */
  readonly ratios: Readonly<Record<ReferenceName, number>>;
  readonly peakBytes: number;
};

/** One summary per task that was run, in the order of the table of tasks. */
export function summariseRuns(runs: readonly Run[], kind: TimeKind): readonly TaskSummary[] {
  const measured = taskNames.filter((name) => runs.some(({ task }) => task === name));
  return measured.map((task) => {
    const own = runs.filter((run) => run.task === task);
    const ratioTo = (name: ReferenceName): number =>
      median(own.map((run) => run[kind] / referenceTime(runs, run.round, { name, kind })));
    return {
      task,
      time: median(own.map((run) => run[kind])),
      ratios: {
        light: ratioTo('light'),
        catalogue: ratioTo('catalogue'),
        inflate: ratioTo('inflate'),
      },
      peakBytes: median(own.map(({ peakBytes }) => peakBytes)),
    };
  });
}

function referenceTime(
  runs: readonly Run[],
  round: number,
  { name, kind }: { readonly name: ReferenceName; readonly kind: TimeKind },
): number {
  const peers: readonly TaskName[] = references[name];
  const times = runs
    .filter((run) => run.round === round && peers.includes(run.task))
    .map((run) => run[kind]);
  return times.length === 0 ? NaN : Math.min(...times);
}

/** Of an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}
