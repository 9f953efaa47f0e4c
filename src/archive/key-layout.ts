/**
 * The time range that a key names. A layout is a pattern that is looked for in the key, from the
 * start of one of its parts on; the first place with a real date counts.
 *
 *     {YYYY} {MM} {DD}   the UTC date, each once
 *     {HH}               the UTC hour, 00 to 23; without one the range is the day
 *     [ … ]              a part with {HH} that may be absent
 *     *                  any characters up to the next /
 *
 * All else stands for itself: `dt={YYYY}-{MM}-{DD}/[h={HH}/]`, `*.{YYYY}-{MM}-{DD}-{HH}.`.
 */
import { dayFromParts, daySeconds } from '../base/calendar.ts';
import { UsageError } from '../base/errors.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import { defaultLayout, faultOfLayout, layoutTokens } from '../model/layout-pattern.ts';

export type KeyLayout = {
  readonly pattern: string;
  /** The UTC day or hour that the key names; undefined where it names none. */
  rangeOf(key: string): TimeRange | undefined;
};

export const hourSeconds = 3600;

const placeholders: Readonly<Record<string, string>> = {
  '{YYYY}': '(?<year>\\d{4})',
  '{MM}': '(?<month>\\d{2})',
  '{DD}': '(?<day>\\d{2})',
  '{HH}': '(?<hour>[01]\\d|2[0-3])',
};

/** @throws UsageError if the pattern cannot name a day. */
export function parseKeyLayout(pattern: string = defaultLayout): KeyLayout {
  const expression = new RegExp(expressionFromPattern(pattern), 'g');
  return {
    pattern,
    rangeOf(key) {
      expression.lastIndex = 0;
      for (let found = expression.exec(key); found !== null; found = expression.exec(key)) {
        const range = rangeFromGroups(found.groups ?? {});
        if (range !== undefined) return range;
        // The next place may begin inside of this one.
        expression.lastIndex = found.index + 1;
      }
      return undefined;
    },
  };
}

/** Whether two ranges have an instant in common. */
export function rangesMeet(a: TimeRange, b: TimeRange): boolean {
  return a.from < b.until && b.from < a.until;
}

/**
 * Whether keys that begin with `folder` (ending in `/`) can meet `range`. What a folder's name says
 * holds for all keys below it: its date is their first one, and their hour lies within its day.
 */
export function folderCanMeet(layout: KeyLayout, folder: string, range: TimeRange): boolean {
  const named = layout.rangeOf(folder);
  return named === undefined || rangesMeet(named, range);
}

function rangeFromGroups(
  groups: Readonly<Record<string, string | undefined>>,
): TimeRange | undefined {
  const { year, month, day, hour } = groups;
  const date = dayFromParts(Number(year), Number(month), Number(day));
  if (date === undefined) return undefined;
  const midnight = date * daySeconds;
  if (hour === undefined) return { from: midnight, until: midnight + daySeconds };
  const from = midnight + Number(hour) * hourSeconds;
  return { from, until: from + hourSeconds };
}

function expressionFromPattern(pattern: string): string {
  const fault = faultOfLayout(pattern);
  if (fault !== undefined) throw badLayout(pattern, fault);
  const parts = layoutTokens(pattern).map((token) => {
    if (token === '[') return '(?:';
    if (token === ']') return ')?';
    if (token === '*') return '[^/]*?';
    return placeholders[token] ?? token.replace(/[\\^$.|?+(){}-]/, '\\$&');
  });
  return `(?<=^|/)${parts.join('')}`;
}

function badLayout(pattern: string, reason: string): UsageError {
  return new UsageError(`"${pattern}" is no layout of keys: ${reason}`, {
    hint: `name {YYYY}, {MM} and {DD} once, {HH} at most once; the default is ${defaultLayout}`,
  });
}
