/** Every day as a small square, a month a line: where the bad days lie, at a glance. */
import { textFromDay } from '../../base/calendar.ts';
import { countText } from '../number-text.ts';
import type { AuditPage, PageDay, Tone } from './audit-page-types.ts';
import { tones, tonesInOrder } from './day-tones.ts';
import { html, noMarkup, type Markup } from './markup.ts';
import { daysOfMonth, sitesOf } from './site-series.ts';

/** Lines of months in all (chosen: two years of three sites, some 200 KB). */
const monthsMax = 72;

const dayNumbers = Array.from({ length: 31 }, (_, index) => index + 1);

export function dayGrid(page: AuditPage): Markup {
  let left = monthsMax;
  const tables = sitesOf(page).map((site) => {
    const days = page.days.filter((day) => day.site === site);
    const months = [...new Set(days.map(({ day }) => textFromDay(day).slice(0, 7)))];
    const shown = months.slice(0, left);
    left -= shown.length;
    if (shown.length === 0) return noMarkup;
    return html`<div class="scroll">
        <table class="month">
          <caption>
            ${site}
          </caption>
          <thead>
            <tr>
              <th class="name" scope="col">month</th>
              ${dayNumbers.map((n) => html`<th scope="col">${n}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${shown.map((month) => monthRow(month, days))}
          </tbody>
        </table>
      </div>
      ${laterMonths(site, months.length - shown.length)}`;
  });
  return html`<section aria-labelledby="days-h">
    <h2 id="days-h">Which days</h2>
    <ul class="keys">
      ${tonesInOrder.map((tone) => keyItem(tone, page.words.right))}
    </ul>
    ${tables}
  </section>`;
}

function laterMonths(site: string, count: number): Markup {
  if (count === 0) return noMarkup;
  return html`<p class="soft">${countText(count, 'later month')} of ${site}: not drawn.</p>`;
}

function keyItem(tone: Tone, right: string): Markup {
  const { mark, label } = tones[tone];
  const text = tone === 'right' ? right : label;
  return html`<li><b class="tone-${tone}" aria-hidden="true">${mark}</b>${text}</li>`;
}

function monthRow(month: string, days: readonly PageDay[]): Markup {
  const { first, count } = daysOfMonth(month);
  const byDay = new Map(days.map((day) => [day.day, day]));
  const cells = dayNumbers.map((number) => {
    const day = number <= count ? byDay.get(first + number - 1) : undefined;
    if (day === undefined) return html`<td></td>`;
    const { mark, label } = tones[day.tone];
    return html`<td class="day tone-${day.tone}" title="${textFromDay(day.day)}: ${label}">
      <span aria-hidden="true">${mark}</span><span class="vh">${label}</span>
    </td>`;
  });
  return html`<tr>
    <th class="name" scope="row">${month}</th>
    ${cells}
  </tr> `;
}
