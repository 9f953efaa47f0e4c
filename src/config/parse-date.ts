/** Days as people write them. What `yesterday` means depends on the site's zone, so it waits. */
import { dayFromText } from '../base/calendar.ts';
import type { ZoneClock } from '../base/zone-clock.ts';
import { parseDuration } from './parse-duration.ts';
import { parsed, wrong, type Parsed } from './parsed.ts';

export type DateText =
  | { readonly kind: 'date'; readonly day: number }
  /** Days from today: -1 is yesterday. */
  | { readonly kind: 'relative'; readonly days: number };

/** A date, or a time for the commands that take one. */
export type Moment =
  | DateText
  /** By the site's clock: seconds after midnight of a local date. */
  | { readonly kind: 'time'; readonly day: number; readonly seconds: number }
  /** So many seconds before now. */
  | { readonly kind: 'ago'; readonly seconds: number };

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

/** What is not a date is told as such: most commands take nothing else. */
export function parseMoment(text: string): Parsed<Moment> {
  if (text.toLowerCase() === 'now') return parsed({ kind: 'ago', seconds: 0 });
  const ago = /^-((?:\d+[hm])+)$/.exec(text)?.[1];
  if (ago !== undefined) {
    const seconds = parseDuration(ago);
    return seconds.kind === 'wrong' ? seconds : parsed({ kind: 'ago', seconds: seconds.value });
  }
  const time = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  const day = time === null ? undefined : dayFromText(time[1] ?? '');
  if (time === null || day === undefined) return parseDate(text);
  const seconds = Number(time[2]) * 3600 + Number(time[3]) * 60;
  return parsed({ kind: 'time', day, seconds });
}

export function isDate(moment: Moment): moment is DateText {
  return moment.kind === 'date' || moment.kind === 'relative';
}

/** Days since 1970, in the zone of `clock`; `now` in epoch seconds. */
export function dayFromDateText(date: DateText, clock: ZoneClock, now: number): number {
  return date.kind === 'date' ? date.day : clock.dayOf(now) + date.days;
}
