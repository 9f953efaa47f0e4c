/** Understands a query: what it names must have been recorded, and what it crosses be stored. */
import { pageDimensions, type GroupColumn, type PageDimension } from '../model/query-words.ts';
import { UsageError } from '../base/errors.ts';
import { allSegment } from '../model/segments.ts';
import { checkGroups, checkOrder, refuseAmbiguous } from './check-groups.ts';
import { checkMetrics } from './check-metrics.ts';
import type { KnownNames } from './known-names.ts';
import type { CellChoice, QueryPlan } from './query-plan.ts';
import type { UrlChoice, ValueChoice } from './query-plan.ts';
import { filterFromText, type Filter, type QuerySpec } from './query-spec.ts';
import { crossingRefused, distinctRefused, unknownName } from './refusals.ts';

/**
 * @param site the one that a suggested segment is for.
 * @throws UsageError for a name that no day recorded, with those that are near; for a crossing
 * that is not stored, with the segment that would make it possible.
 */
export function checkQuery(spec: QuerySpec, names: KnownNames, site: string): QueryPlan {
  const { metrics, stored } = checkMetrics(spec.metrics, names);
  const groups = checkGroups(spec, names);
  const filters = [...segmentFilter(spec, names), ...(spec.filters ?? [])];
  for (const filter of filters) checkFilter(filter, names);
  const cells = cellChoice({ filters, groups, names, site });
  refuseDistinctOfBreakdown({ cells, stored, names, site });
  const pages = pageChoices(filters);
  const isOfUrls = groups.some(({ kind }) => kind === 'url' || kind === 'page');
  const step = spec.step ?? 'day';
  if (spec.step !== undefined && !groups.some(({ kind }) => kind === 'time')) {
    throw new UsageError(`steps of ${step} are for a series, and this query has no time`, {
      hint: 'add time to --group-by, or leave --step out',
    });
  }
  return {
    stored,
    metrics,
    cells,
    urls: urlChoice(filters, isOfUrls || pages.length > 0),
    pages,
    groups,
    step,
    order: checkOrder(spec.order, { metrics, groups }),
    top: checkTop(spec.top),
    compare: spec.compare,
  };
}

function segmentFilter({ segment }: QuerySpec, names: KnownNames): readonly Filter[] {
  if (segment === undefined || segment === allSegment) return [];
  const filter = filterFromText(segment);
  const known = [...names.segments.keys()];
  if (filter?.match !== 'is') {
    throw new UsageError(`a segment is written NAME=VALUE; found ${segment}`, {
      hint: `as in device=mobile; the segments are ${known.join(', ')}`,
    });
  }
  if (names.segments.has(filter.dimension)) return [filter];
  throw unknownName('segment', filter.dimension, known);
}

/** @throws UsageError for an unknown dimension or value, or a kind of match it does not have. */
function checkFilter({ dimension, match, value }: Filter, names: KnownNames): void {
  refuseAmbiguous(dimension, names);
  const values = names.segments.get(dimension);
  const isOpen = dimension === 'url' || names.breakdowns.has(dimension);
  const isPage = isPageDimension(dimension);
  if (values === undefined && !isOpen && !isPage) {
    const known = ['url', ...pageDimensions, ...names.segments.keys(), ...names.breakdowns];
    throw unknownName('filter', dimension, known);
  }
  if (match === 'begins' && !isOpen) {
    throw new UsageError(`${dimension}^=${value}: ${dimension} is compared as a whole`, {
      hint: `write ${dimension}=VALUE; only url and open lists may be told by their beginning`,
    });
  }
  // Where the rules are gone nothing is known of the values of a site's own segment.
  if (values === undefined || values.length === 0 || values.includes(value)) return;
  throw unknownName(`value of ${dimension}`, value, values);
}

type CellQuestion = {
  readonly filters: readonly Filter[];
  readonly groups: readonly GroupColumn[];
  readonly names: KnownNames;
  readonly site: string;
};

/** Cells have one dimension: all filters and groups of cells must be about the same. */
function cellChoice({ filters, groups, names, site }: CellQuestion): CellChoice {
  const own = filters.filter(({ dimension }) => isCellDimension(dimension, names));
  const grouped = groups.flatMap((group) => (group.kind === 'cell' ? [group.name] : []));
  const dimensions = [...new Set([...grouped, ...own.map(({ dimension }) => dimension)])];
  const [dimension] = dimensions;
  if (dimension === undefined) return { kind: 'all' };
  if (dimensions.length > 1) {
    const sides = dimensions.map((name) => {
      const filter = own.find((one) => one.dimension === name);
      return { dimension: name, value: filter?.value };
    });
    throw crossingRefused(site, sides, names);
  }
  return { kind: 'of', dimension, choice: choiceOf(own, dimension) };
}

function refuseDistinctOfBreakdown({
  cells,
  stored,
  names,
  site,
}: Pick<QueryPlan, 'cells' | 'stored'> & Pick<CellQuestion, 'names' | 'site'>): void {
  if (cells.kind === 'all' || !names.breakdowns.has(cells.dimension)) return;
  const distinct = stored.find(({ isDistinct }) => isDistinct);
  if (distinct === undefined) return;
  const { dimension: breakdown, choice } = cells;
  throw distinctRefused(site, { metric: distinct.name, breakdown, choice });
}

function pageChoices(filters: readonly Filter[]): QueryPlan['pages'] {
  return pageDimensions.flatMap((dimension) => {
    const choice = choiceOf(filters, dimension);
    return choice === undefined ? [] : [{ dimension, values: choice.values }];
  });
}

function urlChoice(filters: readonly Filter[], isOfUrls: boolean): UrlChoice {
  return choiceOf(filters, 'url') ?? (isOfUrls ? 'each' : 'site');
}

function choiceOf(filters: readonly Filter[], dimension: string): ValueChoice | undefined {
  const own = filters.filter((filter) => filter.dimension === dimension);
  if (own.length === 0) return undefined;
  const of = (match: Filter['match']): readonly string[] =>
    own.filter((filter) => filter.match === match).map(({ value }) => value);
  return { values: of('is'), begins: of('begins') };
}

function isCellDimension(name: string, names: KnownNames): boolean {
  return names.segments.has(name) || names.breakdowns.has(name);
}

function isPageDimension(name: string): name is PageDimension {
  return pageDimensions.some((known) => known === name);
}

function checkTop(top: number | undefined): number | undefined {
  if (top === undefined || (Number.isSafeInteger(top) && top > 0)) return top;
  throw new UsageError(`the top ${String(top)} cannot be listed`, {
    hint: 'name a whole number from 1 on',
  });
}
