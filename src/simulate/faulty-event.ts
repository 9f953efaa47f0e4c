/** Changes one Data Pipeline line as text: read, changed, written again as Python writes it. */
import { escapeNonAscii, pythonJson } from './python-json.ts';
import { plainTime } from './time-texts.ts';

export type EventKeys = Record<string, unknown>;

/** The line with some keys set; a key set to `undefined` is taken out. */
export function withKeys(line: string, change: (event: EventKeys) => EventKeys): string {
  const event = JSON.parse(line) as EventKeys;
  const changed = Object.entries({ ...event, ...change(event) });
  return textOf(Object.fromEntries(changed.filter(([, value]) => value !== undefined)));
}

export function textOf(event: EventKeys): string {
  return escapeNonAscii(pythonJson(event));
}

/** The line with another event time, `seconds` later than its own or earlier if negative. */
export function withTimeMoved(line: string, seconds: number): string {
  return withKeys(line, (event) => {
    const at = Math.floor(Date.parse(isoTime(String(event['ts_action']))) / 1000) + seconds;
    return { ts_action: plainTime(at) };
  });
}

function isoTime(text: string): string {
  const withT = text.replace(' ', 'T');
  return /Z|[+-]\d\d:\d\d$/.test(withT) ? withT : `${withT}Z`;
}

/** The line with the host of its url in another form. */
export function withHost(line: string, change: (host: string) => string): string {
  return withUrl(line, (url) =>
    url.replace(/^(\w+:\/\/)([^/?#]*)/, (_, scheme: string, host: string) => scheme + change(host)),
  );
}

/** The line with another `url`, and `url_clean` where it has one. */
export function withUrl(line: string, change: (url: string) => string): string {
  return withKeys(line, (event) => {
    const url = change(String(event['url']));
    const hasClean = typeof event['url_clean'] === 'string';
    return hasClean ? { url, url_clean: url.replace(/[?#].*$/, '') } : { url };
  });
}
