/**
 * What would make a crossing possible: cells have one dimension, so what shall be crossed is named
 * as a segment of the site beforehand.
 */
import type { Condition, OwnSegment } from '../model/rules.ts';
import { segments } from '../model/segments.ts';

/** One side of a crossing; without a value any of its values will do as an example. */
export type CrossedSide = { readonly dimension: string; readonly value: string | undefined };

/** The fields of an event behind the dimensions, as segments name them. */
const fieldsOfDimensions: Readonly<Record<string, string>> = {
  device: 'ua_devicetype',
  ref: 'ref_category',
  channel: 'channel',
  ref_domain: 'ref_domain',
  ref_url: 'ref_clean',
  utm_campaign: 'utm_campaign',
  utm_source: 'utm_source',
  utm_medium: 'utm_medium',
  utm_term: 'utm_term',
  utm_content: 'utm_content',
  country: 'ip_country',
};

/** Lines for recount.yaml. `ownSegments` are those that the site has already. */
export function segmentForCrossing(
  site: string,
  sides: readonly CrossedSide[],
  ownSegments: readonly OwnSegment[],
): readonly string[] {
  const known = sides.map(({ dimension, value }) => {
    return { dimension, value: value ?? exampleOf(dimension, ownSegments) };
  });
  const name = known
    .map(({ value }) => value)
    .join('_')
    .replace(/[^A-Za-z0-9]+/g, '_');
  const conditions = known.flatMap(({ dimension, value }) => {
    return conditionsOf(dimension, value, ownSegments);
  });
  return [
    'sites:',
    `  ${quoted(site)}:`,
    '    segments:',
    `      ${name.toLowerCase()}:`,
    '        all:',
    ...conditions.map((condition) => `          - ${condition}`),
  ];
}

/** Lines for recount.yaml: a breakdown as a segment, which has distinct counts too. */
export function segmentForBreakdown(
  site: string,
  breakdown: string,
  values: readonly string[],
): readonly string[] {
  const listed = values.length === 0 ? [exampleOf(breakdown, [])] : values;
  return [
    'sites:',
    `  ${quoted(site)}:`,
    '    segments:',
    `      ${breakdown}_segment:`,
    `        field: ${fieldsOfDimensions[breakdown] ?? breakdown}`,
    `        values: [${listed.map(quoted).join(', ')}]`,
  ];
}

function conditionsOf(
  dimension: string,
  value: string,
  ownSegments: readonly OwnSegment[],
): readonly string[] {
  if (dimension === 'visitor') {
    return value === 'new'
      ? ['{ field: session_id, in: [1] }']
      : ['{ field: session_id, at_least: 2 }'];
  }
  const own = ownSegments.find((segment) => segment.name === dimension);
  if (own?.kind === 'rule') return conditionTexts(own.when);
  const field = own?.field ?? fieldsOfDimensions[dimension] ?? dimension;
  return [`{ field: ${field}, in: [${quoted(value)}] }`];
}

function conditionTexts(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'in':
      return [`{ field: ${condition.field}, in: [${condition.values.map(quoted).join(', ')}] }`];
    case 'at_least':
      return [`{ field: ${condition.field}, at_least: ${String(condition.value)} }`];
    case 'all':
      return condition.conditions.flatMap(conditionTexts);
  }
}

function exampleOf(dimension: string, ownSegments: readonly OwnSegment[]): string {
  const own = ownSegments.find((segment) => segment.name === dimension);
  if (own !== undefined) return own.kind === 'rule' ? 'yes' : (own.values[0] ?? 'other');
  const builtIn = segments.find((segment) => segment.name === dimension);
  return builtIn?.values[0] ?? (dimension === 'country' ? 'US' : 'example');
}

/** Bare where YAML reads it as the same text. */
function quoted(text: string): string {
  return /^[A-Za-z][\w.-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
