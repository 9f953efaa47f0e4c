/**
 * What keeps a repair to its plan: nothing is written where the store has moved on, or where rules,
 * input or result are not those that the plan was made from.
 */
import { messageOfDamage } from '../base/errors.ts';
import { textFromDay } from '../base/calendar.ts';
import { causeOfName } from '../model/cause.ts';
import type { Metric } from '../model/catalogue.ts';
import type { Content } from '../model/checksum.ts';
import { textFromPeriod, type PeriodKey } from '../model/period.ts';
import type { PlanPeriod } from '../model/plan.ts';
import { grains } from '../model/row.ts';
import type { GenerationContent } from '../store/publish-generation.ts';
import { countText } from '../report/number-text.ts';
import type { Store } from '../store/store.ts';
import { readAuditedStore } from './audited-store.ts';
import { editedRows } from './find-causes.ts';
import type { GuardedPeriod, PeriodGuard } from './rebuild-types.ts';
import { checkRows, contentAudit, isSameContent, readStoredContent } from './stored-content.ts';

/** @param metrics the catalogue by which the invariants of what was written are checked. */
export function repairGuard(
  store: Store,
  planned: readonly PlanPeriod[],
  metrics: readonly Metric[],
): PeriodGuard {
  const plans = new Map(planned.map((plan) => [`${plan.site} ${plan.date}`, plan]));
  const planFor = (period: PeriodKey): PlanPeriod => {
    const plan = plans.get(`${period.site} ${textFromDay(period.day)}`);
    if (plan === undefined) throw new Error(`${textFromPeriod(period)} is in no plan`);
    return plan;
  };
  return {
    beforeReading: (period) => beforeReading(period, planFor(period)),
    ofDerived(period, { input, content }) {
      const plan = planFor(period);
      if (input !== plan.input) return ['its logs are not those that the plan was made from'];
      const others = unequalParts(content, plan);
      return others.length === 0 ? [] : [`what the logs give is not what was planned: ${others}`];
    },
    afterPublishing: (period) => confirm({ store, metrics }, period, planFor(period)),
    planOf: (period) => textFromPlan(planFor(period)),
  };
}

function beforeReading(
  { rules, grains: wanted, record, manifest }: GuardedPeriod,
  plan: PlanPeriod,
): ReturnType<PeriodGuard['beforeReading']> {
  const refused = (reason: string): ReturnType<PeriodGuard['beforeReading']> => {
    return { todo: 'refused', reasons: [reason] };
  };
  const epoch = record?.epoch ?? 0;
  if (epoch !== plan.epoch) {
    const isDone = manifest !== undefined && isAsPlanned(manifest, plan);
    if (isDone) return { todo: 'current', reasons: ['already as the plan wants it'] };
    return refused(`run ${record?.liveBy ?? 'unknown'} changed what is live since the plan`);
  }
  if (rules !== plan.rules) return refused('its rules are not those that the plan was made under');
  if (wanted.join() === plan.grains.join()) return { todo: 'read', reasons: [] };
  const [now, then] = [wanted.join(' and '), plan.grains.join(' and ')];
  return refused(`by its retention it now has ${now} rows, and by the plan ${then}`);
}

function isAsPlanned(
  manifest: GenerationContent & { readonly input: string; readonly rules: string },
  plan: PlanPeriod,
): boolean {
  const { input, rules } = manifest;
  const isSame = input === plan.input && rules === plan.rules;
  return isSame && unequalParts(manifest, plan).length === 0;
}

/** Names of the grains, or `pages`, whose counts or checksums are others. */
function unequalParts({ rows, pages }: GenerationContent, { derived }: PlanPeriod): string {
  const unequal: string[] = grains.filter(
    (grain) => !isSameContent(rows[grain], derived.rows[grain]),
  );
  if (!isSameContent(pages, derived.pages)) unequal.push('pages');
  return unequal.join(', ');
}

/**
 * Reads everything back through the pointer, as a reader would, and audits it: it must be the very
 * rows that the plan names by checksum, which were derived twice, and hold all invariants.
 */
async function confirm(
  { store, metrics }: { readonly store: Store; readonly metrics: readonly Metric[] },
  period: PeriodKey,
  plan: PlanPeriod,
): Promise<readonly string[]> {
  const live = await readAuditedStore(store, period);
  if (live.kind === 'nothing') return ['nothing is live'];
  if (live.kind === 'unreadable') return [live.message];
  const stored = await readStoredContent(store, live, plan.grains);
  const content = contentAudit(live, undefined, stored);
  const edited = editedRows({ live, comparison: { content, damages: stored.damages } });
  const planned = [...grains, 'pages' as const].flatMap((name) => {
    const wanted: Content | undefined =
      name === 'pages' ? plan.derived.pages : plan.derived.rows[name];
    const isWanted = isSameContent(content[name]?.stored, wanted);
    return isWanted ? [] : [`its ${name} are not those of the plan`];
  });
  if (edited.length + planned.length > 0) return [...edited, ...planned];
  try {
    const { faultCount } = await checkRows(store, live, { metrics, stored: plan.grains });
    return faultCount === 0 ? [] : [`its rows break ${countText(faultCount, 'invariant')}`];
  } catch (error) {
    return [messageOfDamage(error)];
  }
}

/** `late data; cells missing 12, extra 0, changed 3`. */
function textFromPlan({ causes, cells }: PlanPeriod): string {
  const titles = causes.map((cause) => causeOfName(cause).title).join(', ');
  const counts = Object.entries(cells).map(([kind, count]) => `${kind} ${String(count)}`);
  return `${titles}; cells ${counts.join(', ')}`;
}
