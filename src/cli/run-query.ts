/** Runs `recount query`: reads the words of the question, asks the store, prints the answer. */
import type { Command } from '@commander-js/extra-typings';
import { refuseFaults, type OptionFault } from '../config/option-faults.ts';
import type { Settings } from '../config/resolve-options.ts';
import { splitMemory } from '../jobs/memory-split.ts';
import { query } from '../jobs/query.ts';
import type { QueryResult } from '../model/query-result.ts';
import { filterFromText, type Filter, type QuerySpec } from '../query/query-spec.ts';
import { queryCsvLines, queryJsonLines } from '../report/query-lines.ts';
import { queryNoteText } from '../report/query-note-text.ts';
import { queryText } from '../report/query-text.ts';
import { printableText } from '../report/text-lines.ts';
import { faultsOfStores, withStores } from './operator-stores.ts';
import { openSink } from './result-sink.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

type QuerySettings = Settings<'query'>;

/** Kinds of notes that say the answer lacks something that was asked for. */
const lacking: ReadonlySet<string> = new Set(['absent', 'uncut']);

export async function runQuery(session: Session, command: Command): Promise<void> {
  const settings = await readSettings(session, command, 'query');
  const { values } = settings;
  const filters = values.filter.map((text) => ({ text, filter: filterFromText(text) }));
  refuseFaults([
    ...faultsOfStores(settings, 'query'),
    ...filters.flatMap(({ text, filter }) => (filter === undefined ? [wrongFilter(text)] : [])),
    ...faultsOfFormat(settings),
  ]);
  session.ifInterrupted = 'nothing was answered';
  const spec = specOf(
    settings,
    filters.flatMap(({ filter }) => filter ?? []),
  );
  await withStores(session, settings, async ([store]) => {
    if (store === undefined) return;
    const memoryBytesMax = splitMemory(values.memory, 1).eventBytesMax;
    const result = await query(store, spec, {
      now: Math.floor(session.surroundings.now() / 1000),
      signal: session.signal,
      limits: { cellsMax: values.cellsMax, memoryBytesMax },
    });
    await writeResult(session, settings, result);
  });
}

function specOf({ values }: QuerySettings, filters: readonly Filter[]): QuerySpec {
  return {
    sites: values.site,
    metrics: namesIn(values.metric),
    segment: values.segment,
    filters,
    groupBy: namesIn(values.groupBy),
    step: values.step,
    order: values.order,
    top: values.top,
    from: values.from,
    until: values.until,
    compare: values.compare,
  };
}

/** No name has a comma: custom events are written as encodeURIComponent does. */
function namesIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(',')).map((name) => name.trim());
}

function wrongFilter(text: string): OptionFault {
  return {
    message: `--filter ${text} is not NAME=VALUE`,
    hint: 'as in --filter section=Sports, or --filter url^=https://news.example/blog/',
  };
}

function faultsOfFormat({ values }: QuerySettings): readonly OptionFault[] {
  const { json, format, output } = values;
  if (!json || format === undefined || format === 'jsonl' || output !== undefined) return [];
  return [
    {
      message: `--json and --format ${format} would both write to standard output`,
      hint: 'name a file for the rows with --output, or leave one of them out',
    },
  ];
}

async function writeResult(
  session: Session,
  { values }: QuerySettings,
  result: QueryResult,
): Promise<void> {
  const sink = openSink(session, values.output);
  try {
    const { format = values.json ? 'jsonl' : 'table' } = values;
    for (const text of textsOf(result, format, session.surroundings.columns)) {
      await sink.write(text);
    }
    sink.keep();
  } finally {
    sink.discard();
  }
  for (const note of result.notes) {
    if (lacking.has(note.kind)) session.causes.add(4);
    session.note(queryNoteText(note));
  }
  const { rows, found, read, notes } = result;
  const counts = { rows: rows.length, found, days: read.days, cells: read.cells };
  Object.assign(session.summary, { ...counts, notes: notes.length });
}

function* textsOf(
  result: QueryResult,
  format: 'table' | 'jsonl' | 'csv',
  columns: number,
): Generator<string, void, undefined> {
  switch (format) {
    case 'table':
      for (const line of queryText(result, columns)) yield `${printableText(line)}\n`;
      break;
    case 'jsonl':
      yield* queryJsonLines(result);
      break;
    case 'csv':
      yield* queryCsvLines(result);
      break;
  }
}
