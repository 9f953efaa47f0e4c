/** A Data Pipeline event with the twelve keys that count most, some 480 bytes. */
import { escapeNonAscii, pythonJson } from './python-json.ts';
import type { Random } from './random.ts';
import { actionTime } from './time-texts.ts';
import type { SimulatedEvent, Visit } from './visits.ts';

/** Share of lines whose non-ASCII text is raw UTF-8. */
export const rawShare = 0.25;

export function leanLine(event: SimulatedEvent, random: Random): string {
  const { visit, action, engagedSeconds, page, query, referrer, at } = event;
  const id = `0x${random.hex()}${random.hex()}${random.hex()}${random.hex()}`;
  const url = query === '' ? page.url : `${page.url}?${query}`;
  const line =
    `{"action": "${action}", "apikey": "${visit.site.site}", ` +
    `"engaged_time_inc": ${engagedSeconds}, "event_id": "${id}", ` +
    `"ref_category": "${referrer.category}", "referrer": ${pythonJson(referrer.url)}, ` +
    `"session_id": ${visit.session}, "ts_action": "${actionTime(at, random)}", ` +
    `"ua_devicetype": ${pythonJson(visit.agent.device)}, "url": ${pythonJson(url)}, ` +
    tailOf(visit);
  return random.chance(rawShare) ? line : escapeNonAscii(line);
}

function tailOf({ agent, visitor }: Visit): string {
  return `"user_agent": "${agent.text}", "visitor_site_id": "${visitor}"}`;
}
