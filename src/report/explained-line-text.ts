/** One raw line behind a number: when, who, what, where it stands. */
import { textFromDay, daySeconds } from '../base/calendar.ts';
import type { TimeRange, ZoneClock } from '../base/zone-clock.ts';
import type { ExplainedLine, LineAddress } from '../model/explained-line.ts';
import { maskedVisitor } from '../model/masked-visitor.ts';
import { groupedText } from './number-text.ts';

export type LineStyle = {
  readonly clock: ZoneClock;
  /** The instants of the explained bucket: times outside it are shown with their date. */
  readonly range: TimeRange;
  readonly isUnmasked: boolean;
  /** Whether lines are of many urls, so that each must name its own. */
  readonly isUrlShown: boolean;
  readonly columns: number;
};

/** Actions are short as a rule; longer ones push what follows. */
const widths = { time: 8, visitor: 9, action: 11, amount: 5 };

/** One line of text, and more where the address or what else there is to say does not fit. */
export function explainedLineText(line: ExplainedLine, style: LineStyle): readonly string[] {
  const { clock, range } = style;
  const fields = [
    timeText(line.time, clock, range).padEnd(widths.time),
    shownVisitor(line, style).padEnd(widths.visitor),
    (line.action ?? '-').padEnd(widths.action),
    groupedText(line.amount).padStart(widths.amount),
  ];
  const head = `  ${fields.join('  ')}`;
  const address = addressText(line);
  const fits = head.length + 2 + address.length <= style.columns;
  const first = fits ? [`${head}  ${address}`] : [head, `      ${address}`];
  return [...first, ...moreOf(line, style).map((text) => `      ${text}`)];
}

export function addressText({ object, line }: LineAddress): string {
  return `${object}:${String(line)}`;
}

export function shownVisitor(
  { visitor }: Pick<ExplainedLine, 'visitor'>,
  { isUnmasked }: Pick<LineStyle, 'isUnmasked'>,
): string {
  if (visitor === null) return '-';
  return isUnmasked ? visitor : maskedVisitor(visitor);
}

/** `10:05:12`; with its date where that is not the one explained, `-` where it is not known. */
function timeText(time: number | null, clock: ZoneClock, range: TimeRange): string {
  if (time === null) return '-';
  const local = time + clock.offsetAt(time);
  const text = new Date(local * 1000).toISOString().slice(11, 19);
  const isInside = time >= range.from && time < range.until;
  const offset = isOffsetShown(clock, range) ? offsetText(clock.offsetAt(time)) : '';
  return `${isInside ? '' : `${textFromDay(Math.floor(local / daySeconds))} `}${text}${offset}`;
}

/** On days of a change of clocks an hour may come twice. */
function isOffsetShown(clock: ZoneClock, { from, until }: TimeRange): boolean {
  return clock.offsetAt(from) !== clock.offsetAt(until - 1);
}

/** `-05:00` */
export function offsetText(offsetSeconds: number): string {
  const minutes = Math.round(Math.abs(offsetSeconds) / 60);
  const two = (number: number): string => String(number).padStart(2, '0');
  const sign = offsetSeconds < 0 ? '-' : '+';
  return `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function moreOf({ url, rule, first }: ExplainedLine, { isUrlShown }: LineStyle): readonly string[] {
  return [
    ...(isUrlShown && url !== null ? [url] : []),
    ...(rule === null ? [] : [`by the rule ${rule}`]),
    ...(first === null ? [] : [`counted once, as ${addressText(first)}`]),
  ];
}
