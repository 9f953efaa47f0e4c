/** Spans of time as people write them: `90m`, `1h30m`, `2d`. */
import { daySeconds } from '../base/calendar.ts';
import { parsed, wrong, type Parsed } from './parsed.ts';

const secondsPerUnit: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: daySeconds,
  w: 7 * daySeconds,
};

const hint = 'write numbers with s, m, h, d or w, as in 90m, 1h30m or 2d';

/** No span of this tool's days or logs comes near it; a longer one is a typing error (chosen). */
const secondsMax = 100 * 366 * daySeconds;

/** Whole seconds from 0. */
export function parseDuration(text: string): Parsed<number> {
  if (/^\d+$/.test(text)) return wrong('has no unit', hint);
  if (!/^(\d+[smhdw])+$/.test(text)) return wrong('is not a span of time', hint);
  let seconds = 0;
  for (const [, number, unit = 's'] of text.matchAll(/(\d+)([smhdw])/g)) {
    seconds += Number(number) * (secondsPerUnit[unit] as number);
  }
  return seconds > secondsMax ? wrong('is longer than a hundred years', hint) : parsed(seconds);
}
