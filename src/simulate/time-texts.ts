/** Times of events as the writers of logs spell them. */
import { daySeconds, textFromDay } from '../base/calendar.ts';
import type { Random } from './random.ts';

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-03-08`, kept for the next call: neighbouring events are of the same day. */
let lastDay = 0;
let lastDayText = textFromDay(0);

/** `2026-03-08 10:05:00`, or at times one of the other forms that were seen. UTC. */
export function actionTime(at: number, random: Random): string {
  const date = dayText(at);
  const clock = clockText(at);
  const form = random.below(32);
  if (form === 0) return `${date}T${clock}Z`;
  if (form === 1) return `${date}T${clock}.${random.below(1000)}`;
  return form === 2 ? `${date} ${clock}+00:00` : `${date} ${clock}`;
}

export function plainTime(at: number): string {
  return `${dayText(at)} ${clockText(at)}`;
}

/** `08/Mar/2026:10:05:00 +0000`, as web servers write it. */
export function serverTime(at: number): string {
  const [year, month, day] = dayText(at).split('-') as [string, string, string];
  return `${day}/${months[Number(month) - 1] as string}/${year}:${clockText(at)} +0000`;
}

function dayText(at: number): string {
  const day = Math.floor(at / daySeconds);
  if (day !== lastDay) {
    lastDay = day;
    lastDayText = textFromDay(day);
  }
  return lastDayText;
}

function clockText(at: number): string {
  const seconds = at % daySeconds;
  const hours = twoDigits[Math.floor(seconds / 3600)] as string;
  const minutes = twoDigits[Math.floor((seconds % 3600) / 60)] as string;
  return `${hours}:${minutes}:${twoDigits[seconds % 60] as string}`;
}
