/** Period and generation: what is rebuilt, audited, published and undone as one. */
import { textFromDay } from '../base/calendar.ts';

/** One site-day, in the site's own time zone. */
export type PeriodKey = {
  readonly site: string;
  /** Local date, days since 1970. */
  readonly day: number;
};

/** One written version of a period. */
export type GenerationKey = PeriodKey & { readonly generation: string };

/** `news.example 2026-03-08`, as messages name a period. */
export function textFromPeriod({ site, day }: PeriodKey): string {
  return `${site} ${textFromDay(day)}`;
}

/** Ascending by site, then by day. */
export function comparePeriods(a: PeriodKey, b: PeriodKey): number {
  if (a.site !== b.site) return a.site < b.site ? -1 : 1;
  return a.day - b.day;
}
