/** The full audit of one period: what was derived of it against what the store shows. */
import { textFromDay } from '../base/calendar.ts';
import { erasureEvidence } from '../model/erasure.ts';
import { inputSetFromObjects } from '../model/input-set.ts';
import type { PeriodTally } from '../model/ledger.ts';
import type { Manifest } from '../model/manifest.ts';
import type { PlanPeriod } from '../model/plan.ts';
import { countText } from '../report/number-text.ts';
import type { AuditPorts, AuditRequest, PeriodAudit, RuleChange } from './audit-types.ts';
import { auditStored } from './audit-stored.ts';
import { readAuditedStore, type AuditedStore, type LivePeriod } from './audited-store.ts';
import { checkedContent, tallyContent } from './checked-content.ts';
import { compareGeneration, type Comparison, type DerivedSide } from './compare-generation.ts';
import type { FinishedPeriod } from './derive-periods.ts';
import { editedRows, findCauses, foundCause, type CauseEvidence } from './find-causes.ts';
import { inputChanges } from './input-changes.ts';
import {
  isAnythingDifferent,
  newAudit,
  notChecked,
  seenPeriod,
  verdictOf,
  type AuditPeriod,
} from './period-audit.ts';
import { catalogueOfSite } from './row-shape-of-site.ts';

/** A pointer that moves under the audit this often is no accident (chosen). */
const looksMax = 3;

export type AuditContext = {
  readonly ports: AuditPorts;
  readonly request: AuditRequest;
  /** Accepted events of a period in an object that is new or another. */
  readonly eventsIn: (object: string, period: AuditPeriod) => number;
  /** Retention is reckoned from this instant, epoch seconds. */
  readonly startedAt: number;
};

/** An audit that may still need a recount under the stored rules before it can be told. */
export type OpenAudit = {
  readonly period: AuditPeriod;
  readonly audit: PeriodAudit;
  /** What its causes follow from; null where they are known already. */
  readonly evidence: CauseEvidence | null;
};

/** Memory: what `compareGeneration` takes. */
export async function auditDerived(
  context: AuditContext,
  finished: FinishedPeriod<AuditPeriod>,
): Promise<OpenAudit> {
  const { period, rejected } = finished;
  const derived = derivedSide(context, finished);
  let audited = period.audited;
  for (let looks = 1; ; looks += 1) {
    const open =
      rejected.length > 0
        ? await auditDamagedLogs(context, finished, audited)
        : await auditOnce(context, { finished, derived, audited });
    if (open.audit.verdict === 'equal' || looks === looksMax) return open;
    // What was replaced meanwhile differs for no other reason than that.
    const now = await readAuditedStore(context.ports.store, period);
    if (now.record?.epoch === audited.record?.epoch) return open;
    audited = now;
  }
}

function derivedSide(
  { request }: AuditContext,
  finished: FinishedPeriod<AuditPeriod>,
): DerivedSide {
  const content = checkedContent(request, finished);
  const tally = tallyContent(content);
  content.check();
  return { content, tally, catalogue: catalogueOfSite(request, finished.period.siteIndex) };
}

type OneLook = {
  readonly finished: FinishedPeriod<AuditPeriod>;
  readonly derived: DerivedSide;
  readonly audited: AuditedStore;
};

async function auditOnce(context: AuditContext, look: OneLook): Promise<OpenAudit> {
  const { finished, derived, audited } = look;
  const { period, tally } = finished;
  const known = {
    ...newAudit(period, 'full'),
    seen: await seenPeriod(context.ports.store, audited.record),
    derived: derived.content.numbers(),
    derivedTally: tally,
    plan: planOf(context, look),
  };
  switch (audited.kind) {
    case 'nothing':
      return closed(period, nothingLive(period, audited, known));
    case 'unreadable': {
      const causes = [foundCause('stored_edited', [audited.message])];
      return closed(period, { ...known, verdict: 'differs', causes });
    }
    case 'live':
      return compareLive(context, { ...look, live: audited }, known);
  }
}

function closed(period: AuditPeriod, audit: PeriodAudit): OpenAudit {
  return { period, audit: withPlan(audit), evidence: null };
}

/** Only what differs is planned, and for its causes. */
function withPlan(audit: PeriodAudit): PeriodAudit {
  const { plan, verdict, differences } = audit;
  if (plan === null || verdict === 'equal' || verdict === 'not_checked') {
    return { ...audit, plan: null };
  }
  const causes = audit.causes.map(({ cause }) => cause);
  const { cells, sample } = differences;
  return { ...audit, plan: { ...plan, causes, cells, sample } };
}

function nothingLive(
  period: AuditPeriod,
  { record }: AuditedStore,
  known: PeriodAudit,
): PeriodAudit {
  if (period.missing.length > 0) {
    return { ...known, verdict: 'not_checked', reasons: ['nothing is live', ...period.missing] };
  }
  const by = record?.liveBy ?? null;
  const evidence =
    by === null ? 'the store has no numbers of this day' : `run ${by} took its numbers back`;
  return { ...known, verdict: 'differs', causes: [foundCause('not_published', [evidence])] };
}

async function compareLive(
  context: AuditContext,
  look: OneLook & { readonly live: LivePeriod },
  known: PeriodAudit,
): Promise<OpenAudit> {
  const { finished, derived, live } = look;
  const { period } = finished;
  const comparison = await compareGeneration(context.ports.store, live, derived, context.request);
  const { damages, ...compared } = comparison;
  const audit = { ...known, ...compared, storedTally: live.manifest.tally };
  const edited = editedRows({ live, comparison: { content: compared.content, damages } });
  if (!isAnythingDifferent(audit) && edited.length === 0) {
    return closed(period, { ...audit, verdict: 'equal' });
  }
  const evidence = evidenceOf(context, { live, comparison }, finished);
  const isOtherRules = live.manifest.rules !== period.rules.digest && live.rules !== undefined;
  if (isOtherRules) return { period, audit: { ...audit, verdict: 'differs' }, evidence };
  return closed(period, withCauses(audit, evidence));
}

function evidenceOf(
  { eventsIn }: AuditContext,
  { live, comparison }: { readonly live: LivePeriod; readonly comparison: Comparison },
  { period, objects, tally }: FinishedPeriod<AuditPeriod>,
): CauseEvidence {
  return {
    live,
    comparison,
    changes: inputChanges(live, period, objects),
    eventsIn: (object) => eventsIn(object, period),
    ruleChange: null,
    erasures: erasureTexts(live.manifest, { barrier: period.barriers.numbers[0] ?? 0, tally }),
  };
}

function erasureTexts(
  stored: Manifest,
  derived: { readonly barrier: number; readonly tally: PeriodTally },
): readonly string[] {
  const evidence = erasureEvidence(stored, derived);
  if (evidence === undefined) return [];
  const lines = countText(evidence.lines, 'line');
  return [`${lines} of erased visitors are still counted: recount erase was not finished`];
}

/** The end of an audit: its causes and its verdict. */
export function withCauses(audit: PeriodAudit, evidence: CauseEvidence): PeriodAudit {
  const found = { ...audit, ...findCauses(evidence), ruleChange: evidence.ruleChange };
  // What is left of vanished objects is never a reason to rebuild.
  const plan = evidence.changes.vanished.length > 0 ? null : found.plan;
  return withPlan({ ...found, verdict: verdictOf(found), plan });
}

/** The same with what a recount under the stored rules gave. */
export function withRuleChange(open: OpenAudit, ruleChange: RuleChange): PeriodAudit {
  if (open.evidence === null) return open.audit;
  return withCauses(open.audit, { ...open.evidence, ruleChange });
}

/** Logs that are damaged prove nothing; the stored rows can still be looked at by themselves. */
async function auditDamagedLogs(
  { ports, request }: AuditContext,
  { period, rejected }: FinishedPeriod<AuditPeriod>,
  audited: AuditedStore,
): Promise<OpenAudit> {
  const audit = await auditStored(ports.store, { ...period, audited }, request);
  if (audit.verdict === 'differs') return closed(period, { ...audit, leftOut: rejected });
  return closed(period, { ...notChecked(period, 'full', rejected), seen: audit.seen });
}

function planOf(
  { startedAt }: AuditContext,
  { finished, derived, audited }: OneLook,
): PlanPeriod | null {
  const { period, objects } = finished;
  if (period.missing.length > 0 || period.isOpen) return null;
  if (audited.kind === 'unreadable' && audited.record === undefined) return null;
  return {
    type: 'period',
    site: period.site,
    date: textFromDay(period.day),
    zone: period.rules.rules.zone,
    causes: [],
    epoch: audited.record?.epoch ?? 0,
    live: audited.record?.live ?? null,
    input: inputSetFromObjects(objects).digest,
    rules: period.rules.digest,
    grains: period.grains,
    retentionAt: startedAt,
    derived: derived.tally,
    cells: { missing: 0, extra: 0, changed: 0 },
    sample: [],
  };
}
