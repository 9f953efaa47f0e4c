/** The diagnosis of what an audit could not explain, as one of its causes. */
import type { CauseName, FoundCause } from '../model/cause.ts';
import { countText } from '../report/number-text.ts';
import type { AuditPorts, AuditRequest, PeriodAudit } from './audit-types.ts';
import { derivePorts } from './audit-reading.ts';
import { diagnose, type DiagnosedHypothesis, type Diagnosis } from './diagnose.ts';
import { foundCause } from './find-causes.ts';
import { storeSource } from './numbers-sources.ts';
import type { AuditPeriod } from './period-audit.ts';

const everything = {
  sites: [],
  daysOf: () => ({ fromDay: undefined, untilDay: undefined }),
} as const;

/** @param period undefined where the audit did not read its logs. */
export async function diagnoseAudit(
  ports: AuditPorts,
  request: AuditRequest,
  { period, found }: { readonly period: AuditPeriod | undefined; readonly found: PeriodAudit },
): Promise<PeriodAudit> {
  if (period === undefined || found.level !== 'full' || !isUnexplained(found)) return found;
  const target = await storeSource(ports.store, everything, ports.signal).open(period);
  if (target === undefined) return found;
  const diagnosis = await diagnose(derivePorts(ports), request, { period, target });
  return withDiagnosis(found, diagnosis);
}

/** By counts alone, which is no proof: as many events more as the logs have of a kind. */
export function suspectCounting(audit: PeriodAudit): PeriodAudit {
  const { storedTally, derivedTally, suspected } = audit;
  if (storedTally === null || derivedTally === null || !isUnexplained(audit)) return audit;
  const more = storedTally.counted - derivedTally.counted;
  const kinds = suspects.filter(({ outcome }) => more > 0 && derivedTally[outcome] === more);
  if (kinds.length === 0) return audit;
  const evidence = kinds.map(({ what }) => {
    return `${countText(more, 'event')} more than now were counted, and as many ${what} are there`;
  });
  return { ...audit, suspected: [...suspected, foundCause('counted_otherwise', evidence)] };
}

const suspects = [
  { outcome: 'duplicate', what: 'copies of events' },
  { outcome: 'bot', what: 'lines of robots' },
  { outcome: 'excluded', what: 'lines that the exclusion rules leave out' },
] as const;

function isUnexplained({ causes }: PeriodAudit): boolean {
  return causes.some(({ cause }) => cause === 'unexplained');
}

/** What was found takes the place of `unexplained`; what was not is added to its evidence. */
export function withDiagnosis(audit: PeriodAudit, diagnosis: Diagnosis): PeriodAudit {
  const causes = audit.causes.map((one) =>
    one.cause === 'unexplained' ? diagnosedCause(one, diagnosis) : one,
  );
  const names: readonly CauseName[] = causes.map(({ cause }) => cause);
  const plan = audit.plan === null ? null : { ...audit.plan, causes: names };
  return { ...audit, causes, plan };
}

function diagnosedCause(unexplained: FoundCause, diagnosis: Diagnosis): FoundCause {
  if (diagnosis.kind === 'not_possible') {
    return withEvidence(unexplained, `no diagnosis: ${diagnosis.reason}`);
  }
  const { tried, found } = diagnosis;
  if (found.length > 0) return foundCause('counted_otherwise', found.map(textOfFound));
  const text = `none of ${String(tried)} other ways of counting gives the stored numbers`;
  return withEvidence(unexplained, text);
}

function textOfFound({ text, alike }: DiagnosedHypothesis): string {
  const more = alike === 0 ? '' : `, and so do ${String(alike)} ways like it`;
  return `${text}: gives every stored number exactly${more}`;
}

function withEvidence(found: FoundCause, text: string): FoundCause {
  const { cause, evidence, evidenceCount } = found;
  return { cause, evidence: [...evidence, text], evidenceCount: evidenceCount + 1 };
}
