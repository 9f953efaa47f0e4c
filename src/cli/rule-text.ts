/** A site's own rules in words, for people. */
import type { Condition, Exclusion, OwnSegment } from '../model/rules.ts';

/** Longer lists are cut (chosen: about a line). */
const valuesShownMax = 8;

export function textFromOwnSegment(own: OwnSegment): string {
  if (own.kind === 'rule') return `yes where ${textFromCondition(own.when)}`;
  return `${own.field}: ${listText(own.values)}; else other, absent none`;
}

function textFromCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'in':
      return `${condition.field} is one of ${listText(condition.values)}`;
    case 'at_least':
      return `${condition.field} >= ${condition.value}`;
    case 'all':
      return condition.conditions.map(textFromCondition).join(' and ');
  }
}

export function textFromExclusion(rule: Exclusion): string {
  switch (rule.kind) {
    case 'ip':
      return `address in ${listText(rule.ranges)}`;
    case 'extra_data':
      return `extra_data ${rule.key} = ${rule.value}`;
    case 'url_prefix':
      return `url begins with ${rule.prefix}`;
  }
}

function listText(values: readonly string[]): string {
  const shown = values.slice(0, valuesShownMax).join(', ');
  const more = values.length - valuesShownMax;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
