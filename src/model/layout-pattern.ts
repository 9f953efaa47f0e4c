/**
 * The form of a layout: the pattern by which an archive's keys name their UTC day or hour. What it
 * means, and how it is looked for in a key, is the archive's.
 */

/** Days, or hours below days, as Data Pipeline buckets have them. */
export const defaultLayout = '{YYYY}/{MM}/{DD}/[{HH}/]';

export const layoutPlaceholders = ['{YYYY}', '{MM}', '{DD}', '{HH}'] as const;

/** Placeholders (known or not) and single characters, in their order. */
export function layoutTokens(pattern: string): readonly string[] {
  return pattern.match(/\{[^{}]*\}|[^]/gu) ?? [];
}

/** Why a text is no layout; undefined where it is one. */
export function faultOfLayout(pattern: string): string | undefined {
  const tokens = layoutTokens(pattern);
  const known: readonly string[] = layoutPlaceholders;
  const unknown = tokens.find((token) => /^[{}]/.test(token) && !known.includes(token));
  if (unknown !== undefined) return `${unknown} is no placeholder`;
  for (const name of layoutPlaceholders) {
    const times = tokens.filter((token) => token === name).length;
    if (times > 1) return `${name} stands in it ${times} times`;
    if (times === 0 && name !== '{HH}') return `${name} is missing`;
  }
  return pattern.startsWith('/') ? 'keys do not begin with /' : faultOfBrackets(tokens);
}

function faultOfBrackets(tokens: readonly string[]): string | undefined {
  const brackets = tokens.filter((token) => token === '[' || token === ']').join('');
  if (brackets === '') return undefined;
  if (brackets !== '[]') return 'it may have one pair of brackets';
  const optional = tokens.slice(tokens.indexOf('['), tokens.indexOf(']')).join('');
  const isHourOnly = /^\[[^{]*\{HH\}[^{]*$/.test(optional);
  return isHourOnly ? undefined : 'brackets may hold {HH} and text only';
}
