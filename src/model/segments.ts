/**
 * The dimensions of a cell. Segments are closed lists and carry every metric; breakdowns are open
 * lists and carry additive metrics only. A site's own segments come from its rules.
 */

/** `values` holds every value there is; an event that has none of them gets `otherwise`. */
export type Segment = {
  readonly name: string;
  readonly values: readonly string[];
  /** Index in `values` of what an absent or unlisted value becomes. */
  readonly otherwise: number;
  readonly about: string;
};

export type Breakdown = { readonly name: string; readonly about: string };

/** The segment of all events: key `$all/<metric>`. */
export const allSegment = '$all';

export const segments = [
  {
    name: 'device',
    values: ['desktop', 'mobile', 'tablet', 'other'],
    otherwise: 3,
    about: 'The kind of device.',
  },
  {
    name: 'visitor',
    values: ['new', 'returning', 'unknown'],
    otherwise: 2,
    about: 'New in session 1, returning in a later one, unknown without a session number.',
  },
  {
    name: 'ref',
    values: ['search', 'social', 'internal', 'direct', 'aggregator', 'ai', 'other'],
    otherwise: 6,
    about: 'The kind of source that led to the page.',
  },
  {
    name: 'channel',
    values: ['website', 'amp', 'apln', 'fbia', 'other'],
    otherwise: 4,
    about: 'The channel through which the page was delivered.',
  },
] as const satisfies readonly Segment[];

export const breakdowns = [
  { name: 'ref_domain', about: 'Registrable domain of the referrer.' },
  { name: 'ref_url', about: 'Referrer without its query.' },
  { name: 'utm_campaign', about: 'Campaign parameter utm_campaign.' },
  { name: 'utm_source', about: 'Campaign parameter utm_source.' },
  { name: 'utm_medium', about: 'Campaign parameter utm_medium.' },
  { name: 'utm_term', about: 'Campaign parameter utm_term.' },
  { name: 'utm_content', about: 'Campaign parameter utm_content.' },
  { name: 'country', about: 'Country of the visitor, ISO 3166 alpha-2.' },
] as const satisfies readonly Breakdown[];

/** Longer breakdown values are cut at the last whole character before (UTF-8 bytes). */
export const breakdownValueBytesMax = 2048;

/** The parts of a cell key; `value` is undefined for `$all`. */
export type CellName = {
  readonly dimension: string;
  readonly value: string | undefined;
  readonly metric: string;
};

/** `device=mobile/visitors` in its parts. The metric is what follows the last slash. */
export function cellNameFromKey(key: string): CellName {
  const slash = key.lastIndexOf('/');
  const segment = key.slice(0, slash);
  const equals = segment.indexOf('=');
  const metric = key.slice(slash + 1);
  if (equals === -1) return { dimension: segment, value: undefined, metric };
  return { dimension: segment.slice(0, equals), value: segment.slice(equals + 1), metric };
}

export function keyFromCellName({ dimension, value, metric }: CellName): string {
  return value === undefined ? `${dimension}/${metric}` : `${dimension}=${value}/${metric}`;
}

const breakdownNames: ReadonlySet<string> = new Set(breakdowns.map(({ name }) => name));

/** Breakdown cells stand behind all segment cells of a row. */
export function isBreakdown(dimension: string): boolean {
  return breakdownNames.has(dimension);
}
