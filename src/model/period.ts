/** Period and generation: what is rebuilt, audited, published and undone as one. */
import { compareTexts } from '../base/bytes.ts';
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

/** Ascending by site (UTF-8 bytes), then by day. */
export function comparePeriods(a: PeriodKey, b: PeriodKey): number {
  return compareTexts(a.site, b.site) || a.day - b.day;
}
