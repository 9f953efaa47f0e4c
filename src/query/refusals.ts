/** Why a query is refused, and what would make it possible. */
import { UsageError } from '../base/errors.ts';
import { nearNames } from '../model/near-names.ts';
import type { KnownNames } from './known-names.ts';
import type { ValueChoice } from './query-plan.ts';
import { segmentForBreakdown, segmentForCrossing, type CrossedSide } from './suggest-segment.ts';

/** Names listed where none is near; more would be a manual. */
const listedMax = 24;

/** `what`: metric, group … */
export function unknownName(what: string, name: string, known: readonly string[]): UsageError {
  const near = nearNames(name, known);
  const listed = known.slice(0, listedMax).join(', ');
  return new UsageError(`there is no ${what} ${name || '""'} in the days asked for`, {
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known are ${listed}`,
  });
}

/** What no condition of a segment can name: they stand for absent and unlisted values. */
const namelessValues: ReadonlySet<string> = new Set(['other', 'none', 'unknown', 'direct']);

export function crossingRefused(
  site: string,
  sides: readonly CrossedSide[],
  { ownSegments }: KnownNames,
): UsageError {
  const names = sides.map(({ dimension }) => dimension).join(' and ');
  const nameless = sides.find(({ value }) => value !== undefined && namelessValues.has(value));
  const yaml = segmentForCrossing(site, sides, ownSegments).join('\n');
  const hint =
    nameless === undefined
      ? `name each pair that matters as a segment in recount.yaml, then rebuild:\n${yaml}`
      : `${nameless.dimension}=${nameless.value ?? ''} stands for what no condition can name; ` +
        'export the raw numbers of one of them instead';
  return new UsageError(`${names} are not stored crossed: every number has one of them`, { hint });
}

export function distinctRefused(
  site: string,
  { metric, breakdown, choice }: DistinctOfBreakdown,
): UsageError {
  const yaml = segmentForBreakdown(site, breakdown, choice?.values ?? []).join('\n');
  return new UsageError(
    `${metric} is not stored by ${breakdown}: open lists have counts and sums, no distinct counts`,
    {
      hint:
        'name the values that matter as a segment in recount.yaml, then rebuild the days:\n' + yaml,
    },
  );
}

type DistinctOfBreakdown = {
  readonly metric: string;
  readonly breakdown: string;
  readonly choice: ValueChoice | undefined;
};
