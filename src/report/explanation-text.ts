/** An explanation as text that can be pasted into a mail: 80 columns, the answer first. */
import { textFromDay, textFromInstant } from '../base/calendar.ts';
import type { ZoneClock } from '../base/zone-clock.ts';
import { lineFates, type ExplainedLine } from '../model/explained-line.ts';
import type { ExplainedCell, Explanation, FateTotal, StoredNumber } from '../model/explanation.ts';
import { textFromBucket } from '../model/row.ts';
import { allSegment } from '../model/segments.ts';
import { distinctText } from './distinct-text.ts';
import { explainedLineText, type LineStyle } from './explained-line-text.ts';
import { changeText, countText, groupedText, numberOrDash } from './number-text.ts';
import { tableLines, wrappedLines } from './text-lines.ts';

export type ExplanationStyle = {
  readonly clock: ZoneClock;
  readonly columns: number;
  readonly isUnmasked: boolean;
  /** Whether every line follows, so that no examples are needed. */
  readonly areLinesListed: boolean;
};

export function explanationText(
  explanation: Explanation,
  style: ExplanationStyle,
): readonly string[] {
  const { columns } = style;
  const { circumstances } = explanation;
  return [
    ...headText(explanation, style),
    '',
    ...numbersText(explanation),
    '',
    ...verdictText(explanation, columns),
    ...circumstances.flatMap(({ text }) =>
      wrappedLines(text, { indent: '  - ', hanging: '    ', columns }),
    ),
    '',
    ...fatesText(explanation),
    ...inputText(explanation, columns),
    ...distinctText(explanation, style),
    ...(style.areLinesListed ? [] : examplesText(explanation, style)),
  ];
}

export function lineStyle(
  { range, asked }: Explanation,
  { clock, columns, isUnmasked }: ExplanationStyle,
): LineStyle {
  return { clock, range, columns, isUnmasked, isUrlShown: asked.url === null };
}

/** `page_views of device=mobile` and what they are of. */
function headText(
  { asked, zone }: Explanation,
  { clock, columns }: ExplanationStyle,
): readonly string[] {
  const { site, url, metric } = asked;
  const ofSite = url === null ? '' : `${site}, `;
  return [
    ...wrappedLines(`${metric.name}${segmentText(asked)} of ${url ?? site}`, {
      indent: '',
      hanging: '  ',
      columns,
    }),
    ...wrappedLines(`${whenText(asked, clock)}, ${ofSite}time zone ${zone}`, {
      indent: '',
      hanging: '  ',
      columns,
    }),
  ];
}

function segmentText({ cell: { dimension, value } }: ExplainedCell): string {
  return dimension === allSegment ? '' : ` (${dimension}=${value ?? ''})`;
}

function whenText({ grain, bucket, day }: ExplainedCell, clock: ZoneClock): string {
  if (grain === '1d') return textFromDay(day);
  const local = new Date((bucket + clock.offsetAt(bucket)) * 1000).toISOString().slice(11, 16);
  return `${textFromDay(day)} ${local}, 5 minutes (${textFromBucket(grain, bucket)})`;
}

function numbersText({ stored, derived }: Explanation): readonly string[] {
  const value = stored.kind === 'number' ? stored.value : null;
  const change = value === null ? '' : changeText(value, derived);
  const right = { align: 'right', widthMin: 11 } as const;
  return tableLines(
    [{ align: 'left' }, right, { align: 'left' }],
    [
      ['stored', numberOrDash(value), whyNotStored(stored)],
      ['from the logs', groupedText(derived), change === '=' ? '' : change],
    ],
    '  ',
  );
}

function whyNotStored(stored: StoredNumber): string {
  return stored.kind === 'number' ? '' : stored.reason;
}

function verdictText(
  { verdict, stored, derived }: Explanation,
  columns: number,
): readonly string[] {
  return wrappedLines(verdictSentence(verdict, { stored, derived }), { indent: '', columns });
}

function verdictSentence(
  verdict: Explanation['verdict'],
  { stored, derived }: Pick<Explanation, 'stored' | 'derived'>,
): string {
  const isEqual = stored.kind === 'number' && stored.value === derived;
  switch (verdict) {
    case 'same':
      return 'The stored number is what the logs give.';
    case 'differs':
      return isEqual
        ? 'The stored number is the same, but it stands for others than the logs name.'
        : 'The stored number is NOT what the logs give.';
    case 'unproven':
      return 'The numbers differ, but the logs at hand are not all: nothing is proven by it.';
    case 'not_stored':
      return 'There is no stored number to compare with.';
  }
}

function fatesText({ fates, asked }: Explanation): readonly string[] {
  const isSum = asked.metric.kind === 'sum';
  const left = { align: 'left' } as const;
  const right = { align: 'right' } as const;
  const rows = fates.flatMap((total) => {
    const { lines, amount, fate } = total;
    const sum = isSum ? [`${groupedText(amount)} ${asked.metric.unit}`] : [];
    const [about = '', ...more] = aboutOf(total, asked);
    const blank = isSum ? ['', '', ''] : ['', ''];
    return [[groupedText(lines), fate, ...sum, about], ...more.map((text) => [...blank, text])];
  });
  const columns = isSum ? [right, left, right, left] : [right, left, left];
  const none = fates.every(({ lines }) => lines === 0) ? ['', ...noLinesText] : [];
  return ['The lines behind it', '', ...tableLines(columns, rows, '  '), ...none];
}

/** A misspelt page or segment is 0 too. */
const noLinesText = [
  '  No line has to do with it. Are page, segment and metric spelt right?',
  '  `recount query --group-by url` lists the pages.',
];

/** What a fate means; of excluded lines, each rule with its count. */
function aboutOf({ fate, byRule }: FateTotal, { metric }: ExplainedCell): readonly string[] {
  const rules = Object.entries(byRule);
  if (rules.length > 0) {
    return rules.map(([rule, count]) => `by the rule ${rule}: ${groupedText(count)}`);
  }
  if (fate === 'counted' && metric.kind === 'distinct')
    return [`the events of these ${metric.unit}`];
  return [lineFates.find(({ name }) => name === fate)?.about ?? ''];
}

/** What was read, and what nobody can tell of it. */
function inputText({ input }: Explanation, columns: number): readonly string[] {
  const { objects, rejected, lines, unreadable, withoutUrl, window } = input;
  const broken = Object.values(unreadable).reduce((sum, count) => sum + count, 0);
  const parts = [
    `Read: ${countText(lines, 'line')} of all sites in ${countText(objects, 'object')}, the logs ` +
      `of ${textFromInstant(window.from)} to ${textFromInstant(window.until)}.`,
    rejected === 0 ? '' : `${countText(rejected, 'object')} could not be read whole.`,
    brokenText(broken),
    withoutUrl === 0 ? '' : `${countText(withoutUrl, 'line')} of the site name no page.`,
  ];
  return ['', ...wrappedLines(parts.join(' '), { indent: '  ', columns })];
}

function brokenText(broken: number): string {
  if (broken === 0) return '';
  const whose = broken === 1 ? 'whose it is' : 'whose they are';
  return `${countText(broken, 'line')} cannot be read, so nobody knows ${whose}.`;
}

/** The first few lines of every fate. */
function examplesText(explanation: Explanation, style: ExplanationStyle): readonly string[] {
  const occurred = explanation.fates.filter(({ lines }) => lines > 0);
  if (occurred.length === 0) return [];
  const groups = occurred.flatMap(({ fate, lines, examples }) => {
    const first = lines > examples.length ? `, the first ${String(examples.length)}` : '';
    return fateHead(`${fate}${first}`, examples, lineStyle(explanation, style));
  });
  const isCut = occurred.some(({ lines, examples }) => lines > examples.length);
  const more = isCut ? ['', '  --lines lists all of them.'] : [];
  return [...linesHead(explanation), ...groups, ...more];
}

/** What the fields of lines are; lines follow fate by fate. */
export function linesHead({ zone }: Explanation): readonly string[] {
  return ['', `Each line: time in ${zone}, visitor, action,`, 'what it adds, object and line'];
}

export function fateHead(
  title: string,
  lines: Iterable<ExplainedLine>,
  style: LineStyle,
): readonly string[] {
  return ['', title, ...[...lines].flatMap((line) => explainedLineText(line, style))];
}
