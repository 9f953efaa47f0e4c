/** Days as people write them. What `yesterday` means depends on the site's zone, so it waits. */
import { dayFromText } from '../base/calendar.ts';
import type { ZoneClock } from '../base/zone-clock.ts';
import { parsed, wrong, type Parsed } from './parsed.ts';

export type DateText =
  | { readonly kind: 'date'; readonly day: number }
  /** Days from today: -1 is yesterday. */
  | { readonly kind: 'relative'; readonly days: number };

const relativeNames: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['yesterday', -1],
  ['tomorrow', 1],
]);

const hint = 'write a date as in 2026-03-14, or today, yesterday, -7d (seven days ago)';

export function parseDate(text: string): Parsed<DateText> {
  const named = relativeNames.get(text.toLowerCase());
  if (named !== undefined) return parsed({ kind: 'relative', days: named });
  const ago = /^-(\d{1,5})d$/.exec(text);
  if (ago !== null) return parsed({ kind: 'relative', days: -Number(ago[1]) });
  const day = dayFromText(text);
  if (day !== undefined) return parsed({ kind: 'date', day });
  const looksLikeDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  return wrong(looksLikeDate ? 'is a date that does not exist' : 'is not a date', hint);
}

/** Days since 1970, in the zone of `clock`; `now` in epoch seconds. */
export function dayFromDateText(date: DateText, clock: ZoneClock, now: number): number {
  return date.kind === 'date' ? date.day : clock.dayOf(now) + date.days;
}
