/** A comparison with numbers from elsewhere as text: what is the same and what is not. */
import { textFromDay } from '../base/calendar.ts';
import { rowNameOf, textFromRow } from '../model/row-text.ts';
import type { ReportedAgainst, ReportedAgainstPeriod } from './against-types.ts';
import { daysText } from './days-text.ts';
import { kindsTexts, lackingTexts } from './kinds-text.ts';
import { countText, groupedText, numberOrDash } from './number-text.ts';
import { numbersTable } from './numbers-table.ts';
import { wrappedLines } from './text-lines.ts';

/** Days shown with their numbers; the JSON output has all (chosen: a screen or two). */
const blocksMax = 7;
/** Differing values named below a day. */
const valuesMax = 3;

/** Yields lines without their ends. */
export function* againstText(
  against: ReportedAgainst,
  columns: number,
): Generator<string, void, undefined> {
  const wrap = (text: string, hanging = '  '): readonly string[] =>
    wrappedLines(text, { indent: '', hanging, columns });
  yield* wrap(`here: ${against.ours}`);
  yield* wrap(`there: ${against.theirs}`);
  const sites = [...new Set(against.periods.map(({ site }) => site))];
  for (const site of sites) {
    yield '';
    yield site;
    yield* siteText(
      against.periods.filter((period) => period.site === site),
      columns,
    );
  }
  yield '';
  yield* comparedText(against, columns);
  yield '';
  yield* wrap(countsText(against));
}

function* siteText(
  periods: readonly ReportedAgainstPeriod[],
  columns: number,
): Generator<string, void, undefined> {
  const differing = periods.filter(({ kind }) => kind === 'differs');
  for (const period of differing.slice(0, blocksMax)) yield* differingText(period, columns);
  const line = (text: string): readonly string[] =>
    wrappedLines(text, { indent: '  ', hanging: '    ', columns });
  const more = differing.slice(blocksMax).map(({ day }) => day);
  if (more.length > 0) yield* line(`differ as well: ${daysText(more)}`);
  for (const [kind, text] of otherKinds) {
    const days = periods.filter((period) => period.kind === kind).map(({ day }) => day);
    if (days.length > 0) yield* line(`${text}: ${daysText(days)}`);
  }
  for (const { kind, day, reasons } of periods) {
    if (kind === 'unreadable')
      yield* line(`${textFromDay(day)}  not readable: ${reasons.join('; ')}`);
  }
}

const otherKinds = [
  ['same', 'the same'],
  ['only_ours', 'only here'],
  ['only_theirs', 'only there'],
] as const;

function* differingText(
  { day, cells, differences, tolerated, ours, theirs, sample }: ReportedAgainstPeriod,
  columns: number,
): Generator<string, void, undefined> {
  const { missing, extra, changed } = differences;
  const count = missing + extra + changed;
  const near = tolerated > 0 ? `, ${groupedText(tolerated)} within the tolerance` : '';
  const differ = count === 1 ? 'differs' : 'differ';
  const of = `${groupedText(count)} of ${countText(cells, 'value')} ${differ}`;
  yield* wrappedLines(`${textFromDay(day)}  ${of}${near}`, { indent: '  ', columns });
  if (ours !== null && theirs !== null) {
    yield* numbersTable({ before: ours, after: theirs }, ['here', 'there'], '    ');
  }
  for (const { row, key, derived, stored, sketchDiffers } of sample.slice(0, valuesMax)) {
    const isOtherSet = sketchDiffers && derived === stored ? ', other members' : '';
    const values = `here ${numberOrDash(derived)}, there ${numberOrDash(stored)}${isOtherSet}`;
    const name = `${textFromRow(rowNameOf(row))}, ${key}: ${values}`;
    yield* wrappedLines(name, { indent: '    ', hanging: '      ', columns });
  }
}

function* comparedText(
  { kinds, ours, theirs }: ReportedAgainst,
  columns: number,
): Generator<string, void, undefined> {
  const item = (text: string): readonly string[] =>
    wrappedLines(text, { indent: '  ', hanging: '    ', columns });
  const compared = kindsTexts(kinds.both);
  yield compared.length === 0 ? 'No value is recorded on both sides.' : 'Compared';
  for (const text of compared) yield* item(text);
  const lacks = [
    { where: theirs, texts: lackingTexts(kinds.ours, kinds.both) },
    { where: ours, texts: lackingTexts(kinds.theirs, kinds.both) },
  ];
  for (const { where, texts } of lacks.filter((one) => one.texts.length > 0)) {
    yield* wrappedLines(`Not recorded in ${where}, so not compared`, { indent: '', columns });
    for (const text of texts) yield* item(text);
  }
}

/** `14 days: 11 the same, 2 differ, 1 only here.` */
function countsText({ periods }: ReportedAgainst): string {
  const count = (kind: ReportedAgainstPeriod['kind']): number =>
    periods.filter((period) => period.kind === kind).length;
  const parts = [
    [count('same'), 'the same'],
    [count('differs'), count('differs') === 1 ? 'differs' : 'differ'],
    [count('only_ours'), 'only here'],
    [count('only_theirs'), 'only there'],
    [count('unreadable'), 'not readable'],
  ] as const;
  const texts = parts.filter(([n]) => n > 0).map(([n, text]) => `${groupedText(n)} ${text}`);
  if (texts.length === 0) return 'Neither side has any of the days.';
  return `${countText(periods.length, 'day')}: ${texts.join(', ')}.`;
}
