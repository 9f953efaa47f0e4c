/** What `npm run bench -- …` takes. */
import { parseArgs } from 'node:util';
import type { InputSize } from './bench-input.ts';
import { howToInstall } from './peers.ts';
import { benchedStores, type BenchedStore } from './query-places.ts';
import { isTaskName, taskNames, type TaskName } from './tasks.ts';

export type BenchOptions = {
  readonly rounds: number;
  readonly sizes: readonly InputSize[];
  /** In the order of the table. */
  readonly tasks: readonly TaskName[];
};

export const benchHelp = `npm run bench -- [--quick] [--rounds N] [--only TASK]...
  --queries    how long queries take on warm stores, in place of all else
  --store NAME of queries only this one, may be repeated: ${benchedStores.join(', ')}
  --soak       fifty million events within 2 GiB: memory over time, in place of all else
  --folder DIR where the archive and the store of the soak lie (~/.cache/recount-bench/soak)
  --quick      small inputs and one round: whether all works, not how fast it is
  --rounds N   every task so many times, by turns (3; with --quick 1)
  --input KIND only lean or full events or pixel hits, may be repeated
  --events N   of every input, in place of the usual numbers: 10000000 takes an hour
  --only TASK  this task alone, may be repeated: ${taskNames.join(', ')}

${howToInstall}`;

const sizes: readonly InputSize[] = [
  { detail: 'lean', events: 1_000_000 },
  { detail: 'full', events: 300_000 },
  { detail: 'pixel', events: 1_000_000 },
];

const quickSizes: readonly InputSize[] = [
  { detail: 'lean', events: 50_000 },
  { detail: 'full', events: 20_000 },
  { detail: 'pixel', events: 50_000 },
];

/** What takes the place of all tasks. */
type OtherBench =
  | { readonly queries: readonly BenchedStore[] }
  /** The folder; undefined = that of the cache. */
  | { readonly soak: string | undefined };

/** @throws Error, TypeError for what is not understood. */
export function readBenchOptions(args: readonly string[]): BenchOptions | OtherBench | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      events: { type: 'string' },
      input: { type: 'string', multiple: true, default: [] },
      only: { type: 'string', multiple: true, default: [] },
      queries: { type: 'boolean', default: false },
      store: { type: 'string', multiple: true, default: [] },
      soak: { type: 'boolean', default: false },
      folder: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.soak) return { soak: values.folder };
  if (values.queries) {
    const other = values.store.find((name) => !benchedStores.some((one) => one === name));
    if (other !== undefined) throw new Error(`--store ${other} is no store\n${benchHelp}`);
    const isWanted = (name: string): boolean =>
      values.store.length === 0 || values.store.includes(name);
    return { queries: benchedStores.filter(isWanted) };
  }
  const unknown = values.only.find((name) => !isTaskName(name));
  if (unknown !== undefined) throw new Error(`--only ${unknown} is no task\n${benchHelp}`);
  const kind = values.input.find((name) => !sizes.some(({ detail }) => detail === name));
  if (kind !== undefined) throw new Error(`--input ${kind} is no input\n${benchHelp}`);
  const events = values.events === undefined ? undefined : wholeNumber('events', values.events);
  const rounds = wholeNumber('rounds', values.rounds ?? (values.quick ? '1' : '3'));
  const isWanted = (name: TaskName): boolean =>
    values.only.length === 0 || values.only.includes(name);
  return {
    rounds,
    sizes: (values.quick ? quickSizes : sizes)
      .filter(({ detail }) => values.input.length === 0 || values.input.includes(detail))
      .map((size) => ({ ...size, ...(events !== undefined && { events }) })),
    tasks: taskNames.filter(isWanted),
  };
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`--${option} ${text} is no whole number above 0`);
}
