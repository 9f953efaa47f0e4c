/**
 * The benchmark: recount's derivation and rebuild beside others and beside bare inflate, on the
 * same archives. Nothing here expects a speed; only differing numbers make it fail.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, homedir, loadavg, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { prepareInput, objectPaths, type BenchInput } from './bench-input.ts';
import { benchHelp, readBenchOptions, type BenchOptions } from './bench-options.ts';
import { compareNumbers, type Finding } from './compare-numbers.ts';
import { howToInstall, installedVersions } from './peers.ts';
import { benchQueries } from './query-bench.ts';
import type { BenchedStore } from './query-places.ts';
import { reportText, type BenchReport, type InputReport } from './report-text.ts';
import { findCore, runChild } from './run-child.ts';
import { soak } from './soak.ts';
import type { Run } from './summarise-runs.ts';
import { canRun, tasks, type TaskName, type TaskRow } from './tasks.ts';

const cacheFolder = resolve('node_modules/.cache/recount-bench');

const options = readBenchOptions(process.argv.slice(2));
if (options === 'help') process.stdout.write(`${benchHelp}\n`);
else if ('queries' in options) await tellQueries(options.queries);
else if ('soak' in options) await tellSoak(options.soak);
else await bench(options);

/** The stores are large and do not change with the code: `npm ci` should not remove them. */
async function tellQueries(stores: readonly BenchedStore[]): Promise<void> {
  const folder = join(homedir(), '.cache/recount-bench');
  tell(`preparing stores in ${folder}: a gigabyte, some minutes the first time`);
  mkdirSync(folder, { recursive: true });
  for (const line of surroundingsText(undefined).slice(0, 1)) tell(line);
  const lines = await benchQueries({ stores, cacheFolder: folder, tell });
  for (const line of lines) process.stdout.write(`${line}\n`);
}

async function tellSoak(folder = join(homedir(), '.cache/recount-bench/soak')): Promise<void> {
  const { lines, isWithin } = await soak(folder, tell);
  for (const line of lines) process.stdout.write(`${line}\n`);
  if (!isWithin) process.exitCode = 1;
}

async function bench({ rounds, sizes, tasks: names }: BenchOptions): Promise<void> {
  const core = findCore();
  const missing = names.filter((name) => !canRun(name, 'lean'));
  if (missing.length > 0) tell(`left out: ${missing.join(', ')}. ${howToInstall}`);
  const inputs: InputReport[] = [];
  for (const size of sizes) {
    tell(`preparing ${size.events} of ${size.detail}`);
    const input = prepareInput(cacheFolder, size);
    const able = names.filter((name) => canRun(name, size.detail));
    inputs.push(await benchInput(input, { rounds, names: able, core }));
  }
  write({ surroundings: surroundingsText(core), rounds, inputs });
}

type Rounds = {
  readonly rounds: number;
  readonly names: BenchOptions['tasks'];
  readonly core: number | undefined;
};

/** @throws Error with every number that differs between tasks. */
async function benchInput(
  input: BenchInput,
  { rounds, names, core }: Rounds,
): Promise<InputReport> {
  // Read once, so that no task is the one that waits for the disk.
  for (const path of objectPaths(input.archive)) readFileSync(path);
  const findings: Finding[] = [
    { label: 'as written', numbers: { inflatedBytes: input.inflatedBytes } },
  ];
  const runs: Run[] = [];
  const loads = [loadavg()[0] ?? NaN];
  for (let round = 1; round <= rounds; round += 1) {
    for (const task of names) {
      tell(`${input.name}, round ${round} of ${rounds}: ${tasks[task].label}`);
      const { numbers, ...measurement } = await runChild(task, input.archive, coreOf(task, core));
      findings.push({ label: tasks[task].label, numbers });
      runs.push({ task, round, ...measurement });
    }
    loads.push(loadavg()[0] ?? NaN);
  }
  const { compared, differences } = compareNumbers(findings);
  if (differences.length > 0) {
    throw new Error(`${input.name}: the numbers differ\n${differences.join('\n')}`);
  }
  return { input, runs, compared, loads };
}

/** The core that a task is held to; undefined = none. */
function coreOf(task: TaskName, core: number | undefined): number | undefined {
  const { cores }: TaskRow = tasks[task];
  return cores === 'all' ? undefined : core;
}

function surroundingsText(core: number | undefined): readonly string[] {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const memory = Math.round(totalmem() / 1024 ** 3);
  const duckdb = `@duckdb/node-api ${manifest.dependencies['@duckdb/node-api'] ?? ''}`;
  return [
    new Date().toISOString().slice(0, 10),
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${memory} GiB`,
    core === undefined ? 'tasks were not pinned to a core' : `tasks were pinned to core ${core}`,
    `Node.js ${process.versions.node} on ${process.platform} ${release()}`,
    `peers, on one thread: ${[duckdb, ...installedVersions()].join(', ')}`,
  ];
}

function write(report: BenchReport): void {
  const text = reportText(report);
  process.stdout.write(text);
  const folder = join(cacheFolder, 'results');
  mkdirSync(folder, { recursive: true });
  const name = new Date().toISOString().replaceAll(':', '-').slice(0, 19);
  const paths = { json: join(folder, `${name}.json`), markdown: join(folder, `${name}.md`) };
  writeFileSync(paths.json, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(paths.markdown, text);
  tell(`written: ${paths.json}`);
  tell(`written: ${paths.markdown}`);
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
