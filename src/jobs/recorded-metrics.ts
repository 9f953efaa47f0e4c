/** Which rows of a query's range are made of days that recorded a metric: others are not zero. */
import { customEventPrefix } from '../model/catalogue.ts';
import type { Catalogue } from '../model/manifest.ts';
import type { GroupNames } from '../query/group-table.ts';
import type { QueryPlan, StoredMetric } from '../query/query-plan.ts';
import { keyOfStep } from '../query/time-steps.ts';
import type { RangePlan, SitePlan } from './query-ranges.ts';

export class RecordedMetrics {
  readonly #plan: QueryPlan;
  readonly #site: number;
  readonly #time: number;
  /** Site and step (where the query tells them apart) and metric. */
  readonly #recorded = new Set<string>();

  constructor(plan: QueryPlan) {
    this.#plan = plan;
    this.#site = plan.groups.findIndex(({ kind }) => kind === 'site');
    this.#time = plan.groups.findIndex(({ kind }) => kind === 'time');
  }

  /** Takes in the days that are read of a range. */
  note({ site, days }: SitePlan, { planned, laterStep }: RangePlan): void {
    for (const { day, steps } of planned.sources) {
      const catalogue = days.get(day)?.manifest.catalogue;
      if (catalogue === undefined) continue;
      this.#plan.stored.forEach((metric, index) => {
        if (unrecordedNames(catalogue, metric, this.#plan).length > 0) return;
        for (const step of steps) this.#add(site, keyOfStep(laterStep(step)), index);
      });
    }
  }

  /** @param names of a row, with or without its time. */
  isRecorded(names: GroupNames, metric: number): boolean {
    const isTotal = names.length < this.#plan.groups.length;
    const site = this.#site === -1 ? '' : (names[isTotal ? this.#siteOfTotal() : this.#site] ?? '');
    const step = this.#time === -1 || isTotal ? '' : (names[this.#time] ?? '');
    return this.#recorded.has(keyOf(site, step, metric));
  }

  #siteOfTotal(): number {
    return this.#time !== -1 && this.#time < this.#site ? this.#site - 1 : this.#site;
  }

  /** With and without the step: totals have none. */
  #add(site: string, step: string, metric: number): void {
    const own = this.#site === -1 ? '' : site;
    this.#recorded.add(keyOf(own, '', metric));
    if (this.#time !== -1) this.#recorded.add(keyOf(own, step, metric));
  }
}

/** A step's key is empty or two words, so that no two of these are alike. */
function keyOf(site: string, step: string, metric: number): string {
  return `${metric} ${step} ${site}`;
}

/** The names that a metric of the query needs and a day did not record. */
export function unrecordedNames(
  { metrics, segments, breakdowns }: Catalogue,
  { name }: StoredMetric,
  { cells }: Pick<QueryPlan, 'cells'>,
): readonly string[] {
  const names: string[] = [];
  if (!name.startsWith(customEventPrefix) && !metrics.includes(name)) names.push(name);
  if (cells.kind === 'of' && ![...segments, ...breakdowns].includes(cells.dimension)) {
    names.push(cells.dimension);
  }
  return names;
}
