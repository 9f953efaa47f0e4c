/** The query of a request or a url: names and values, percent-decoded. */
import { isUtf8 } from 'node:buffer';

/**
 * Of duplicate names the last holds, as in JSON; `+` is a space. A value is decoded when it is
 * asked for, because most of a hit's parameters never are.
 */
export class Query {
  readonly #sent = new Map<string, string>();
  readonly #decoded = new Map<string, string>();

  /** `text` is what follows the `?`, without it. */
  constructor(text: string) {
    if (text === '') return;
    for (const pair of text.split('&')) {
      const equals = pair.indexOf('=');
      const name = equals === -1 ? pair : pair.slice(0, equals);
      if (name !== '')
        this.#sent.set(decodedText(name), equals === -1 ? '' : pair.slice(equals + 1));
    }
  }

  get(name: string): string | undefined {
    const known = this.#decoded.get(name);
    if (known !== undefined) return known;
    const sent = this.#sent.get(name);
    if (sent === undefined) return undefined;
    const value = decodedText(sent);
    this.#decoded.set(name, value);
    return value;
  }

  /** All names and values, in the order in which the names were first sent. */
  entries(): readonly (readonly [name: string, value: string])[] {
    return Array.from(this.#sent, ([name, sent]) => [name, decodedText(sent)]);
  }
}

/** The query of a url, which ends at its fragment; empty where it has none. */
export function queryOfUrl(url: string): Query {
  const fragment = url.indexOf('#');
  const address = fragment === -1 ? url : url.slice(0, fragment);
  const question = address.indexOf('?');
  return question === -1 ? emptyQuery : new Query(address.slice(question + 1));
}

export const emptyQuery = new Query('');

/** Escapes that are broken, or that are no UTF-8, stay as they are; the others are decoded. */
export function decodedText(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // One escape at least is broken: take each run of them by itself.
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, decodedRun);
  }
}

/** A run of whole escapes: one character after another is decoded, what is none is left. */
function decodedRun(run: string): string {
  const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
  let result = '';
  for (let at = 0; at < bytes.length;) {
    const end = at + utf8Length(bytes[at]!);
    const isCharacter = end <= bytes.length && isUtf8(bytes.subarray(at, end));
    result += isCharacter ? bytes.toString('utf8', at, end) : run.slice(at * 3, at * 3 + 3);
    at = isCharacter ? end : at + 1;
  }
  return result;
}

/** Bytes of the UTF-8 character that begins with this byte; 1 where none does. */
function utf8Length(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
