/**
 * JSON as Python's `json.dumps` writes it, because that is what wrote the real files: a space
 * behind every comma and colon, and non-ASCII text as escapes unless told otherwise.
 */

/** A text in both spellings: `"gr\u00f6\u00dfe"` and `"größe"`. Equal where it is ASCII. */
export type Spelled = { readonly escaped: string; readonly raw: string };

export type Json = null | boolean | number | string | readonly Json[] | { [key: string]: Json };

/** `{"a": 1, "b": [2, "x"]}`, non-ASCII characters raw. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${pythonJson(member)}`,
  );
  return `{${members.join(', ')}}`;
}

/** The members of an object without its braces, to be put together with others. */
export function membersOf(value: Readonly<Record<string, unknown>>): Spelled {
  return spelled(pythonJson(value).slice(1, -1));
}

export function spelled(json: string): Spelled {
  return { escaped: escapeNonAscii(json), raw: json };
}

/** Every UTF-16 unit above ASCII as `\u` and four digits, so characters above U+FFFF become two. */
export function escapeNonAscii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
