/** What can be wrong with a line: one table. Each takes a good line and gives what stands there. */
import { bytesFromText } from '../base/bytes.ts';
import { daySeconds } from '../base/calendar.ts';
import { textOf, withHost, withKeys, withTimeMoved, withUrl } from './faulty-event.ts';
import type { EventKeys } from './faulty-event.ts';

/** A line without its end; bytes where it is no valid text. */
export type Line = string | Uint8Array;

export type LineFault = {
  readonly name: string;
  /** Faults of bytes strike every format; those of keys need JSON. */
  readonly formats: 'any' | 'dpl';
  readonly about: string;
  /** `turn` counts from 0 how often the fault has struck, for faults that have several forms. */
  readonly apply: (line: string, turn: number) => readonly Line[];
  /** A copy that comes first in the next object. */
  readonly later?: (line: string) => string;
};

const lineBytesMax = 1_048_576;

export const lineFaults = [
  ...bytesFaults(),
  ...spellingFaults(),
  ...valueFaults(),
  ...timeFaults(),
  ...copyFaults(),
  ...patternFaults(),
] as const;

function bytesFaults() {
  return [
    fault('oversized_line', 'any', 'one byte longer than the line limit', (line) => [
      line + ' '.repeat(lineBytesMax + 1 - bytesFromText(line).length),
    ]),
    fault('longest_line', 'any', 'exactly as long as the line limit', (line) => [
      line + ' '.repeat(lineBytesMax - bytesFromText(line).length),
    ]),
    fault('blank_line', 'any', 'a line of space before it', (line) => [' \t', line]),
    fault('invalid_utf8', 'any', 'a byte that UTF-8 never has', (line) => [
      withByteInside(line, 0xff),
    ]),
    fault('cut_character', 'any', 'the first byte of a character without the rest', (line) => [
      withByteInside(line, 0xc3),
    ]),
    fault('nul_byte', 'any', 'a NUL byte inside', (line) => [withByteInside(line, 0)]),
    fault('cut_line', 'any', 'only its first half', (line) => [line.slice(0, line.length >> 1)]),
    fault('crlf', 'any', 'ends with CR LF', (line) => [`${line}\r`]),
    fault('byte_order_mark', 'any', 'begins with a byte order mark', (line) => [`\ufeff${line}`]),
    fault('joined_lines', 'any', 'twice without a line end between', (line) => [line + line]),
  ];
}

function spellingFaults() {
  return [
    fault('not_an_object', 'dpl', 'valid JSON that is no object', (_, turn) => [
      inTurn(['null', '17', '"text"', 'true', '[{"action": "pageview"}]'], turn),
    ]),
    fault('duplicate_keys', 'dpl', 'another action before: the last one holds', (line) => [
      line.replace('{', '{"action": "conversion", "apikey": "wrong.example", '),
    ]),
    fault('escaped_keys', 'dpl', 'keys and values with needless escapes', (line) => [
      line.replace('"action": "p', '"\\u0061ction": "\\u0070').replaceAll('https:/', 'https:\\/'),
    ]),
    fault('other_key_order', 'dpl', 'keys backwards', (line) => [
      textOf(Object.fromEntries(Object.entries(JSON.parse(line) as EventKeys).reverse())),
    ]),
    fault('compact_json', 'dpl', 'no space between tokens', (line) => [
      JSON.stringify(JSON.parse(line)),
    ]),
    fault('wide_json', 'dpl', 'space and tabs around every token', (line) => [
      wideJson(JSON.parse(line) as EventKeys),
    ]),
    fault('unknown_keys', 'dpl', 'keys that no schema has', (line) => [
      line.replace('{', '{"x": {"action": "x", "url": ["{", "\\"}"]}, "": null, "9": 1e3, '),
    ]),
    fault('lone_surrogate', 'dpl', 'half a surrogate pair in the url', (line) => [
      line.replace(/("url(?:_clean)?": "https:\/\/[^/"]*\/)/g, '$1\\ud800'),
    ]),
  ];
}

function valueFaults() {
  const badEngaged = [-1, 1.5, 86_401, '10 s', true, null];
  const needed = [['apikey'], ['action'], ['visitor_site_id'], ['event_id'], ['url', 'url_clean']];
  return [
    fault('null_action', 'dpl', 'action is null', keysFault({ action: null })),
    fault('missing_key', 'dpl', 'a needed key is not there, in turn each', (line, turn) => [
      withKeys(line, () => Object.fromEntries(inTurn(needed, turn).map((key) => [key, undefined]))),
    ]),
    fault('empty_value', 'dpl', 'a needed value is "", in turn each', (line, turn) => [
      withKeys(line, () => Object.fromEntries(inTurn(needed, turn).map((key) => [key, '']))),
    ]),
    fault('numbers_as_strings', 'dpl', 'session number and engaged time as texts', (line) => [
      withKeys(line, ({ session_id: session, engaged_time_inc: engaged }) => ({
        session_id: typeof session === 'number' ? String(session) : session,
        engaged_time_inc: engaged === null ? null : `${engaged as number}.0`,
      })),
    ]),
    fault(
      'strings_as_numbers',
      'dpl',
      'the visitor is a number',
      keysFault({ visitor_site_id: 12_345 }),
    ),
    fault('bad_engaged', 'dpl', 'a heartbeat whose engaged time cannot be', (line, turn) => [
      withKeys(line, () => ({ action: 'heartbeat', engaged_time_inc: inTurn(badEngaged, turn) })),
    ]),
    fault('bad_session', 'dpl', 'a session number that cannot be', (line, turn) => [
      withKeys(line, () => ({ session_id: inTurn([0, -3, 2.5, 2_147_483_648, 'x'], turn) })),
    ]),
    fault('long_url', 'dpl', 'a url above 8,192 bytes', (line) => [
      withUrl(line, (url) => `${url}${'a'.repeat(8192)}`),
    ]),
  ];
}

function timeFaults() {
  return [
    fault('late_event', 'dpl', 'three days old', (line) => [withTimeMoved(line, -3 * daySeconds)]),
    fault('future_event', 'dpl', 'two days ahead', (line) => [withTimeMoved(line, 2 * daySeconds)]),
    fault(
      'unreadable_time',
      'dpl',
      'a date that is not',
      keysFault({ ts_action: '2026-02-30 10:00:00' }),
    ),
    fault('seconds_for_ms', 'dpl', 'epoch seconds where milliseconds are due', (line) => [
      withKeys(line, () => ({ ts_action: null, timestamp_info_nginx_ms: 1_772_963_986 })),
    ]),
  ];
}

function copyFaults() {
  return [
    fault('duplicate', 'any', 'a copy right behind it', (line) => [line, line]),
    {
      ...fault('duplicate_later', 'any', 'a copy in the next object', (line) => [line]),
      later: (line: string) => line,
    },
    fault('conflicting_copy', 'dpl', 'a copy five minutes later behind it', (line) => [
      line,
      withTimeMoved(line, 300),
    ]),
    {
      ...fault('conflicting_later', 'dpl', 'a copy with other values in the next object', (l) => [
        l,
      ]),
      later: (line: string) => withKeys(line, () => ({ ua_devicetype: 'tablet' })),
    },
  ];
}

function patternFaults() {
  const hosts: readonly ((host: string) => string)[] = [
    (host) => host.toUpperCase(),
    (host) => `${host}:443`,
    (host) => `${host}:8443`,
    (host) => `user:p@ss@${host}`,
    (host) => `B\u00dcCHER.${host}`,
    (host) => `xn--bcher-kva.${host}`,
  ];
  return [
    fault('hot_visitor', 'dpl', 'one visitor', keysFault({ visitor_site_id: 'hot-visitor' })),
    fault('url_variants', 'dpl', 'one page, every time with another query', (line, turn) => [
      withUrl(line, (url) => `${url.replace(/^(\w+:\/\/[^/]*).*/, '$1/hot')}?variant=${turn}`),
    ]),
    fault('odd_host', 'dpl', 'upper case, ports, user names, IDN, in turn', (line, turn) => [
      withHost(line, inTurn(hosts, turn)),
    ]),
  ];
}

function fault<Name extends string>(
  name: Name,
  formats: LineFault['formats'],
  about: string,
  apply: LineFault['apply'],
): LineFault & { readonly name: Name } {
  return { name, formats, about, apply };
}

function keysFault(keys: EventKeys): LineFault['apply'] {
  return (line) => [withKeys(line, () => keys)];
}

function inTurn<T>(list: readonly T[], turn: number): T {
  return list[turn % list.length] as T;
}

function wideJson(event: EventKeys): string {
  const members = Object.entries(event).map(
    ([key, value]) => `${JSON.stringify(key)}\t :  ${JSON.stringify(value)}`,
  );
  return `\t{ ${members.join(' ,\t')}\t} `;
}

function withByteInside(line: string, byte: number): Uint8Array {
  const bytes = bytesFromText(line);
  const middle = bytes.length >> 1;
  return Uint8Array.from([...bytes.subarray(0, middle), byte, ...bytes.subarray(middle)]);
}
