/**
 * The page of an audit, for a customer or a manager: one file that needs nothing else, readable
 * on any screen and on paper. It grows with the number of days only up to the limits of its parts.
 */
import { momentText } from '../days-text.ts';
import { countText, groupedText } from '../number-text.ts';
import type { AuditPage, PageCause, PageStep, Tone } from './audit-page-types.ts';
import { tones } from './day-tones.ts';
import { dayGrid } from './day-grid.ts';
import { daysSection } from './days-section.ts';
import { html, noMarkup, Markup } from './markup.ts';
import { numbersSection } from './numbers-section.ts';
import { pageStyle } from './page-style.ts';
import { textFromDay } from '../../base/calendar.ts';

/** Days named with a cause, pieces of evidence shown (chosen: a card stays a card). */
const namedDaysMax = 6;
const evidenceMax = 4;

/** Yields the page in pieces. */
export function* auditPage(page: AuditPage): Generator<string, void, undefined> {
  yield head(page).text;
  yield verdict(page).text;
  yield stepsSection(page).text;
  yield causesSection(page).text;
  yield numbersSection(page).text;
  yield dayGrid(page).text;
  yield daysSection(page).text;
  yield checkedSection(page).text;
  yield foot(page).text;
}

function head({ title, madeAt }: AuditPage): Markup {
  return html`${beforeHead}
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <style>
      ${new Markup(pageStyle)}
    </style>
    ${afterHead}
    <header>
      <p class="eyebrow">Audit of web statistics, made by recount on ${momentText(madeAt)}</p>
      <h1>${title}</h1>
    </header>
    ${beforeMain}`;
}

/** Nothing may be loaded, whatever the page might be made to hold. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const beforeHead = new Markup('<!DOCTYPE html>\n<html lang="en"><head>');
const afterHead = new Markup(
  '</head><body><a class="skip" href="#main">Skip to the result</a><div class="sheet">',
);
const beforeMain = new Markup('<main id="main" tabindex="-1">\n');
const afterMain = new Markup('</main>');
const afterAll = new Markup('</div></body></html>\n');

function verdict({ verdict: { tone, headline, text }, days, words }: AuditPage): Markup {
  const tiles = (['right', 'wrong', 'intended', 'unknown'] as const)
    .map((one) => ({ tone: one, count: days.filter((day) => day.tone === one).length }))
    .filter(({ tone: one, count }) => count > 0 || one === 'right')
    .map((one) => tile(one, words.right));
  return html`<div class="verdict tone-${tone}" role="region" aria-labelledby="verdict-h">
      <h2 id="verdict-h"><span aria-hidden="true">${tones[tone].mark} </span>${headline}</h2>
      <p>${text}</p>
    </div>
    <ul class="tiles">
      ${tiles}
    </ul> `;
}

const tileLabels: Readonly<Record<Exclude<Tone, 'right'>, readonly [string, string]>> = {
  wrong: ['day differs', 'days differ'],
  intended: ['day differs as intended', 'days differ as intended'],
  unknown: ['day was not checked', 'days were not checked'],
};

type TonedCount = { readonly tone: Tone; readonly count: number };

function tile({ tone, count }: TonedCount, right: string): Markup {
  const labels = tone === 'right' ? [`day is ${right}`, `days are ${right}`] : tileLabels[tone];
  const label = labels[count === 1 ? 0 : 1] ?? '';
  return html`<li class="tone-${tone}"><b>${groupedText(count)}</b><span>${label}</span></li>`;
}

function stepsSection({ steps }: AuditPage): Markup {
  if (steps.length === 0) return noMarkup;
  return html`<section aria-labelledby="steps-h">
    <h2 id="steps-h">What to do next</h2>
    <ol>
      ${steps.map(stepItem)}
    </ol>
  </section> `;
}

const newline = new Markup('\n');

function stepItem({ text, command }: PageStep): Markup {
  return html`<li>${text}${command.length === 0 ? noMarkup : commandBlock(command)}</li>`;
}

function commandBlock(lines: readonly string[]): Markup {
  const texts = lines.map((line, at) => (at > 0 ? html`${newline}${line}` : html`${line}`));
  return html`<pre tabindex="0">${texts}</pre>`;
}

function causesSection({ causes }: AuditPage): Markup {
  if (causes.length === 0) return noMarkup;
  return html`<section aria-labelledby="why-h">
    <h2 id="why-h">Why</h2>
    <div class="causes">${causes.map(causeCard)}</div>
  </section> `;
}

function causeCard({ title, about, tone, days, evidence }: PageCause): Markup {
  const dates = [...new Set(days.map(({ day }) => textFromDay(day)))];
  const more = dates.length - namedDaysMax;
  const named =
    dates.slice(0, namedDaysMax).join(', ') + (more > 0 ? ` and ${groupedText(more)} more` : '');
  const shown = evidence.slice(0, evidenceMax);
  return html`<div class="cause tone-${tone}">
    <h3>${title} <span class="pill">${countText(days.length, 'day')}</span></h3>
    <p>${about}.</p>
    <p class="soft">${named}</p>
    ${
      shown.length === 0
        ? noMarkup
        : html`<ul>
            ${shown.map(({ period, text }) => html`<li>${textFromDay(period.day)}: ${text}</li>`)}
          </ul>`
    }
  </div>`;
}

function checkedSection({ checked, notChecked, facts }: AuditPage): Markup {
  return html`<section aria-labelledby="checked-h">
    <h2 id="checked-h">What was checked, and what was not</h2>
    <h3 style="margin-top:.75rem">Checked</h3>
    <ul>
      ${checked.map((text) => html`<li>${text}</li>`)}
    </ul>
    <h3 style="margin-top:.75rem">Not checked</h3>
    ${
      notChecked.length === 0
        ? html`<p>Nothing that was asked for was left out.</p>`
        : html`<ul>
            ${notChecked.map((text) => html`<li>${text}</li>`)}
          </ul>`
    }
    <dl class="facts">
      ${facts.map(
        ([term, text]) =>
          html`<dt>${term}</dt>
            <dd>${text}</dd>`,
      )}
    </dl>
  </section> `;
}

function foot({ version, sides }: AuditPage): Markup {
  return html`${afterMain}
    <footer>
      <p>
        “${sides.stored}” are the audited numbers, held against those “${sides.expected}”. Counts
        and sums are exact. Visitors, sessions and video viewers are exact up to 1,280, and
        estimates with a standard error of 0.81 % above.
      </p>
      <p>
        recount ${version}. This page is one file: it loads nothing, and nothing in it tells who
        reads it.
      </p>
    </footer>
    ${afterAll}`;
}
