/** Which numbers differ and by how much: sums of a site, and charts over time. */
import { metrics } from '../../model/catalogue.ts';
import { countText, groupedText } from '../number-text.ts';
import type { AuditPage, PageCourse, PageDay } from './audit-page-types.ts';
import { html, noMarkup, type Markup } from './markup.ts';
import { shareText, signedText } from './signed-text.ts';
import {
  comparedDays,
  daysWithNumbers,
  longDate,
  seriesOfMetric,
  sitesOf,
  sumsOfMetrics,
} from './site-series.ts';
import type { Gaps, MetricSums } from './site-series.ts';
import { stepChart } from './step-chart.ts';

/** Sites with tables and charts of their own; those that differ most come first (chosen). */
const sitesMax = 8;
/** Charts of one site, and of single days (chosen: a page or two on paper). */
const chartsMax = 3;
const coursesMax = 4;

export function numbersSection(page: AuditPage): Markup {
  const sites = sitesOf(page)
    .map((site) => daysWithNumbers(page.days.filter((day) => day.site === site)))
    .filter((days) => days.length > 0)
    .sort((a, b) => countOff(b) - countOff(a));
  if (sites.length === 0) return noMarkup;
  const more = sites.length - sitesMax;
  return html`<section aria-labelledby="numbers-h">
    <h2 id="numbers-h">Which numbers, and by how much</h2>
    ${sites.slice(0, sitesMax).map((days, at) => numbersOfSite(page, days, at))}
    ${more > 0 ? otherSites(more) : noMarkup} ${coursesOf(page)}
  </section>`;
}

function otherSites(count: number): Markup {
  const sites = countText(count, 'more site');
  return html`<p class="soft">${sites} with fewer differing days: not shown here.</p>`;
}

function countOff(days: readonly PageDay[]): number {
  return days.filter(({ tone }) => tone === 'wrong' || tone === 'intended').length;
}

function numbersOfSite(page: AuditPage, days: readonly PageDay[], at: number): Markup {
  const site = days[0]?.site ?? '';
  const sums = sumsOfMetrics(days);
  const drawn = sums.filter(({ high, low }) => high.days + low.days > 0).slice(0, chartsMax);
  const shown = drawn.length > 0 ? drawn : sums.slice(0, 1);
  return html`<h3 style="margin-top:1rem">${site}</h3>
    ${sumsTable(page, sums, comparedDays(days).length)}
    <div class="charts">
      ${shown.map(({ metric }, index) => {
        const { step, points } = seriesOfMetric(days, metric);
        const title = `${labelOf(metric)} by ${step.split(' ')[0] ?? step}, ${site}`;
        return stepChart({ id: `c${at}-${index}`, title, sides: page.sides, step, points });
      })}
    </div>`;
}

function sumsTable({ sides }: AuditPage, sums: readonly MetricSums[], days: number): Markup {
  const isOneDay = days === 1;
  const hasDistinct = sums.some(({ metric }) => isDistinct(metric)) && !isOneDay;
  const caption = isOneDay
    ? 'The numbers of the day, for the site as a whole.'
    : `Sums over the ${groupedText(days)} days that were compared, for the site as a whole.`;
  return html`<div class="scroll whole">
    <table>
      <caption>
        ${caption}${hasDistinct ? addedDaily : ''}
      </caption>
      <thead>
        <tr>
          <th scope="col">number</th>
          <th scope="col" class="n">${sides.stored}</th>
          <th scope="col" class="n">${sides.expected}</th>
          <th scope="col" class="n">difference</th>
          <th scope="col" class="n wide-only">too high</th>
          <th scope="col" class="n wide-only">too low</th>
        </tr>
      </thead>
      <tbody>
        ${sums.map((row) => sumsRow(row))}
      </tbody>
    </table>
  </div>`;
}

const addedDaily =
  ' Visitors, sessions and viewers are added up day by day here: somebody who came on two days ' +
  'counts twice.';

function sumsRow({ metric, stored, expected, high, low }: MetricSums): Markup {
  const gap = stored - expected;
  const share = shareText(gap, expected);
  const difference =
    gap === 0
      ? html`=`
      : html`<span class="gap">${signedText(gap)}</span> <span class="soft share">${share}</span>`;
  return html`<tr>
    <th scope="row">${labelOf(metric)}</th>
    <td class="n">${groupedText(stored)}</td>
    <td class="n">${groupedText(expected)}</td>
    <td class="n">${difference}</td>
    ${[high, low].map(gapsCell)}
  </tr> `;
}

function gapsCell({ days, sum }: Gaps): Markup {
  if (days === 0) return html`<td class="n wide-only soft">–</td>`;
  return html`<td class="n wide-only">
    ${signedText(sum)} <span class="soft">on ${countText(days, 'day')}</span>
  </td>`;
}

/** The days within which the numbers differ most, by 5 minutes. */
function coursesOf(page: AuditPage): Markup {
  const courses = firstOfDays(page.courses)
    .map((course) => ({ course, gap: gapOfCourse(course) }))
    .sort((a, b) => b.gap - a.gap)
    .slice(0, coursesMax);
  if (courses.length === 0) return noMarkup;
  return html`<h3 style="margin-top:1.5rem">When in the day</h3>
    <div class="charts">${courses.map(({ course }, at) => chartOfCourse(page, course, at))}</div>`;
}

/** One metric of each day, that which comes first in the catalogue. */
function firstOfDays(courses: readonly PageCourse[]): readonly PageCourse[] {
  const rank = ({ metric }: PageCourse): number => metrics.findIndex(({ name }) => name === metric);
  const byDay = new Map<string, PageCourse>();
  for (const course of courses) {
    const name = `${course.day} ${course.site}`;
    const known = byDay.get(name);
    if (known === undefined || rank(course) < rank(known)) byDay.set(name, course);
  }
  return [...byDay.values()];
}

function gapOfCourse({ points }: PageCourse): number {
  return points.reduce(
    (sum, [, stored, expected]) => sum + Math.abs((stored ?? 0) - (expected ?? 0)),
    0,
  );
}

function chartOfCourse({ sides }: AuditPage, course: PageCourse, at: number): Markup {
  const { metric, site, day, points } = course;
  return stepChart({
    id: `d${at}`,
    title: `${labelOf(metric)} by 5 minutes, ${site}, ${longDate(day)} (UTC)`,
    sides,
    step: '5 minutes',
    points: points.map(([bucket, stored, expected]) => ({
      label: new Date(bucket * 1000).toISOString().slice(11, 16),
      stored,
      expected,
      isCompared: true,
    })),
  });
}

/** `page_views` as a person says it: `Page views`. */
export function labelOf(metric: string): string {
  const words = metric.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isDistinct(metric: string): boolean {
  return metrics.some(({ name, kind }) => name === metric && kind === 'distinct');
}
