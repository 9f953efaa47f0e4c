/** A site's own rules, applied to a line: its segments and the conditions they are made of. */
import type { Condition, OwnSegment, SiteRules } from '../model/rules.ts';
import type { Segment } from '../model/segments.ts';
import { numberFromValue, textFromValue } from './raw-values.ts';

/** The value of a field such as `ip_country` or `extra_data.subscriber_type`. */
export type FieldReader = (path: string) => unknown;

/** Index of the value that a line has in a segment. */
export type OwnSegmentReader = (field: FieldReader) => number;

export function ownSegmentReader(
  own: OwnSegment,
  { values, otherwise }: Segment,
): OwnSegmentReader {
  if (own.kind === 'rule') {
    const isMet = conditionTest(own.when);
    const yes = values.indexOf('yes');
    return (field) => (isMet(field) ? yes : otherwise);
  }
  const indexes = new Map(values.map((value, index) => [value, index]));
  const none = values.indexOf('none');
  return (field) => {
    const text = textFromValue(field(own.field));
    return text === undefined ? none : (indexes.get(text) ?? otherwise);
  };
}

/** An absent value meets no condition. */
function conditionTest(condition: Condition): (field: FieldReader) => boolean {
  switch (condition.kind) {
    case 'in': {
      const values = new Set(condition.values);
      return (field) => {
        const text = textFromValue(field(condition.field));
        return text !== undefined && values.has(text);
      };
    }
    case 'at_least':
      return (field) => {
        const number = numberFromValue(field(condition.field));
        return number !== undefined && number >= condition.value;
      };
    case 'all': {
      const tests = condition.conditions.map(conditionTest);
      return (field) => tests.every((isMet) => isMet(field));
    }
  }
}

/**
 * Top-level fields that a site's own rules read: what a scanner must find besides those that
 * every line is asked for. `a.b` may be the key "a.b" or key "b" of "a", so both are named.
 */
export function fieldsOfRules({
  ownSegments,
  exclusions,
}: Pick<SiteRules, 'ownSegments' | 'exclusions'>): readonly string[] {
  const paths = [
    ...ownSegments.flatMap((own) => (own.kind === 'field' ? [own.field] : pathsOf(own.when))),
    ...exclusions.flatMap((rule) => (rule.kind === 'extra_data' ? [extraDataPath(rule.key)] : [])),
  ];
  return [...new Set(paths.flatMap((path) => [path, path.split('.', 1)[0] ?? path]))];
}

export function extraDataPath(key: string): string {
  return `extra_data.${key}`;
}

function pathsOf(condition: Condition): readonly string[] {
  return condition.kind === 'all' ? condition.conditions.flatMap(pathsOf) : [condition.field];
}
