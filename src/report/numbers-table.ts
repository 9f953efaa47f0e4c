/** Main numbers beside each other, as lines of a table. */
import { changeText, groupedText, numberOrDash } from './number-text.ts';
import { tableLines, type Column } from './text-lines.ts';

export type Numbers = Readonly<Record<string, number>>;

export type NumbersPair = {
  readonly before: Numbers | null;
  readonly after: Numbers | null;
};

const right: Column = { align: 'right', widthMin: 13 };

/** Metrics that are 0 or not there on both sides are left out. `heads`: of the two columns. */
export function numbersTable(
  { before, after }: NumbersPair,
  heads: readonly [string, string],
  indent: string,
): readonly string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const rows = names
    .map((name) => ({ name, old: before?.[name] ?? null, value: after?.[name] ?? null }))
    .filter(({ old, value }) => (old ?? 0) !== 0 || (value ?? 0) !== 0)
    .map(({ name, old, value }) => {
      return [name, numberOrDash(old), numberOrDash(value), changeText(old, value)];
    });
  if (rows.length === 0) return [`${indent}no event at all: every number is 0`];
  const columns: readonly Column[] = [{ align: 'left' }, right, right, right];
  return tableLines(columns, [['', ...heads, 'change'], ...rows], indent);
}

/** `page_views 1,234, visitors 56`: the first few that are not 0. */
export function numbersText(numbers: Numbers, namesMax = 2): string {
  const shown = Object.entries(numbers).filter(([, value]) => value !== 0);
  const texts = shown.slice(0, namesMax).map(([name, value]) => `${name} ${groupedText(value)}`);
  return texts.length === 0 ? 'no event at all' : texts.join(', ');
}
