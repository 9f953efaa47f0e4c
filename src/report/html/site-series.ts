/** The days of a report as series of one metric of one site, for tables and charts. */
import { dayFromText, textFromDay } from '../../base/calendar.ts';
import { metrics } from '../../model/catalogue.ts';
import type { AuditPage, Numbers, PageDay } from './audit-page-types.ts';
import type { ChartPoint } from './step-chart.ts';

/** More points than this are drawn by the week, then by the month (chosen: a year of days). */
const pointsMax = 370;

/** How often, and by how much in all, one side is above the other. */
export type Gaps = { readonly days: number; readonly sum: number };

export type MetricSums = {
  readonly metric: string;
  readonly stored: number;
  readonly expected: number;
  /** Days on which the stored number is too high, and too low: sums alone hide both. */
  readonly high: Gaps;
  readonly low: Gaps;
};

export function sitesOf({ days }: Pick<AuditPage, 'days'>): readonly string[] {
  return [...new Set(days.map(({ site }) => site))];
}

/** Days of which the numbers of at least one side are known. */
export function daysWithNumbers(days: readonly PageDay[]): readonly PageDay[] {
  return days.filter(({ stored, expected }) => stored !== null || expected !== null);
}

/** Of these, the days that were compared: the others say nothing of a difference. */
export function comparedDays(days: readonly PageDay[]): readonly PageDay[] {
  return days.filter((day) => day.tone !== 'unknown');
}

/**
 * Each metric over the days of a site, in the order of the catalogue. Sums of distinct counts are
 * those of days, not of people: the caller says so.
 */
export function sumsOfMetrics(days: readonly PageDay[]): readonly MetricSums[] {
  const compared = comparedDays(days);
  return namesOf(compared).map((metric) => {
    const pairs = compared.map((day) => {
      return {
        stored: valueOf(day.stored, metric) ?? 0,
        expected: valueOf(day.expected, metric) ?? 0,
      };
    });
    const gaps = pairs.map(({ stored, expected }) => stored - expected);
    return {
      metric,
      stored: sumOf(pairs.map(({ stored }) => stored)),
      expected: sumOf(pairs.map(({ expected }) => expected)),
      high: gapsOf(gaps.filter((gap) => gap > 0)),
      low: gapsOf(gaps.filter((gap) => gap < 0)),
    };
  });
}

function gapsOf(gaps: readonly number[]): Gaps {
  return { days: gaps.length, sum: sumOf(gaps) };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function namesOf(days: readonly PageDay[]): readonly string[] {
  const present = new Set(
    days.flatMap(({ stored, expected }) => [
      ...Object.keys(stored ?? {}),
      ...Object.keys(expected ?? {}),
    ]),
  );
  return metrics.map(({ name }) => name).filter((name) => present.has(name));
}

function valueOf(numbers: Numbers | null, metric: string): number | null {
  return numbers?.[metric] ?? null;
}

export type SiteSeries = { readonly step: string; readonly points: readonly ChartPoint[] };

/** By the day, or where these are too many by the week or month; what lies between is a gap. */
export function seriesOfMetric(days: readonly PageDay[], metric: string): SiteSeries {
  const [first, last] = [days[0]?.day ?? 0, days.at(-1)?.day ?? 0];
  const length = last - first + 1;
  if (length <= pointsMax)
    return { step: 'day', points: pointsBy(days, metric, dailyLabels(days)) };
  const isByWeek = length <= pointsMax * 7;
  const label = isByWeek ? weekLabel : (day: number) => textFromDay(day).slice(0, 7);
  return {
    step: isByWeek ? 'week (from its Monday)' : 'month',
    points: pointsBy(days, metric, { labelOf: label, labels: [] }),
  };
}

type Labels = { readonly labelOf: (day: number) => string; readonly labels: readonly string[] };

/** Every day between the first and the last, also those that nothing is known of. */
function dailyLabels(days: readonly PageDay[]): Labels {
  const [first, last] = [days[0]?.day ?? 0, days.at(-1)?.day ?? 0];
  const labels = Array.from({ length: last - first + 1 }, (_, at) => textFromDay(first + at));
  return { labelOf: textFromDay, labels };
}

/** Days since 1970 began on a Thursday. */
function weekLabel(day: number): string {
  return textFromDay(day - ((((day + 3) % 7) + 7) % 7));
}

function pointsBy(
  days: readonly PageDay[],
  metric: string,
  { labelOf, labels }: Labels,
): readonly ChartPoint[] {
  const points = new Map<string, ChartPoint>(
    labels.map((label) => [label, { label, stored: null, expected: null, isCompared: false }]),
  );
  for (const day of days) {
    const label = labelOf(day.day);
    const before = points.get(label);
    points.set(label, {
      label,
      stored: added(before?.stored, valueOf(day.stored, metric)),
      expected: added(before?.expected, valueOf(day.expected, metric)),
      isCompared: before?.isCompared === true || day.tone !== 'unknown',
    });
  }
  return [...points.values()];
}

function added(before: number | null | undefined, value: number | null): number | null {
  return value === null ? (before ?? null) : (before ?? 0) + value;
}

/** `8 March 2026`. */
export function longDate(day: number): string {
  const [year = '', month = '', dayOfMonth = ''] = textFromDay(day).split('-');
  return `${Number(dayOfMonth)} ${monthNames[Number(month) - 1] ?? ''} ${year}`;
}

const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** The first day of a month and how many days it has; `month` as `2026-03`. */
export function daysOfMonth(month: string): { readonly first: number; readonly count: number } {
  const first = dayFromText(`${month}-01`) ?? 0;
  const next = [28, 29, 30, 31].find((n) => textFromDay(first + n).slice(0, 7) !== month) ?? 31;
  return { first, count: next };
}
