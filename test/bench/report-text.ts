/** The results as Markdown that reads well on a terminal too. */
import type { BenchInput } from './bench-input.ts';
import { summariseRuns, type Run, type TaskSummary, type TimeKind } from './summarise-runs.ts';
import { tasks } from './tasks.ts';

export type InputReport = {
  readonly input: BenchInput;
  readonly runs: readonly Run[];
  /** Names of the numbers that several tasks found, and found equal. */
  readonly compared: readonly string[];
  /** Load averages over a minute, before the first round and after each. */
  readonly loads: readonly number[];
};

export type BenchReport = {
  /** What it ran on, in words. */
  readonly surroundings: readonly string[];
  readonly rounds: number;
  readonly inputs: readonly InputReport[];
};

const mebibyte = 1024 ** 2;

const legend = `Times are medians of the rounds. The ratios say how many times as long as the
reference of the same round it took: below 1 is quicker. The quickest of a round counts, of the
catalogue in other programs (exact distinct counts, no sketches and no order) and of inflate.
Time on the clock suffers from whatever else the machine does; processor time hardly does.`;

export function reportText({ surroundings, rounds, inputs }: BenchReport): string {
  const facts = surroundings.map((fact) => `- ${fact}`).join('\n');
  const sections = inputs.map(inputText);
  return ['# Benchmark', facts, `${legend} Rounds: ${rounds}.`, ...sections].join('\n\n') + '\n';
}

function inputText({ input, runs, compared, loads }: InputReport): string {
  const { name, objects, compressedBytes, inflatedBytes } = input;
  const size =
    `${megabytes(inflatedBytes)} MB in ${objects} objects, ${megabytes(compressedBytes)} MB ` +
    `compressed; load average ${loads.map((load) => load.toFixed(1)).join(', ')}.`;
  const equal = compared.length === 0 ? 'nothing could be compared' : compared.join(', ');
  return [
    `## ${name}`,
    size,
    `Found equal by all tasks: ${equal}.`,
    tableText(runs, 'seconds'),
    tableText(runs, 'cpuSeconds'),
  ].join('\n\n');
}

function tableText(runs: readonly Run[], kind: TimeKind): string {
  const time = kind === 'seconds' ? 'clock s' : 'processor s';
  const head = ['task', time, '÷ light', '÷ catalogue', '÷ inflate', 'peak MiB'];
  const rows = [head, ...summariseRuns(runs, kind).map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const [first, ...others] = rows.map((row) => lineOf(row, widths));
  const rule = widths.map((width, column) => '-'.repeat(width) + (column === 0 ? '-' : ':'));
  return [first, `|${rule.map((dashes) => `-${dashes}`).join('|')}|`, ...others].join('\n');
}

function cellsOf({ task, time, ratios, peakBytes }: TaskSummary): readonly string[] {
  const ratio = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(2));
  return [
    tasks[task].label,
    time.toFixed(2),
    ratio(ratios.light),
    ratio(ratios.catalogue),
    ratio(ratios.inflate),
    (peakBytes / mebibyte).toFixed(0),
  ];
}

/** The first column is text, the others are numbers. */
function lineOf(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) =>
    column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
  );
  return `| ${cells.join(' | ')} |`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 0 });
}
