/** What is known of an audited period before anything of it is compared, and its verdict after. */
import { noDifference, noDifferences, sumOfCounts } from '../compare/difference-tally.ts';
import { areIntended } from '../model/cause.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import type { Store } from '../store/store.ts';
import type { AuditLevel, PeriodAudit, SeenPeriod, Verdict } from './audit-types.ts';
import type { AuditedStore } from './audited-store.ts';
import type { PreparedPeriod } from './prepare-periods.ts';

/** A period of an audit, and what the store showed of it when the audit began. */
export type AuditPeriod = PreparedPeriod & { readonly audited: AuditedStore };

export function newAudit(
  { site, day, rules }: Pick<PreparedPeriod, 'site' | 'day' | 'rules'>,
  level: AuditLevel,
): PeriodAudit {
  return {
    site,
    day,
    zone: rules.rules.zone,
    level,
    verdict: 'equal',
    reasons: [],
    causes: [],
    suspected: [],
    seen: null,
    differences: noDifference,
    pageDifferences: noDifferences,
    stored: null,
    derived: null,
    series: [],
    content: {},
    faults: [],
    faultCount: 0,
    storedTally: null,
    derivedTally: null,
    ruleChange: null,
    leftOut: [],
    plan: null,
  };
}

export function notChecked(
  period: PreparedPeriod,
  level: AuditLevel,
  reasons: readonly string[],
): PeriodAudit {
  return { ...newAudit(period, level), verdict: 'not_checked', reasons };
}

/** What was found, in one word. A period differs also where only its evidence is damaged. */
export function verdictOf(audit: PeriodAudit): Verdict {
  if (audit.causes.length > 0) return areIntended(audit.causes) ? 'intended' : 'differs';
  return isAnythingDifferent(audit) ? 'differs' : 'equal';
}

/** Differing cells beyond tolerance, pages, or broken invariants. */
export function isAnythingDifferent(
  audit: Pick<PeriodAudit, 'differences' | 'pageDifferences' | 'faultCount'>,
): boolean {
  const { differences, pageDifferences, faultCount } = audit;
  return sumOfCounts(differences.cells) + sumOfCounts(pageDifferences) + faultCount > 0;
}

/** The record's pointer, and which code made what is live. */
export async function seenPeriod(
  store: Store,
  record: PeriodRecord | undefined,
): Promise<SeenPeriod | null> {
  if (record === undefined) return null;
  const { epoch, live, liveBy, pinnedBy, generations } = record;
  const maker = generations.find(({ generation }) => generation === live)?.run;
  const run = maker === undefined ? undefined : await store.readRun(maker);
  return { epoch, live, liveBy, pinnedBy, version: run?.version ?? null };
}
