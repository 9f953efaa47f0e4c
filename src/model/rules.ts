/**
 * The rules under which a site's numbers are derived. Stored by content under their digest, so
 * that the past can be recounted under its own rules.
 */
import type { ZoneTransition } from '../base/zone-clock.ts';
import type { Segment } from './segments.ts';

/** Raised by hand whenever a definition changes what is counted. */
export const rulesVersion = 1;

/** A condition on one event. Values compare by their JSON text without quotes. */
export type Condition =
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: 'at_least'; readonly field: string; readonly value: number }
  | { readonly kind: 'all'; readonly conditions: readonly Condition[] };

/** A site's own segment: a list of a field's values, or yes and no by a condition. */
export type OwnSegment =
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly field: string;
      readonly values: readonly string[];
    }
  | { readonly kind: 'rule'; readonly name: string; readonly when: Condition };

export type Exclusion =
  | { readonly kind: 'ip'; readonly name: string; readonly ranges: readonly string[] }
  | {
      readonly kind: 'extra_data';
      readonly name: string;
      readonly key: string;
      readonly value: string;
    }
  | { readonly kind: 'url_prefix'; readonly name: string; readonly prefix: string };

export type SiteRules = {
  readonly rulesVersion: number;
  readonly site: string;
  readonly zone: string;
  /** The zone's offsets around the days concerned: tz databases differ between machines. */
  readonly transitions: readonly ZoneTransition[];
  readonly ownSegments: readonly OwnSegment[];
  readonly exclusions: readonly Exclusion[];
  /** The read window: objects from this long before a day's start to this long after its end. */
  readonly earlySeconds: number;
  readonly lateSeconds: number;
  /** Versions of the libraries and lists that classify agents, domains and referrers. */
  readonly libraries: Readonly<Record<string, string>>;
};

/** The segments of a site in column order: the common ones, then its own. */
export function segmentsOfSite(
  common: readonly Segment[],
  ownSegments: readonly OwnSegment[],
): readonly Segment[] {
  return [...common, ...ownSegments.map(segmentFromOwn)];
}

function segmentFromOwn(own: OwnSegment): Segment {
  if (own.kind === 'rule') {
    return { name: own.name, values: ['yes', 'no'], otherwise: 1, about: 'A rule of the site.' };
  }
  // An absent value is `none`, a value that is not listed `other`.
  const values = [...own.values.filter((v) => v !== 'other' && v !== 'none'), 'other', 'none'];
  return { name: own.name, values, otherwise: values.length - 2, about: 'A field of the site.' };
}
