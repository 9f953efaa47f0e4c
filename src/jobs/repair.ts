/**
 * The repair: a rebuild of exactly the periods of a plan, which writes what the plan says or
 * nothing. It may be run again, and twice at once: what is already as planned is left alone.
 */
import { dayFromText } from '../base/calendar.ts';
import { UsageError } from '../base/errors.ts';
import { causeOfName, type CauseName } from '../model/cause.ts';
import type { PeriodKey } from '../model/period.ts';
import type { Plan, PlanPeriod } from '../model/plan.ts';
import { rebuild } from './rebuild.ts';
import type { RebuildPorts, RebuildRequest, RebuildResult, RebuildSite } from './rebuild-types.ts';
import { repairGuard } from './repair-guard.ts';

export type RepairRequest = Omit<
  RebuildRequest,
  | 'fromDay'
  | 'untilDay'
  | 'isForced'
  | 'isProvisional'
  | 'acceptIncomplete'
  | 'acceptEmpty'
  | 'guard'
> & {
  readonly plan: Plan;
  /**
   * Only periods all of whose causes are among these. Empty = all periods without an intended
   * cause, for what is meant is only repaired by name.
   */
  readonly only: readonly CauseName[];
};

/** A period of the plan that was not taken on, and why. */
export type LeftPeriod = PeriodKey & { readonly plan: PlanPeriod; readonly reason: string };

export type RepairResult = {
  /** undefined where the plan had nothing for this repair. */
  readonly rebuilt: RebuildResult | undefined;
  readonly left: readonly LeftPeriod[];
};

/**
 * @throws UsageError for a plan of a site that the request does not know, or with several stores;
 * whatever a rebuild throws.
 */
export async function repair(ports: RebuildPorts, request: RepairRequest): Promise<RepairResult> {
  const { plan, only, ...own } = request;
  const [store, ...others] = ports.stores;
  if (store === undefined || others.length > 0) {
    throw new UsageError('a plan is of one store, so a repair is too', {
      hint: `name ${plan.head.store} with --store`,
    });
  }
  const left = plan.periods.flatMap((period) => leftPeriod(period, only));
  const taken = plan.periods.filter((period) => !left.some((one) => one.plan === period));
  if (taken.length === 0) return { rebuilt: undefined, left };
  const days = taken.map(dayOfPlan);
  const rebuilt = await rebuild(ports, {
    ...own,
    sites: sitesOfPlan(own.sites, taken),
    fromDay: Math.min(...days),
    untilDay: Math.max(...days) + 1,
    isForced: true,
    isProvisional: false,
    acceptIncomplete: new Set(),
    // The audit knew them: a line or the store named them.
    acceptEmpty: new Set(taken.map(({ site }) => site)),
    guard: repairGuard(store, taken, own.metrics),
  });
  return { rebuilt, left };
}

function leftPeriod(plan: PlanPeriod, only: readonly CauseName[]): readonly LeftPeriod[] {
  const key = { site: plan.site, day: dayOfPlan(plan), plan };
  const others = plan.causes.filter((cause) => !only.includes(cause));
  if (only.length > 0 && others.length > 0) {
    const titles = others.map((cause) => causeOfName(cause).title).join(', ');
    return [{ ...key, reason: `also for another cause: ${titles}` }];
  }
  const intended = plan.causes.filter((cause) => causeOfName(cause).isIntended);
  if (only.length > 0 || intended.length === 0) return [];
  const titles = intended.map((cause) => causeOfName(cause).title).join(', ');
  return [{ ...key, reason: `it is intended (${titles}): repaired only with --only` }];
}

function sitesOfPlan(
  sites: readonly RebuildSite[],
  taken: readonly PlanPeriod[],
): readonly RebuildSite[] {
  const unknown = taken.find((plan) => !sites.some(({ site }) => site === plan.site));
  if (unknown !== undefined) {
    throw new UsageError(`the plan has days of ${unknown.site}, which was not asked for`, {
      hint: `name it with --site ${unknown.site}, under the rules that the audit had`,
    });
  }
  return sites
    .map((site) => ({
      ...site,
      days: taken
        .filter((plan) => plan.site === site.site)
        .map(dayOfPlan)
        .sort((a, b) => a - b),
    }))
    .filter(({ days }) => days.length > 0);
}

/** The reader of plans has made sure that it is a date. */
function dayOfPlan({ date }: PlanPeriod): number {
  return dayFromText(date) as number;
}
