/** What rows of a site are made of, and the names of it that manifests list. */
import type { RowShape } from '../aggregate/row-shape.ts';
import type { Catalogue } from '../model/manifest.ts';
import { segmentsOfSite } from '../model/rules.ts';
import { breakdowns, segments } from '../model/segments.ts';
import type { RebuildRequest } from './rebuild-types.ts';

export function rowShapeOfSite(
  { sites, metrics }: Pick<RebuildRequest, 'sites' | 'metrics'>,
  siteIndex: number,
): RowShape {
  const { ownSegments } = sites[siteIndex] as RebuildRequest['sites'][number];
  return { metrics, segments: segmentsOfSite(segments, ownSegments), breakdowns };
}

export function catalogueOfSite(
  request: Pick<RebuildRequest, 'sites' | 'metrics'>,
  siteIndex: number,
): Catalogue {
  const shape = rowShapeOfSite(request, siteIndex);
  const names = (list: readonly { readonly name: string }[]): readonly string[] =>
    list.map(({ name }) => name);
  return {
    metrics: names(shape.metrics),
    segments: names(shape.segments),
    breakdowns: names(shape.breakdowns),
  };
}
