/** The ledger as text: what became of every line, adding up to the lines read. */
import { ledgerLines, outcomes, type Ledger } from '../model/ledger.ts';
import { groupedText } from './number-text.ts';
import { tableLines } from './text-lines.ts';

/** Dates named of those that other days' lines fell on; the JSON output has all. */
const datesShownMax = 5;

/** Counted first, then what was refused, most first; outcomes that did not occur are left out. */
export function ledgerText(ledger: Ledger): readonly string[] {
  const occurred = outcomes
    .filter(({ name }) => ledger[name] > 0 && name !== 'counted')
    .sort((a, b) => ledger[b.name] - ledger[a.name])
    .map(({ name, about }) => [groupedText(ledger[name]), name, about]);
  const rows = [
    [groupedText(ledger.counted), 'counted', ''],
    ...occurred,
    [groupedText(ledgerLines(ledger)), 'lines read', ''],
  ];
  return tableLines([{ align: 'right' }, { align: 'left' }, { align: 'left' }], rows, '  ');
}

/** `2026-03-07 (1,234), 2026-03-10 (22) and 3 more days`: most lines first. */
export function datesText(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  const shown = sorted
    .slice(0, datesShownMax)
    .map(([date, count]) => `${date} (${groupedText(count)})`)
    .join(', ');
  const more = sorted.length - datesShownMax;
  return more > 0 ? `${shown} and ${groupedText(more)} more` : shown;
}
