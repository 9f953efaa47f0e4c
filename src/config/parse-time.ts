/** Instants as people write them: in the site's zone, or in UTC with a Z. */
import { dayFromText, daySeconds } from '../base/calendar.ts';
import type { ZoneClock } from '../base/zone-clock.ts';
import { parsed, wrong, type Parsed } from './parsed.ts';

/** `at`: epoch seconds; of a local time those of the same date and time in UTC. */
export type TimeText = { readonly kind: 'utc' | 'local'; readonly at: number };

const hint = "write 2026-03-08T10:05 for the site's zone, 2026-03-08T15:05Z for UTC";

export function parseTime(text: string): Parsed<TimeText> {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(Z?)$/i.exec(text);
  if (match === null) return wrong('is not a date with a time', hint);
  const [, date = '', hours, minutes, seconds = '0', isUtc] = match;
  const day = dayFromText(date);
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  if (day === undefined || hour > 23 || minute > 59 || second > 59) {
    return wrong('is a time that does not exist', hint);
  }
  const at = day * daySeconds + hour * 3600 + minute * 60 + second;
  return parsed({ kind: isUtc === '' ? 'local' : 'utc', at });
}

/**
 * The instants that a time may be, ascending: one as a rule, none where the clocks went forward
 * over it, two where they went back.
 */
export function instantsFromTime({ kind, at }: TimeText, clock: ZoneClock): readonly number[] {
  if (kind === 'utc') return [at];
  const offsets = [at - daySeconds, at + daySeconds].map((near) => clock.offsetAt(near));
  const instants = [...new Set(offsets)].map((offset) => at - offset);
  return instants
    .filter((instant) => instant + clock.offsetAt(instant) === at)
    .sort((a, b) => a - b);
}
