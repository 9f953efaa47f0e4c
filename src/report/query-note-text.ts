/** What has to be said about the days of a query, as sentences and as JSON lines. */
import { textFromDay } from '../base/calendar.ts';
import type { QueryNote } from '../model/query-result.ts';

/** `news.example: nothing is published for 2026-03-07 to 2026-03-09: the numbers lack it` */
export function queryNoteText(note: QueryNote): string {
  const site = note.isBefore ? `${note.site} (compared with)` : note.site;
  return `${site}: ${phraseOf(note, daysText(note.days))}`;
}

function phraseOf(note: QueryNote, days: string): string {
  switch (note.kind) {
    case 'absent':
      return `nothing is published for ${days}: the numbers lack it`;
    case 'uncut':
      return `${days} is left out: only whole days are kept of it, and the range cuts it`;
    case 'seam':
      return `whole days for ${days}: its 5-minute rows are not kept`;
    case 'provisional':
      return `${days} is provisional: the day was still open when it was counted`;
    case 'incomplete':
      return `${days} is incomplete: some of its logs are missing, which was accepted by name`;
    case 'not_recorded':
      return `${note.name} is not recorded (which is not zero) on ${days}`;
    case 'zone':
      return `${days} was counted in the zone ${note.zone}`;
    case 'part':
      return `only some days of ${note.steps.join(' and ')} are in the range`;
  }
}

export function queryNoteLine(note: QueryNote): string {
  const { kind, site, isBefore, days } = note;
  const line = {
    type: 'note',
    kind,
    site,
    range: isBefore ? 'before' : 'now',
    ...(note.kind === 'not_recorded' ? { name: note.name } : {}),
    ...(note.kind === 'zone' ? { zone: note.zone } : {}),
    ...(note.kind === 'part' ? { steps: note.steps } : {}),
    dates: days.map(textFromDay),
  };
  return `${JSON.stringify(line)}\n`;
}

/** Runs of days as `2026-03-07 to 2026-03-09`; the first few of many. */
function daysText(days: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run?.last === day - 1) run.last = day;
    else runs.push({ first: day, last: day });
  }
  const texts = runs.map(({ first, last }) => {
    return first === last ? textFromDay(first) : `${textFromDay(first)} to ${textFromDay(last)}`;
  });
  const more = texts.length - runsMax;
  return more > 0
    ? `${texts.slice(0, runsMax).join(', ')} and ${String(more)} more`
    : texts.join(', ');
}

const runsMax = 4;
