/** What some days did not record, as text and as a JSON line. */
import { textFromDay } from '../base/calendar.ts';
import type { NotRecorded } from '../model/not-recorded.ts';

type Told = NotRecorded & { readonly site: string };

/** `news.example: shares is not recorded (which is not zero) on 2026-03-07 and 2 more days` */
export function notRecordedText({ site, name, days }: Told): string {
  const [first = 0, ...others] = days;
  const more = others.length === 0 ? '' : ` and ${String(others.length)} more days`;
  return `${site}: ${name} is not recorded (which is not zero) on ${textFromDay(first)}${more}`;
}

export function notRecordedLine({ site, name, days }: Told): string {
  const dates = days.map((day) => textFromDay(day));
  return `${JSON.stringify({ type: 'not_recorded', site, name, dates })}\n`;
}
