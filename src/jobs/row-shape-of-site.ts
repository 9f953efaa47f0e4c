/** What rows of a site are made of, and the names of it that manifests list. */
import type { RowShape } from '../aggregate/row-shape.ts';
import { metrics } from '../model/catalogue.ts';
import type { Catalogue } from '../model/manifest.ts';
import { segmentsOfSite, type OwnSegment } from '../model/rules.ts';
import { breakdowns, segments } from '../model/segments.ts';

export function rowShapeOfSite(site: { readonly ownSegments: readonly OwnSegment[] }): RowShape {
  return { metrics, segments: segmentsOfSite(segments, site.ownSegments), breakdowns };
}

export function catalogueOfSite(site: { readonly ownSegments: readonly OwnSegment[] }): Catalogue {
  const shape = rowShapeOfSite(site);
  const names = (list: readonly { readonly name: string }[]): readonly string[] =>
    list.map(({ name }) => name);
  return {
    metrics: names(shape.metrics),
    segments: names(shape.segments),
    breakdowns: names(shape.breakdowns),
  };
}
