/** What a query found, as a table for a terminal. CSV and JSON lines have every number. */
import type { MetricColumn } from '../model/query-words.ts';
import type { QueryResult, QueryRow } from '../model/query-result.ts';
import { cutToWidth, displayWidth } from '../base/display-width.ts';
import { countText, groupedText } from './number-text.ts';
import { queryTitle } from './query-title.ts';
import { sparkline } from './sparkline.ts';
import { tableLines, wrappedLines, type Column } from './text-lines.ts';

const right: Column = { align: 'right' };
const left: Column = { align: 'left' };

/** A name longer than this is cut in its middle where the table would not fit (chosen). */
const nameColumnsMin = 12;

export function* queryText(
  result: QueryResult,
  columns: number,
): Generator<string, void, undefined> {
  yield* queryTitle(result, columns);
  yield '';
  const time = result.groups.findIndex(({ kind }) => kind === 'time');
  if (result.rows.length === 0) {
    yield 'Nothing was counted.';
  } else if (time === -1) {
    yield* groupTable(result, columns);
  } else if (result.totals.length > 0) {
    yield* seriesByGroup(result, { time, columns });
  } else {
    yield* plainSeries(result, { time, columns });
  }
  yield '';
  yield* wrappedLines(countsText(result), { indent: '', columns });
}

function countsText({ found, rows, totals, groups, read }: QueryResult): string {
  const shown = totals.length > 0 ? totals.length : rows.length;
  const what = groups.length === 0 ? '' : `${countText(shown, 'row')}`;
  const of = found > shown ? `the first ${what} of ${groupedText(found)}; ` : '';
  const from = `${countText(read.cells, 'stored number')} of ${countText(read.days, 'day')}`;
  return `${of}from ${from}.`;
}

/** A line a row: its names, then every metric, with what it was before and the change. */
function groupTable(result: QueryResult, columns: number): readonly string[] {
  const heads = [...result.groups.map(({ name }) => name), ...metricHeads(result)];
  const rows = result.rows.map((row) => [...row.names.map(nameText), ...numbersOf(result, row)]);
  return fittedTable([heads, ...rows], result.groups.length, columns);
}

type Place = { readonly time: number; readonly columns: number };

/** A line a step, below a line of blocks for each metric (and site). */
function plainSeries(result: QueryResult, { columns }: Place): readonly string[] {
  const site = result.groups.findIndex(({ kind }) => kind === 'site');
  const sites = site === -1 ? [undefined] : result.sites.map((one) => one.site);
  const lines = sites.flatMap((name) => {
    const rows = result.rows.filter((row) => name === undefined || row.names[site] === name);
    return result.metrics.map((metric, index) => ({
      name: name === undefined ? metric.name : `${name} ${metric.name}`,
      values: rows.map(({ values }) => values[index] ?? null),
    }));
  });
  const widest = Math.max(...lines.map(({ name }) => displayWidth(name)));
  const width = Math.max(8, columns - widest - 2);
  const blocks = lines.map(({ name, values }) => {
    const space = ' '.repeat(widest - displayWidth(name));
    return `${name}${space}  ${sparkline(values, width)}`.trimEnd();
  });
  return [...blocks, '', ...groupTable(result, columns)];
}

/** A line a group: its series as blocks, then what it comes to over all steps. */
function seriesByGroup(result: QueryResult, { time, columns }: Place): readonly string[] {
  const first = result.metrics[0] as MetricColumn;
  const groups = result.groups.filter((_, index) => index !== time);
  const rows = result.totals.map((total, index) => {
    const blocks = sparkline(result.series[index] ?? [], blocksMax);
    return [...total.names.map(nameText), blocks, ...numbersOf(result, total)];
  });
  const heads = [...groups.map(({ name }) => name), `${first.name} by time`];
  return fittedTable([[...heads, ...metricHeads(result)], ...rows], groups.length + 1, columns);
}

const blocksMax = 24;

function metricHeads({ metrics, compare }: QueryResult): readonly string[] {
  return metrics.flatMap(({ name }) =>
    compare === undefined ? [name] : [name, compare, 'change'],
  );
}

function numbersOf({ metrics, compare }: QueryResult, row: QueryRow): readonly string[] {
  return metrics.flatMap((metric, index) => {
    const value = row.values[index] ?? null;
    const text = metricText(metric, value);
    if (compare === undefined) return [text];
    const before = row.before?.[index] ?? null;
    return [text, metricText(metric, before), changeText(value, before)];
  });
}

/** Whole numbers as they are, derived ones with two decimals; `-` where there is none. */
function metricText({ divisor }: MetricColumn, value: number | null): string {
  if (value === null) return '-';
  if (divisor === undefined) return groupedText(value);
  const [whole = '0', decimals = '00'] = value.toFixed(2).split('.');
  return `${groupedText(Number(whole))}.${decimals}`;
}

/** In percent of what it was; `new` where that was nothing. */
function changeText(value: number | null, before: number | null): string {
  if (value === null || before === null) return '-';
  if (value === before) return '=';
  if (before === 0) return 'new';
  const percent = ((value - before) / before) * 100;
  return `${percent < 0 ? '-' : '+'}${Math.abs(percent).toFixed(1)}%`;
}

function nameText(name: string | null): string {
  if (name === null) return '(not known)';
  return name === '' ? '(empty)' : name;
}

/** The first column is cut in its middle where the table would be wider than the terminal. */
function fittedTable(
  rows: readonly (readonly string[])[],
  texts: number,
  columns: number,
): readonly string[] {
  const kinds = (rows[0] ?? []).map((_, index) => (index < texts ? left : right));
  const whole = tableLines(kinds, rows, '');
  const widest = Math.max(...whole.map(displayWidth));
  if (widest <= columns || texts === 0) return whole;
  const firstWidth = Math.max(...rows.map((row) => displayWidth(row[0] ?? '')));
  const room = Math.max(nameColumnsMin, firstWidth - (widest - columns));
  const cut = rows.map((row) => [cutToWidth(row[0] ?? '', room), ...row.slice(1)]);
  return tableLines(kinds, cut, '');
}
