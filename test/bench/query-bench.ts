/**
 * `npm run bench -- --queries`: how long questions take on stores that hold the same. Answers are
 * compared between stores before a time is told; nothing here expects a speed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from './summarise-runs.ts';
import { questions, type Question } from './query-questions.ts';
import { withPlaces, type BenchedStore, type PlaceOf } from './query-places.ts';

/** What a process that asked a question several times tells. */
export type Asked = {
  readonly openMs: number;
  readonly firstMs: number;
  readonly bestMs: number;
  readonly medianMs: number;
  /** Of a warm answer, all threads of the asking process. */
  readonly processorMs: number;
  readonly rows: number;
  readonly digest: string;
  readonly peakBytes: number;
};

type Measured = Asked & { readonly store: BenchedStore; readonly commandMs: number };

/** Whole commands, each with its start: the middle one is told. */
const commands = 3;

export type QueryBench = {
  readonly stores: readonly BenchedStore[];
  readonly cacheFolder: string;
  readonly tell: (text: string) => void;
};

/** The lines of a table in Markdown. @throws Error where answers are missing or differ. */
export async function benchQueries({ stores, ...options }: QueryBench): Promise<readonly string[]> {
  const measured = new Map<Question, Measured[]>(questions.map((question) => [question, []]));
  for (const store of stores) {
    await withPlaces(store, options, async (placeOf) => {
      for (const [question, all] of measured) {
        if (question.store === 'long' && store !== 'folder') continue;
        all.push({ store, ...(await measureQuestion(question, placeOf)) });
      }
    });
  }
  for (const [{ name }, all] of measured) compareAnswers(name, all);
  return [...head, ...[...measured].flatMap(([question, all]) => rowsOf(question, all))];
}

async function measureQuestion(
  question: Question,
  placeOf: PlaceOf,
): Promise<Omit<Measured, 'store'>> {
  const place = await placeOf(question.store);
  const script = join(import.meta.dirname, 'run-query.js');
  const asked = JSON.parse(output([script, question.name, place])) as Asked;
  const commandsMs = Array.from({ length: commands }, () => {
    const begin = performance.now();
    output(['bin/recount.js', 'query', '--store', place, '--quiet', ...question.flags]);
    return performance.now() - begin;
  });
  return { ...asked, commandMs: median(commandsMs) };
}

function output(args: readonly string[]): string {
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}`);
  return stdout;
}

function compareAnswers(name: string, all: readonly Measured[]): void {
  const empty = all.find(({ rows }) => rows === 0);
  if (empty !== undefined) throw new Error(`${name}: ${empty.store} found nothing`);
  if (new Set(all.map(({ digest }) => digest)).size <= 1) return;
  const each = all.map(({ store, rows, digest }) => `${store}: ${rows} rows, ${digest}`);
  throw new Error(`${name}: the answers differ\n${each.join('\n')}`);
}

/** Milliseconds but for the last. */
const columns = ['target', 'best', 'median', 'processor', 'first', 'command', 'peak MiB'];
const widths = columns.map((name) => Math.max(name.length, 7));
const lines = widths.map((width) => `${'-'.repeat(width + 1)}:`);
const head = [
  `| ${['question'.padEnd(27), 'store'.padEnd(13), ...columns.map(padded)].join(' | ')} |`,
  `|${['-'.repeat(29), '-'.repeat(15), ...lines].join('|')}|`,
];

function padded(text: string, column: number): string {
  return text.padStart(widths[column] ?? 0);
}

function rowsOf({ name, targetMs }: Question, all: readonly Measured[]): readonly string[] {
  return all.map((one) => {
    const { bestMs, medianMs, processorMs, firstMs, commandMs, peakBytes } = one;
    const times = [targetMs, bestMs, medianMs, processorMs, firstMs, commandMs];
    const texts = [...times.map((ms) => ms.toFixed(0)), (peakBytes / 1024 ** 2).toFixed(0)];
    return `| ${[name.padEnd(27), one.store.padEnd(13), ...texts.map(padded)].join(' | ')} |`;
  });
}
