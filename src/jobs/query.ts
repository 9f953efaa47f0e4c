/**
 * Answers a query from what a store shows: days pinned to the generations that were live when it
 * began, 5-minute rows where the steps are that fine and they are kept, rows of days elsewhere.
 */
import { ConflictError } from '../base/errors.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import { checkQuery } from '../query/check-query.ts';
import { finishRows, type NamedStep, type RangeNumbers } from '../query/finish-rows.ts';
import { GroupTable, type GroupNames } from '../query/group-table.ts';
import { knownNames } from '../query/known-names.ts';
import { fieldOfDimension, PageBook } from '../query/page-book.ts';
import type { QueryPlan } from '../query/query-plan.ts';
import { textFromRange } from '../query/query-range.ts';
import type { QueryResult, SiteRange } from '../model/query-result.ts';
import type { QuerySpec } from '../query/query-spec.ts';
import { compareSteps, keyOfStep, textFromStep, type TimeStep } from '../query/time-steps.ts';
import type { Store } from '../store/store.ts';
import { arePinned, liveKeys } from './pin-days.ts';
import { notesOfRange } from './query-notes.ts';
import { planRanges, type RangePlan, type SitePlan } from './query-ranges.ts';
import type { QueryOptions } from './query-types.ts';
import { readRange } from './read-range.ts';
import { RecordedMetrics } from './recorded-metrics.ts';
import { readAllPages } from './select-cells.ts';
import { sitesOfStore } from './sites-of-store.ts';

/** A generation can go only days after it ceased to be live, so twice in a row is no accident. */
const triesMax = 3;

/**
 * Distinct counts merge sketches; what is not recorded or not published is null, never 0, and is
 * told in the notes. Memory: the groups, within the limits.
 * @throws UsageError for names that are not there, crossings that are not stored, and limits.
 * DataError where what is stored cannot be right. ConflictError where generations went meanwhile.
 */
export async function query(
  store: Store,
  spec: QuerySpec,
  options: QueryOptions,
): Promise<QueryResult> {
  const sites = await sitesOfStore(store, spec.sites);
  const asked = { ...spec, sites };
  for (let tries = 1; ; tries += 1) {
    const plans: SitePlan[] = [];
    for (const site of sites) plans.push(await planRanges(store, { site, spec: asked, options }));
    const days = plans.flatMap((plan) => [...plan.days.values()]);
    try {
      const result = await answer(store, asked, { plans, options });
      if (await arePinned(store, days)) return result;
    } catch (error) {
      // The rows of a generation that is being removed may be missing in any way.
      if (await arePinned(store, days)) throw error;
    }
    if (tries === triesMax) {
      throw new ConflictError('days were removed from the store while they were read', {
        hint: 'run the query again',
      });
    }
  }
}

type Question = { readonly plans: readonly SitePlan[]; readonly options: QueryOptions };

async function answer(
  store: Store,
  spec: QuerySpec,
  { plans, options }: Question,
): Promise<QueryResult> {
  const names = knownNames(plans.flatMap(recordedDays));
  const plan = checkQuery(spec, names, spec.sites[0] ?? '');
  const now = new NumbersOfRanges(plan);
  const before = spec.compare === undefined ? undefined : new NumbersOfRanges(plan);
  const read = { days: 0, cells: 0 };
  for (const site of plans) {
    const pages = await readPages(store, plan, site.site);
    for (const range of site.ranges) {
      const numbers = range.isBefore ? before : now;
      if (numbers === undefined) continue;
      numbers.note(site, range);
      const { table, totals } = numbers;
      const { clock, days } = site;
      const { sources } = range.planned;
      const { laterStep } = range;
      const where = { site: site.site, clock, plan, sources, days, pages, laterStep };
      read.cells += await readRange(store, { ...where, table, totals }, options);
      read.days += sources.length;
    }
  }
  const steps = namedSteps(plans);
  const expected = expectedRows(plan, plans);
  const finished = finishRows({ plan, now, before, steps, expected });
  return {
    ...finished,
    sites: plans.map(siteRange),
    filters: textsOfFilters(spec),
    groups: plan.groups,
    metrics: plan.metrics,
    compare: plan.compare,
    notes: plans.flatMap((site) => {
      return site.ranges.flatMap((range) => notesOfRange({ plan, site, range }));
    }),
    read,
  };
}

function recordedDays({ days, asked }: SitePlan): Parameters<typeof knownNames>[0] {
  return [...days.values()]
    .filter(({ day }) => asked.has(day))
    .map(({ manifest: { catalogue }, rules }) => ({ catalogue, rules }));
}

/** The tables of a range, and which of its days recorded what. */
class NumbersOfRanges implements RangeNumbers {
  readonly table: GroupTable;
  readonly totals: GroupTable | undefined;
  readonly #recorded: RecordedMetrics;

  constructor(plan: QueryPlan) {
    const isSeries = plan.groups.some(({ kind }) => kind === 'time');
    const isGrouped = plan.groups.some(({ kind }) => kind !== 'time' && kind !== 'site');
    this.table = new GroupTable(plan.stored);
    this.totals = isSeries && isGrouped ? new GroupTable(plan.stored) : undefined;
    this.#recorded = new RecordedMetrics(plan);
  }

  note(site: SitePlan, range: RangePlan): void {
    this.#recorded.note(site, range);
  }

  isRecorded(names: GroupNames, metric: number): boolean {
    return this.#recorded.isRecorded(names, metric);
  }
}

async function readPages(store: Store, plan: QueryPlan, site: string): Promise<PageBook> {
  const book = new PageBook();
  const grouped = plan.groups.flatMap(({ kind, name }) => (kind === 'page' ? [name] : []));
  const dimensions = new Set([...plan.pages.map(({ dimension }) => dimension), ...grouped]);
  if (dimensions.size === 0) return book;
  const keys = await liveKeys(store, { site });
  const fields = [...dimensions].map((dimension) => fieldOfDimension[dimension]);
  const batches = store.selection?.newestPages(keys, fields) ?? readAllPages(store, keys);
  for await (const batch of batches) for (const page of batch) book.add(page);
  return book;
}

/** By key; equal steps of sites in different zones have different texts only within an hour. */
function namedSteps(plans: readonly SitePlan[]): ReadonlyMap<string, NamedStep> {
  const clock = plans[0]?.clock ?? new ZoneClock('UTC');
  const steps = new Map<string, TimeStep>();
  for (const { ranges } of plans) {
    for (const { planned, laterStep } of ranges) {
      for (const step of planned.steps.map(laterStep)) steps.set(keyOfStep(step), step);
    }
  }
  const ascending = [...steps].sort(([, a], [, b]) => compareSteps(a, b, clock));
  return new Map(
    ascending.map(([key, step], rank) => [key, { ...step, rank, text: textFromStep(step, clock) }]),
  );
}

/** Every step of a plain series, and the one row of a query without groups. */
function expectedRows({ groups }: QueryPlan, plans: readonly SitePlan[]): readonly GroupNames[] {
  if (groups.some(({ kind }) => kind !== 'time' && kind !== 'site')) return [];
  const isSeries = groups.some(({ kind }) => kind === 'time');
  return plans.flatMap(({ site, ranges }) => {
    const now = ranges.find(({ isBefore }) => !isBefore);
    const steps = isSeries ? (now?.planned.steps ?? []).map(keyOfStep) : [''];
    return steps.map((step) => groups.map(({ kind }) => (kind === 'site' ? site : step)));
  });
}

function siteRange({ site, clock, ranges }: SitePlan): SiteRange {
  const text = (isBefore: boolean): string | undefined => {
    const range = ranges.find((one) => one.isBefore === isBefore);
    return range && textFromRange(range.range, clock);
  };
  return { site, zone: clock.zone, range: text(false) ?? '', before: text(true) };
}

function textsOfFilters({ segment, filters = [] }: QuerySpec): readonly string[] {
  const texts = filters.map(({ dimension, match, value }) => {
    return `${dimension}${match === 'is' ? '=' : '^='}${value}`;
  });
  return segment === undefined ? texts : [segment, ...texts];
}
