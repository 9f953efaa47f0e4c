/** Main numbers beside each other, as lines of a table. */
import { metrics } from '../model/catalogue.ts';
import { changeText, groupedText, numberOrDash } from './number-text.ts';
import { tableLines, type Column } from './text-lines.ts';

export type Numbers = Readonly<Record<string, number>>;

export type NumbersPair = {
  readonly before: Numbers | null;
  readonly after: Numbers | null;
};

const right: Column = { align: 'right', widthMin: 13 };

/**
 * The metrics that changed, and how many did not; all that are not 0 where one side has none.
 * `heads`: of the two columns.
 */
export function numbersTable(
  { before, after }: NumbersPair,
  heads: readonly [string, string],
  indent: string,
): readonly string[] {
  const present = namesInOrder(before, after)
    .map((name) => ({ name, old: before?.[name] ?? null, value: after?.[name] ?? null }))
    .filter(({ old, value }) => (old ?? 0) !== 0 || (value ?? 0) !== 0);
  const changed = present.filter(({ old, value }) => old !== value);
  const known = after ?? before ?? {};
  if (changed.length === 0) return [`${indent}the same numbers: ${numbersText(known)}`];
  const rows = changed.map(({ name, old, value }) => {
    return [name, numberOrDash(old), numberOrDash(value), changeText(old, value)];
  });
  const columns: readonly Column[] = [{ align: 'left' }, right, right, right];
  const table = tableLines(columns, [['', ...heads, 'change'], ...rows], indent);
  const same = present.length - changed.length;
  return same === 0 ? table : [...table, `${indent}and ${groupedText(same)} that are the same`];
}

/** `page_views 1,234, visitors 56`: the first few that are not 0. */
export function numbersText(numbers: Numbers, namesMax = 3): string {
  const shown = namesInOrder(numbers).filter((name) => numbers[name] !== 0);
  const texts = shown
    .slice(0, namesMax)
    .map((name) => `${name} ${groupedText(numbers[name] ?? 0)}`);
  return texts.length === 0 ? 'no event at all' : texts.join(', ');
}

/** In the order of the catalogue; what it does not know any more comes last. */
function namesInOrder(...all: readonly (Numbers | null)[]): readonly string[] {
  const names = new Set(all.flatMap((numbers) => Object.keys(numbers ?? {})));
  const known = metrics.map(({ name }) => name).filter((name) => names.has(name));
  return [...new Set([...known, ...names])];
}
