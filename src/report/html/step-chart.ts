/**
 * A chart of stored against expected numbers, as inline SVG: what was expected as a filled area,
 * what is stored as a dashed line over it, and below both how far they are apart. Labels are
 * HTML, so that they stay readable at any width; the numbers stand in a table as well.
 */
import { groupedText } from '../number-text.ts';
import { html, noMarkup, type Markup } from './markup.ts';
import { signedText } from './signed-text.ts';

export type ChartPoint = {
  /** As the table names it: `2026-03-08`. */
  readonly label: string;
  readonly stored: number | null;
  readonly expected: number | null;
  /** False where nothing is known: what is there is shown, and no difference. */
  readonly isCompared: boolean;
};

export type Chart = {
  /** Unlike that of any other chart of the page. */
  readonly id: string;
  readonly title: string;
  readonly sides: { readonly stored: string; readonly expected: string };
  /** What one point is: `day`, `5 minutes`. */
  readonly step: string;
  readonly points: readonly ChartPoint[];
};

/** Heights of the drawings in their own units; each point is one unit wide. */
const tall = 100;
const low = 30;

export function stepChart(chart: Chart): Markup {
  const { id, title, points, sides } = chart;
  const top = niceTop(
    Math.max(1, ...points.flatMap(({ stored, expected }) => [stored ?? 0, expected ?? 0])),
  );
  const apart = Math.max(1, ...points.map((point) => Math.abs(gapOf(point))));
  return html`<figure>
    <figcaption>${title}</figcaption>
    ${legend(sides)}
    <div class="plot">
      <div class="y tall" aria-hidden="true"><span>${shortText(top)}</span><span>0</span></div>
      <svg
        class="tall"
        role="img"
        aria-labelledby="${id}-t ${id}-d"
        viewBox="0 0 ${points.length} ${tall}"
        preserveAspectRatio="none"
      >
        <title id="${id}-t">${title}</title>
        <desc id="${id}-d">${descriptionOf(chart)}</desc>
        ${points.map((point, at) => (gapOf(point) === 0 ? noMarkup : band(at)))}
        <path class="area" d="${stepPath(points, 'expected', top, true)}" />
        <path class="edge" d="${stepPath(points, 'expected', top, false)}" />
        <path class="mark" d="${stepPath(points, 'stored', top, false)}" />
      </svg>
      <div class="y low" aria-hidden="true">
        <span>+${shortText(apart)}</span><span>−${shortText(apart)}</span>
      </div>
      <svg
        class="low"
        aria-hidden="true"
        viewBox="0 0 ${points.length} ${low}"
        preserveAspectRatio="none"
      >
        ${points.map((point, at) => gapBar(point, at, apart))}
        <line class="zero" x1="0" x2="${points.length}" y1="${low / 2}" y2="${low / 2}" />
      </svg>
      <div class="x" aria-hidden="true">
        ${axisLabels(points).map((label) => html`<span>${label}</span>`)}
      </div>
    </div>
    ${numbersOf(chart)}
  </figure>`;
}

function legend({ stored, expected }: Chart['sides']): Markup {
  return html`<ul class="legend">
    <li>
      <svg viewBox="0 0 28 14" aria-hidden="true">
        <path class="area" d="M0 3H28V14H0Z" />
        <path class="edge" d="M0 3H28" /></svg
      >${expected}
    </li>
    <li>
      <svg viewBox="0 0 28 14" aria-hidden="true"><path class="mark" d="M0 7H28" /></svg>${stored}
    </li>
    <li>
      <svg viewBox="0 0 28 14" aria-hidden="true">
        <path class="more" d="M4 0H12V7H4Z" />
        <path class="less" d="M16 7H24V14H16Z" /></svg
      >below: ${stored} too high or too low
    </li>
  </ul>`;
}

/** What is not there counts as nothing. */
function gapOf({ stored, expected, isCompared }: ChartPoint): number {
  return isCompared ? (stored ?? 0) - (expected ?? 0) : 0;
}

function band(at: number): Markup {
  return html`<path class="off" d="M${at} 0H${at + 1}V${tall}H${at}Z" />`;
}

function gapBar(point: ChartPoint, at: number, apart: number): Markup {
  const gap = gapOf(point);
  if (gap === 0) return noMarkup;
  // At least a twentieth, so that a small difference beside a large one is still seen.
  const height = Math.max(0.05, Math.abs(gap) / apart) * (low / 2) * Math.sign(gap);
  const y = coordinate(low / 2 - height);
  return html`<path
    class="${gap > 0 ? 'more' : 'less'}"
    d="M${at + 0.1} ${low / 2}H${at + 0.9}V${y}H${at + 0.1}Z"
  />`;
}

/** Where one side has no number, the line has a gap. */
function stepPath(
  points: readonly ChartPoint[],
  side: 'stored' | 'expected',
  top: number,
  isArea: boolean,
): string {
  let path = '';
  let isDown = true;
  points.forEach((point, at) => {
    const value = point[side];
    if (value === null) {
      if (!isDown && isArea) path += `V${tall}Z`;
      isDown = true;
      return;
    }
    const y = coordinate(tall - (value / top) * tall);
    if (isDown) path += isArea ? `M${at} ${tall}V${y}` : `M${at} ${y}`;
    else path += `V${y}`;
    path += `H${at + 1}`;
    isDown = false;
  });
  return isArea && !isDown ? `${path}V${tall}Z` : path;
}

function coordinate(value: number): number {
  return Math.round(value * 100) / 100;
}

/** 1, 2, 2.5 or 5 times a power of ten, not below the value. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * power >= value) ?? 10;
  return Math.max(1, Math.ceil(factor * power));
}

/** `950`, `12.5k`, `3M`. */
function shortText(value: number): string {
  if (value < 10_000) return groupedText(value);
  const [size, unit] = value < 1_000_000 ? [1000, 'k'] : [1_000_000, 'M'];
  return `${groupedText(Math.round((value / size) * 10) / 10)}${unit}`;
}

/** First, middle and last, as far as there are. */
function axisLabels(points: readonly ChartPoint[]): readonly string[] {
  const places = [0, Math.floor((points.length - 1) / 2), points.length - 1];
  return [...new Set(places)].map((at) => points[at]?.label ?? '');
}

function descriptionOf({ points, sides, step }: Chart): string {
  const off = points.filter((point) => gapOf(point) !== 0);
  const [first, last] = [points[0]?.label ?? '', points.at(-1)?.label ?? ''];
  const span = `${first} to ${last}, one step for each ${step}.`;
  if (off.length === 0) return `${span} Both sides are the same throughout.`;
  const worst = off.reduce((a, b) => (Math.abs(gapOf(b)) > Math.abs(gapOf(a)) ? b : a));
  return (
    `${span} ${groupedText(off.length)} of ${groupedText(points.length)} differ; ` +
    `most at ${worst.label}: ${sides.stored} ${numberText(worst.stored)}, ` +
    `${sides.expected} ${numberText(worst.expected)}.`
  );
}

function numbersOf({ title, sides, step, points }: Chart): Markup {
  return html`<details class="data">
    <summary>Numbers of this chart</summary>
    <div class="scroll">
      <table>
        <caption>
          ${title}
        </caption>
        <thead>
          <tr>
            <th scope="col">${step}</th>
            <th scope="col" class="n">${sides.stored}</th>
            <th scope="col" class="n">${sides.expected}</th>
            <th scope="col" class="n">difference</th>
          </tr>
        </thead>
        <tbody>
          ${points.map(
            (point) =>
              html`<tr>
                <th scope="row" class="date">${point.label}</th>
                <td class="n">${numberText(point.stored)}</td>
                <td class="n">${numberText(point.expected)}</td>
                <td class="n">${signedText(gapOf(point))}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function numberText(value: number | null): string {
  return value === null ? '–' : groupedText(value);
}
