/** The days that differ or were not checked, one by one, with the first values of each. */
import { textFromDay } from '../../base/calendar.ts';
import type { Difference } from '../../model/difference.ts';
import { textFromBucket } from '../../model/row.ts';
import { countText, groupedText, numberOrDash } from '../number-text.ts';
import type { AuditPage, PageDay } from './audit-page-types.ts';
import { tones } from './day-tones.ts';
import { html, noMarkup, type Markup } from './markup.ts';

/** Days listed; the JSON output has all (chosen: some ten pages on paper). */
const daysMax = 150;
/** Days of which single values are shown, and values of each. */
const samplesMax = 25;
const valuesMax = 12;

export function daysSection(page: AuditPage): Markup {
  const days = page.days.filter(({ tone }) => tone !== 'right');
  if (days.length === 0) return noMarkup;
  const more = days.length - daysMax;
  const sampled = days.filter(({ sample }) => sample.length > 0);
  return html`<section aria-labelledby="list-h">
    <h2 id="list-h">Day by day</h2>
    <div class="scroll">
      <table>
        <caption>
          Days that are not simply right${more > 0 ? firstOf(days.length) : ''}. A value is one
          number of one page or of the site, in one day or 5 minutes, under one segment.
        </caption>
        <thead>
          <tr>
            <th scope="col">day</th>
            <th scope="col">outcome</th>
            <th scope="col">why</th>
            <th scope="col" class="n wide-only">values that differ</th>
          </tr>
        </thead>
        <tbody>
          ${days.slice(0, daysMax).map(dayRow)}
        </tbody>
      </table>
    </div>
    ${more > 0 ? otherDays(more) : noMarkup}
    ${
      sampled.length > 0
        ? html`<h3 style="margin-top:1rem">The first values that differ</h3>
            ${sampled.slice(0, samplesMax).map((day) => sampleOf(page, day))}`
        : noMarkup
    }
  </section>`;
}

function firstOf(count: number): string {
  return `, the first ${groupedText(daysMax)} of ${groupedText(count)}`;
}

function otherDays(count: number): Markup {
  return html`<p class="soft">
    The other ${groupedText(count)} are in the output of <code>recount audit --json</code>.
  </p>`;
}

function dayRow({ site, day, tone, why, cells }: PageDay): Markup {
  const count = cells.missing + cells.extra + cells.changed;
  return html`<tr>
    <th scope="row">
      <span class="date">${textFromDay(day)}</span> <span class="soft site">${site}</span>
    </th>
    <td><span class="pill tone-${tone}">${tones[tone].mark} ${tones[tone].label}</span></td>
    <td>${why.join('; ')}</td>
    <td class="n wide-only">${count === 0 ? '–' : groupedText(count)}</td>
  </tr> `;
}

function sampleOf({ sides }: AuditPage, { site, day, sample, cells }: PageDay): Markup {
  const count = cells.missing + cells.extra + cells.changed;
  const title = `${textFromDay(day)}, ${site}`;
  return html`<details>
    <summary>${title}: ${countText(count, 'value')}</summary>
    <div class="scroll">
      <table>
        <caption>
          ${title}: the first ${countText(Math.min(sample.length, valuesMax), 'value')} of
          ${groupedText(count)}
        </caption>
        <thead>
          <tr>
            <th scope="col">page</th>
            <th scope="col">when</th>
            <th scope="col">number</th>
            <th scope="col" class="n">${sides.stored}</th>
            <th scope="col" class="n">${sides.expected}</th>
          </tr>
        </thead>
        <tbody>
          ${sample.slice(0, valuesMax).map(valueRow)}
        </tbody>
      </table>
    </div>
  </details>`;
}

function valueRow({ row, key, derived, stored, sketchDiffers }: Difference): Markup {
  const isOtherSet = sketchDiffers && derived === stored;
  return html`<tr>
    <th scope="row">${row.url ?? 'the site as a whole'}</th>
    <td class="date">${textFromBucket(row.grain, row.bucket)}</td>
    <td><code>${key}</code>${isOtherSet ? ' (as many, but others)' : ''}</td>
    <td class="n">${numberOrDash(stored)}</td>
    <td class="n">${numberOrDash(derived)}</td>
  </tr> `;
}
