/** The days that a command is about, in the zone of each of its sites. */
import { textFromDay } from '../base/calendar.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import type { OptionFault } from '../config/option-faults.ts';
import { dayFromDateText, type DateText, type Moment } from '../config/parse-date.ts';
import { shownText } from '../config/read-value.ts';
import type { SiteSettings } from '../config/site-settings.ts';
import { dayRange, faultsOfRange, type DayRange } from './settings.ts';

export type SiteDays = DayRange & { readonly site: string };

export type DatesInput = {
  readonly from: Moment | undefined;
  readonly until: Moment | undefined;
};

/** `now` in epoch seconds. Sites without a zone count days in UTC. */
export function daysOfSites(
  dates: DatesInput,
  sites: readonly SiteSettings[],
  now: number,
): readonly SiteDays[] {
  return sites.map(({ site, values }) => ({
    site,
    ...dayRange({ ...dates, zone: values.zone }, now),
  }));
}

/** Empty and backward ranges; the same one is told once, however many sites have it. */
export function faultsOfDays(days: readonly SiteDays[]): readonly OptionFault[] {
  const byMessage = new Map(
    days.flatMap(faultsOfRange).map((fault) => [fault.message, fault] as const),
  );
  return [...byMessage.values()];
}

/** The one value that all have; undefined where they differ. */
export function commonDay(days: readonly (number | undefined)[]): number | undefined {
  return days.every((day) => day === days[0]) ? days[0] : undefined;
}

/**
 * The day that a date is for all sites alike. Consent to a day must name one: where `yesterday` is
 * not the same day everywhere, a fault says so.
 */
export function dayForAll(
  date: DateText,
  text: string,
  { sites, now }: { readonly sites: readonly SiteSettings[]; readonly now: number },
): number | OptionFault {
  const days = sites.map(({ values }) => {
    return dayFromDateText(date, values.zone ?? new ZoneClock('UTC'), now);
  });
  const day = commonDay(days);
  if (day !== undefined) return day;
  const shown = [...new Set(days)].map(textFromDay).join(' or ');
  return {
    message: `--accept-incomplete ${shownText(text)} is ${shown}, by the zone of the site`,
    hint: 'write the date itself',
  };
}
