/**
 * The quick audit: neither raw data nor rows are read. Is what is live there and does its evidence
 * agree; is the listing still the one that it was made from?
 */
import type { FoundCause } from '../model/cause.ts';
import { countText } from '../report/number-text.ts';
import type { Store } from '../store/store.ts';
import type { PeriodAudit } from './audit-types.ts';
import type { LivePeriod } from './audited-store.ts';
import { foundCause } from './find-causes.ts';
import { inputChanges, type InputChanges } from './input-changes.ts';
import { newAudit, seenPeriod, verdictOf, type AuditPeriod } from './period-audit.ts';
import { changesOfRules } from './rule-change.ts';

export async function auditQuick(store: Store, period: AuditPeriod): Promise<PeriodAudit> {
  const { audited } = period;
  const known = { ...newAudit(period, 'quick'), seen: await seenPeriod(store, audited.record) };
  switch (audited.kind) {
    case 'nothing': {
      if (period.missing.length > 0) {
        const reasons = ['nothing is live', ...period.missing];
        return { ...known, verdict: 'not_checked', reasons };
      }
      const causes = [foundCause('not_published', ['the store has no numbers of this day'])];
      return { ...known, verdict: 'differs', causes };
    }
    case 'unreadable': {
      const causes = [foundCause('stored_edited', [audited.message])];
      return { ...known, verdict: 'differs', causes };
    }
    case 'live':
      return quickLive(store, audited, { period, known });
  }
}

async function quickLive(
  store: Store,
  live: LivePeriod,
  { period, known }: { period: AuditPeriod; known: PeriodAudit },
): Promise<PeriodAudit> {
  const changes = inputChanges(live, period, period.objects);
  const missing = await missingRows(store, live);
  const damages = [...live.damages, ...missing];
  const causes = [
    ...(damages.length > 0 ? [foundCause('stored_edited', damages)] : []),
    ...causesOfListing(changes),
  ];
  const found: PeriodAudit = {
    ...known,
    storedTally: live.manifest.tally,
    causes,
    suspected: suspectedRules(live, period),
  };
  const { touched } = changes;
  if (causes.length === 0 && touched.length > 0) {
    const names = touched.map(({ key }) => `${key} was touched: only reading can tell`);
    return { ...found, verdict: 'not_checked', reasons: names };
  }
  return { ...found, verdict: verdictOf(found) };
}

/** Grains of which rows are promised and nothing is stored. */
async function missingRows(
  { upkeep }: Store,
  { key, entry }: LivePeriod,
): Promise<readonly string[]> {
  if (upkeep === undefined) return [];
  const missing: string[] = [];
  for (const grain of entry.grains) {
    const isPromised = (entry.rows[grain]?.parts ?? 0) > 0;
    if (!isPromised || (await upkeep.generationBytes(key, grain)) > 0) continue;
    missing.push(`its ${grain} rows are missing`);
  }
  return missing;
}

function causesOfListing(changes: InputChanges): readonly FoundCause[] {
  const { late, filling, replaced, vanished } = changes;
  const lists = [
    ['late_data', late.map(({ key }) => `${key} is new`)],
    ['input_incomplete', filling.map(({ key }) => `${key} was missing`)],
    [
      'object_replaced',
      replaced.map(({ now, before }) => {
        const [was, is] = [countText(before.bytes, 'byte'), countText(now.bytes, 'byte')];
        return `${now.key} is another: it had ${was}, and has ${is}`;
      }),
    ],
    ['object_vanished', vanished.map((key) => `${key} is gone from the archive`)],
  ] as const;
  return lists
    .filter(([, texts]) => texts.length > 0)
    .map(([name, texts]) => foundCause(name, texts));
}

/** Other rules are no difference by themselves; only a full audit says what they do. */
function suspectedRules(
  { manifest, rules }: LivePeriod,
  period: AuditPeriod,
): readonly FoundCause[] {
  if (rules === undefined || manifest.rules === period.rules.digest) return [];
  return [foundCause('rule_changed', changesOfRules(rules, period.rules.rules))];
}
