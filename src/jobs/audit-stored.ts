/** The audit of stored rows by themselves: their checksums and invariants. No raw data is read. */
import { messageOfDamage } from '../base/errors.ts';
import type { Store } from '../store/store.ts';
import type { AuditRequest, PeriodAudit } from './audit-types.ts';
import type { LivePeriod } from './audited-store.ts';
import { editedRows, foundCause } from './find-causes.ts';
import { numbersOfGeneration } from './generation-numbers.ts';
import { newAudit, seenPeriod, verdictOf, type AuditPeriod } from './period-audit.ts';
import { checkRows, contentAudit, readStoredContent, type CheckedRows } from './stored-content.ts';

/** Memory: one part, and what `checkStored` takes. */
export async function auditStored(
  store: Store,
  period: AuditPeriod,
  request: Pick<AuditRequest, 'metrics'>,
): Promise<PeriodAudit> {
  const { audited } = period;
  const known = { ...newAudit(period, 'stored'), seen: await seenPeriod(store, audited.record) };
  switch (audited.kind) {
    case 'nothing': {
      const evidence = ['the store has no numbers of this day'];
      return { ...known, verdict: 'differs', causes: [foundCause('not_published', evidence)] };
    }
    case 'unreadable': {
      const causes = [foundCause('stored_edited', [audited.message])];
      return { ...known, verdict: 'differs', causes };
    }
    case 'live':
      return auditLive(store, audited, { known, request });
  }
}

async function auditLive(
  store: Store,
  live: LivePeriod,
  { known, request }: { known: PeriodAudit; request: Pick<AuditRequest, 'metrics'> },
): Promise<PeriodAudit> {
  const stored = await readStoredContent(store, live, live.entry.grains);
  const content = contentAudit(live, undefined, stored);
  const checked = await checkInvariants(store, live, request);
  const damages = [...new Set([...stored.damages, ...checked.damages])];
  const edited = editedRows({ live, comparison: { content, damages } });
  const numbers = await numbersOfGeneration(store, live.key, live.key.generation);
  const { faults, faultCount, leftOut } = checked;
  const isAsWritten = edited.length === 0;
  const found: PeriodAudit = {
    ...known,
    content,
    stored: numbers.kind === 'read' ? numbers.numbers : null,
    storedTally: live.manifest.tally,
    ...{ faults, faultCount, leftOut },
    causes: isAsWritten ? [] : [foundCause('stored_edited', edited)],
  };
  // Rows that contradict each other and are as they were written: only the logs can say why.
  if (isAsWritten && faultCount > 0) {
    const evidence = ['the rows are as they were written, and contradict each other'];
    return { ...found, verdict: 'differs', causes: [foundCause('unexplained', evidence)] };
  }
  return { ...found, verdict: verdictOf(found) };
}

async function checkInvariants(
  store: Store,
  live: LivePeriod,
  { metrics }: Pick<AuditRequest, 'metrics'>,
): Promise<CheckedRows & { readonly damages: readonly string[] }> {
  try {
    const checked = await checkRows(store, live, { metrics, stored: live.entry.grains });
    return { ...checked, damages: [] };
  } catch (error) {
    return { faults: [], faultCount: 0, leftOut: [], damages: [messageOfDamage(error)] };
  }
}
