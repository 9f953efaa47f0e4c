/** Runs as text: a list of them, and the story of one. */
import { dayFromText } from '../base/calendar.ts';
import { exitCodes } from '../base/exit-codes.ts';
import { ledgerLines } from '../model/ledger.ts';
import type { RunObject, RunPeriod, RunRecord } from '../model/run-record.ts';
import { daysText, momentText } from './days-text.ts';
import { ledgerText } from './ledger-text.ts';
import { bytesText, countText, groupedText, spanText } from './number-text.ts';
import { numbersTable, numbersText } from './numbers-table.ts';
import { wrappedLines } from './text-lines.ts';

/** Two lines or so per run. */
export function* listedRunText(run: RunRecord, columns: number): Generator<string> {
  const began = momentText(run.startedAt);
  yield* wrappedLines(`${run.run}  ${run.command}, ${began}, ${run.who}`, {
    indent: '',
    hanging: '    ',
    columns,
  });
  const reason = run.reason === null ? '' : `; ${JSON.stringify(run.reason)}`;
  const text = `${outcomeText(run)}; ${endText(run)}${reason}`;
  yield* wrappedLines(text, { indent: '    ', columns });
}

/** `exit code 0`, `no end on record`. */
function endText({ finishedAt, exitCode }: RunRecord): string {
  if (finishedAt === null) return 'no end on record: killed, or still at work';
  return `exit code ${String(exitCode)}`;
}

/** `3 published: news.example 2026-03-07 to 2026-03-09`. */
function outcomeText({ periods }: RunRecord): string {
  if (periods.length === 0) return 'no day on record';
  const results = [...new Set(periods.map(({ result }) => result))];
  const counts = results.map((result) => {
    const own = periods.filter((period) => period.result === result);
    return `${groupedText(own.length)} ${result}`;
  });
  return `${counts.join(', ')}: ${sitesText(periods)}`;
}

/** Sites named in a list; `runs show` has all. */
const sitesMax = 3;

function sitesText(periods: readonly RunPeriod[]): string {
  const sites = [...new Set(periods.map(({ site }) => site))];
  const texts = sites.slice(0, sitesMax).map((site) => {
    const days = periods
      .filter((period) => period.site === site)
      .map(({ date }) => dayFromText(date))
      .filter((day) => day !== undefined);
    return `${site} ${daysText([...new Set(days)].sort((a, b) => a - b))}`;
  });
  const more = sites.length - sitesMax;
  return texts.join('; ') + (more > 0 ? `; and ${countText(more, 'more site')}` : '');
}

/** What became of a period since: `still live`, `replaced by run …`. */
export type StateOfPeriod = (period: RunPeriod) => string;

export type RunLayout = {
  readonly columns: number;
  readonly stateOf: StateOfPeriod;
  /** Whether an option has this value where nothing is said: left out where nobody gave it. */
  readonly isDefault: (option: string, value: unknown) => boolean;
  /** How to undo what is left of it, as lines that can be copied; none where nothing is. */
  readonly undoCommand: readonly string[];
};

export function* runText(run: RunRecord, layout: RunLayout): Generator<string> {
  yield* headText(run, layout);
  yield* inputText(run, layout.columns);
  yield* periodsText(run, layout);
  if (layout.undoCommand.length === 0) return;
  yield 'To go back to what was live before it:';
  for (const line of layout.undoCommand) yield `  ${line}`;
}

const labelColumns = 11;

/** Options that changed nothing about the result, or stand in a line of their own. */
const toldElsewhere: ReadonlySet<string> = new Set(['reason', 'progress']);

function* headText(run: RunRecord, { columns, isDefault }: RunLayout): Generator<string> {
  yield `Run ${run.run}`;
  const given = new Set(run.given);
  const isHidden = ({ shown, option }: OptionOfRun, value: unknown): boolean =>
    !given.has(shown) && (value === 'false' || isDefault(option, value));
  const options = Object.entries(run.options)
    .filter(([name]) => !toldElsewhere.has(name))
    .flatMap(([name, value]) => optionTexts({ shown: name, option: name }, value, isHidden));
  const facts: readonly (readonly [string, string])[] = [
    ['command', `recount ${run.command} (version ${run.version})`],
    ['by', run.who],
    ['why', run.reason ?? '(no reason was given)'],
    ['began', momentText(run.startedAt)],
    ['ended', endedText(run)],
    ...(run.consistency === undefined ? [] : [['written', `at ${run.consistency}`] as const]),
    ['options', [...options, 'all others as by default'].join(', ')],
  ];
  for (const [label, text] of facts) {
    const indent = ' '.repeat(labelColumns);
    const [first = '', ...rest] = wrappedLines(text, { indent, columns });
    yield `  ${label}`.padEnd(labelColumns) + first.slice(labelColumns);
    yield* rest;
  }
  yield '';
}

type OptionOfRun = { readonly shown: string; readonly option: string };

/** `late=6h`; what has a value for each site: `sites.news.example.zone=UTC`. */
function optionTexts(
  { shown, option }: OptionOfRun,
  value: unknown,
  isHidden: (option: OptionOfRun, value: unknown) => boolean,
): readonly string[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    if (isHidden({ shown, option }, value)) return [];
    return [`${shown}=${typeof value === 'string' ? value : JSON.stringify(value)}`];
  }
  return Object.entries(value).flatMap(([key, own]) => {
    return optionTexts({ shown: `${shown}.${key}`, option: key }, own, isHidden);
  });
}

function endedText({ startedAt, finishedAt, exitCode }: RunRecord): string {
  if (finishedAt === null) {
    return 'not on record: it was killed, or is still at work; its list of days is not there';
  }
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  const about = exitCodes.find(({ code }) => code === exitCode)?.about ?? 'not known here';
  const when = `${momentText(finishedAt)}, after ${spanText(seconds)}`;
  return `${when}, exit code ${String(exitCode)}: ${about}`;
}

/** Rejected objects that are named; the JSON output has all. */
const rejectedMax = 10;

function* inputText({ ledger, objects }: RunRecord, columns: number): Generator<string> {
  if (objects.length === 0) return;
  const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
  yield `Lines of ${countText(objects.length, 'object')} (${bytesText(bytes)} compressed)`;
  yield '';
  if (ledgerLines(ledger) > 0) yield* ledgerText(ledger);
  yield '';
  const rejected = objects.filter((object: RunObject) => object.rejected !== undefined);
  if (rejected.length === 0) return;
  yield `Rejected: ${countText(rejected.length, 'object')}`;
  for (const { rejected: message = '' } of rejected.slice(0, rejectedMax)) {
    yield* wrappedLines(message, { indent: '  ', hanging: '    ', columns });
  }
  const more = rejected.length - rejectedMax;
  if (more > 0) yield `  and ${groupedText(more)} more; see --json`;
  yield '';
}

/** With more days than this, each gets a line in place of a block (chosen: a screen or two). */
const blocksMax = 7;

function* periodsText({ periods }: RunRecord, layout: RunLayout): Generator<string> {
  for (const period of periods) {
    const isBlock = periods.length <= blocksMax;
    yield* periodHead(period, layout, isBlock);
    if (!isBlock) continue;
    if (period.planned !== undefined) {
      const hanging = ' '.repeat(14);
      const text = `plan:   ${period.planned}`;
      yield* wrappedLines(text, { indent: '      ', hanging, columns: layout.columns });
    }
    const { generationBefore: from, generationAfter: to } = period;
    if (from !== to) {
      yield `      before: ${from ?? 'nothing was live'}`;
      yield `      after:  ${to ?? 'nothing'}`;
    }
    if (period.before === null && period.after === null) continue;
    yield* numbersTable(period, ['before', 'after'], '      ');
  }
  if (periods.length > 0) yield '';
}

function* periodHead(
  period: RunPeriod,
  { stateOf, columns }: RunLayout,
  isBlock: boolean,
): Generator<string> {
  const { site, date, result, reason, after } = period;
  const state = stateOf(period);
  const parts = [
    `${site} ${date}: ${result}${reason === undefined ? '' : ` (${reason})`}`,
    ...(state === '' ? [] : [state]),
    ...(after === null || isBlock ? [] : [numbersText(after)]),
  ];
  yield* wrappedLines(parts.join('; '), { indent: '  ', hanging: '      ', columns });
}
