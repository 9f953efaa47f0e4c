/** What a query found, as JSON lines and as CSV: every number, nothing cut or rounded. */
import type { GroupColumn } from '../model/query-words.ts';
import type { QueryResult, QueryRow } from '../model/query-result.ts';
import { csvField } from './csv-field.ts';
import { queryNoteLine } from './query-note-text.ts';

/** Lines of `row`, of `total` (a series by group: each over all steps), then of `note`. */
export function* queryJsonLines(result: QueryResult): Generator<string, void, undefined> {
  const withoutTime = result.groups.filter(({ kind }) => kind !== 'time');
  for (const row of result.rows) yield jsonLine('row', result, { row, groups: result.groups });
  for (const row of result.totals) yield jsonLine('total', result, { row, groups: withoutTime });
  for (const note of result.notes) yield queryNoteLine(note);
}

type Named = { readonly row: QueryRow; readonly groups: readonly GroupColumn[] };

function jsonLine(type: string, { sites, metrics }: QueryResult, { row, groups }: Named): string {
  const valuesOf = (values: readonly (number | null)[]): object =>
    Object.fromEntries(metrics.map(({ name }, index) => [name, values[index] ?? null]));
  const [only] = sites;
  const site = groups.some(({ kind }) => kind === 'site') ? {} : { site: only?.site };
  const names = Object.fromEntries(groups.map(({ name }, index) => [name, row.names[index]]));
  const step = row.step === undefined ? {} : { step: row.step };
  const before = row.before === undefined ? {} : { before: valuesOf(row.before) };
  const line = { type, ...site, ...names, ...step, values: valuesOf(row.values), ...before };
  return `${JSON.stringify(line)}\n`;
}

/** A line a row; a number that is not known is empty. */
export function* queryCsvLines(result: QueryResult): Generator<string, void, undefined> {
  const { groups, metrics, compare } = result;
  const isSeries = groups.some(({ kind }) => kind === 'time');
  const heads = [
    ...groups.map(({ name }) => name),
    ...(isSeries ? ['step'] : []),
    ...metrics.map(({ name }) => name),
    ...(compare === undefined ? [] : metrics.map(({ name }) => `${name}:${compare}`)),
  ];
  yield `${heads.map(csvField).join(',')}\n`;
  for (const { names, step, values, before = [] } of result.rows) {
    const fields = [
      ...names.map((name) => csvField(name ?? '')),
      ...(isSeries ? [step ?? ''] : []),
      ...[...values, ...before].map((value) => String(value ?? '')),
    ];
    yield `${fields.join(',')}\n`;
  }
}
