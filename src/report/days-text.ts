/** Days and instants as people read them. */
import { textFromDay, textFromInstant } from '../base/calendar.ts';
import { countText } from './number-text.ts';

/** Stretches named; the JSON output has all. */
const stretchesMax = 6;

/** `2026-03-07, 2026-03-09 to 2026-03-12 and 3 more days`. Ascending, each once. */
export function daysText(days: readonly number[]): string {
  const stretches = stretchesOfDays(days);
  const shown = stretches.slice(0, stretchesMax).map(stretchText);
  const more = stretches
    .slice(stretchesMax)
    .reduce((sum, { fromDay, untilDay }) => sum + untilDay - fromDay, 0);
  return shown.join(', ') + (more === 0 ? '' : ` and ${countText(more, 'more day')}`);
}

export type Stretch = { readonly fromDay: number; readonly untilDay: number };

/** Days in a row become one: [fromDay, untilDay). */
export function stretchesOfDays(days: readonly number[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const day of days) {
    const last = stretches.at(-1);
    if (last?.untilDay === day) stretches[stretches.length - 1] = { ...last, untilDay: day + 1 };
    else stretches.push({ fromDay: day, untilDay: day + 1 });
  }
  return stretches;
}

export function stretchText({ fromDay, untilDay }: Stretch): string {
  const [first, last] = [textFromDay(fromDay), textFromDay(untilDay - 1)];
  return first === last ? first : `${first} to ${last}`;
}

/** `2026-03-08 10:05 UTC` of epoch seconds. */
export function minuteText(instant: number): string {
  return `${textFromInstant(instant).slice(0, 16).replace('T', ' ')} UTC`;
}

/** `2026-03-08 10:05:33 UTC` of an ISO text. */
export function momentText(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}
