/** What the rows of a generation are made of, by its own manifest and rules. */
import type { RecordedShape } from '../compare/recorded-names.ts';
import { metricFromName, type Metric } from '../model/catalogue.ts';
import type { Manifest } from '../model/manifest.ts';
import { segmentsOfSite, type SiteRules } from '../model/rules.ts';
import { breakdowns, segments } from '../model/segments.ts';

/** undefined where a name of it is not known here any more: its rows cannot be checked. */
export function recordedShape(
  { catalogue }: Manifest,
  rules: SiteRules | undefined,
  metrics: readonly Metric[],
): RecordedShape | undefined {
  const shape = {
    metrics: catalogue.metrics.flatMap((name) => metricFromName(name, metrics) ?? []),
    segments: segmentsOfSite(segments, rules?.ownSegments ?? []).filter(({ name }) =>
      catalogue.segments.includes(name),
    ),
    breakdowns: breakdowns.filter(({ name }) => catalogue.breakdowns.includes(name)),
  };
  const isWhole =
    shape.metrics.length === catalogue.metrics.length &&
    shape.segments.length === catalogue.segments.length &&
    shape.breakdowns.length === catalogue.breakdowns.length;
  return isWhole ? shape : undefined;
}
