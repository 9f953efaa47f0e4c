/** What a look at a store found, as text and as JSON lines. */
import { textFromDay } from '../base/calendar.ts';
import type { StoreFinding } from '../model/store-finding.ts';
import { countText } from './number-text.ts';
import { wrappedLines } from './text-lines.ts';

/** Findings told one by one; the JSON output has all. A damaged disk has thousands. */
export const findingsTextMax = 50;

const labelColumns = 8;

export function* findingText(
  { level, message, remedy }: StoreFinding,
  columns: number,
): Generator<string, void, undefined> {
  const indent = ' '.repeat(labelColumns);
  const [first = '', ...rest] = wrappedLines(message, { indent, columns });
  yield level.padEnd(labelColumns) + first.slice(labelColumns);
  yield* rest;
  yield* wrappedLines(`to do: ${remedy}`, { indent, hanging: `${indent}  `, columns });
  yield '';
}

export type ExaminationCounts = {
  readonly store: string;
  /** At which it was asked; undefined where the store has one way alone, or was not opened. */
  readonly consistency: string | undefined;
  readonly periods: number;
  readonly faults: number;
  readonly notices: number;
  readonly isDeep: boolean;
};

export function* examinationText(
  { store, consistency, periods, faults, notices, isDeep }: ExaminationCounts,
  columns: number,
): Generator<string, void, undefined> {
  const told = Math.min(findingsTextMax, faults + notices);
  const untold = faults + notices - told;
  if (untold > 0) yield `and ${countText(untold, 'more finding')}; --json tells all`;
  const depth = isDeep ? 'all rows were read' : 'rows were not read (--deep reads them)';
  const found =
    faults + notices === 0
      ? 'nothing is wrong'
      : `${countText(faults, 'fault')}, ${countText(notices, 'notice')}`;
  const asked = consistency === undefined ? '' : ` (${consistency})`;
  const text = `${store}${asked}: ${countText(periods, 'day')} looked at; ${depth}: ${found}.`;
  yield* wrappedLines(text, { indent: '', columns });
}

export function examinationLine(counts: ExaminationCounts): object {
  const { store, consistency = null, periods, faults, notices, isDeep } = counts;
  return { type: 'store', store, consistency, periods, faults, notices, deep: isDeep };
}

export function findingLine(
  store: string,
  { level, kind, period, generation, message, remedy }: StoreFinding,
): object {
  return {
    type: 'finding',
    store,
    level,
    kind,
    site: period?.site ?? null,
    date: period === null ? null : textFromDay(period.day),
    generation,
    message,
    remedy,
  };
}
