/** A comparison with numbers from elsewhere as JSON lines: a period a line. */
import { textFromDay } from '../base/calendar.ts';
import { textFromBucket } from '../model/row.ts';
import type { ReportedAgainst, ReportedAgainstPeriod } from './against-types.ts';
import { kindsTexts, lackingTexts } from './kinds-text.ts';

/** `derived` and `stored` of a difference are `ours` and `theirs` here. */
export function againstLine(period: ReportedAgainstPeriod): string {
  const { site, day, kind, reasons, cells, differences, tolerated, ours, theirs } = period;
  const sample = period.sample.map(({ kind: of, row, key, derived, stored, sketchDiffers }) => {
    const { grain, url, bucket } = row;
    const name = { url, grain, bucket: textFromBucket(grain, bucket), key };
    return { kind: of, ...name, ours: derived, theirs: stored, sketch_differs: sketchDiffers };
  });
  const numbers = { cells, differences, tolerated, ours, theirs, sample };
  const line = { type: 'against', site, date: textFromDay(day), kind, reasons, ...numbers };
  return `${JSON.stringify(line)}\n`;
}

/** What was compared, after all periods. */
export function comparedLine({ kinds, ours, theirs }: Omit<ReportedAgainst, 'periods'>): string {
  const line = {
    type: 'compared',
    ours,
    theirs,
    compared: kindsTexts(kinds.both),
    not_recorded_theirs: lackingTexts(kinds.ours, kinds.both),
    not_recorded_ours: lackingTexts(kinds.theirs, kinds.both),
  };
  return `${JSON.stringify(line)}\n`;
}
