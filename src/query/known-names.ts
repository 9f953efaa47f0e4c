/** The names that a query may use: what at least one of the days asked for recorded. */
import { metrics } from '../model/catalogue.ts';
import type { Catalogue } from '../model/manifest.ts';
import { segmentsOfSite, type OwnSegment, type SiteRules } from '../model/rules.ts';
import { breakdowns, segments, type Segment } from '../model/segments.ts';

export type KnownNames = {
  readonly metrics: ReadonlySet<string>;
  /** With all values of each. */
  readonly segments: ReadonlyMap<string, readonly string[]>;
  readonly breakdowns: ReadonlySet<string>;
  readonly ownSegments: readonly OwnSegment[];
};

export type RecordedDay = {
  readonly catalogue: Catalogue;
  /** Of the day; undefined where they are not there any more. */
  readonly rules: SiteRules | undefined;
};

export function knownNames(recorded: readonly RecordedDay[]): KnownNames {
  const present = { catalogue: presentCatalogue, rules: undefined };
  const days = recorded.length === 0 ? [present] : recorded;
  const stored = new Set<string>();
  const values = new Map<string, readonly string[]>();
  const openLists = new Set<string>();
  const ownSegments = new Map<string, OwnSegment>();
  const seen = new Set<string>();
  for (const { catalogue, rules } of days) {
    const text = JSON.stringify([catalogue, rules?.ownSegments]);
    if (seen.has(text)) continue;
    seen.add(text);
    for (const name of catalogue.metrics) stored.add(name);
    for (const name of catalogue.breakdowns) openLists.add(name);
    const own = rules?.ownSegments ?? [];
    for (const segment of own) ownSegments.set(segment.name, segment);
    const defined = segmentsOfSite(segments, own);
    for (const name of catalogue.segments) {
      values.set(name, [...new Set([...(values.get(name) ?? []), ...valuesOf(name, defined)])]);
    }
  }
  return {
    metrics: stored,
    segments: values,
    breakdowns: openLists,
    ownSegments: [...ownSegments.values()],
  };
}

/** What the present code records, for a range of which nothing is published. */
const presentCatalogue: Catalogue = {
  metrics: metrics.map(({ name }) => name),
  segments: segments.map(({ name }) => name),
  breakdowns: breakdowns.map(({ name }) => name),
};

function valuesOf(name: string, defined: readonly Segment[]): readonly string[] {
  return defined.find((segment) => segment.name === name)?.values ?? [];
}
