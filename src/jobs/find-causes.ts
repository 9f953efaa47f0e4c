/**
 * Why the stored numbers of a period are not those that its logs give: by evidence only. Rows are
 * edited where they are not what was written. What was written is wrong for another cause only
 * where it is not what the logs give: an object that came late to a day whose rows were edited, and
 * that has no event of it, is no cause.
 */
import type { CauseName, FoundCause } from '../model/cause.ts';
import type { Content } from '../model/checksum.ts';
import { countText } from '../report/number-text.ts';
import type { PeriodAudit, RuleChange } from './audit-types.ts';
import type { Comparison } from './compare-generation.ts';
import type { LivePeriod } from './audited-store.ts';
import type { InputChanges, ObjectNow } from './input-changes.ts';
import { isSameContent } from './stored-content.ts';

export type CauseEvidence = {
  readonly live: LivePeriod;
  readonly comparison: Comparison;
  readonly changes: InputChanges;
  /** Accepted events of the period in an object that is new or another. */
  readonly eventsIn: (object: string) => number;
  /** What a recount under the stored rules gave; null where the rules are the same. */
  readonly ruleChange: RuleChange | null;
  /** Erasures after what is live was made, that account for the difference; in words. */
  readonly erasures: readonly string[];
};

export type Causes = Pick<PeriodAudit, 'causes' | 'suspected'>;

export function findCauses(evidence: CauseEvidence): Causes {
  const edited = editedRows(evidence);
  const found: FoundCause[] = edited.length === 0 ? [] : [foundCause('stored_edited', edited)];
  if (isDerivedAsWritten(evidence.comparison.content)) return { causes: found, suspected: [] };
  const proven = [...provenCauses(evidence), ...ruleCauses(evidence, 'reproduced')];
  const possible = possibleCauses(evidence);
  // Of an object that is gone, or is another now, nobody knows what it held.
  const isNeeded = proven.length === 0;
  const causes = [...found, ...proven, ...(isNeeded ? possible : [])];
  const suspected = [
    ...(isNeeded ? [] : possible),
    ...ruleCauses(evidence, 'not_reproduced'),
    ...ruleCauses(evidence, 'not_reproducible'),
  ];
  const isExplained = proven.length > 0 || possible.length > 0;
  // Beside edited rows, cells that only one catalogue has look like another result.
  const mayBeCatalogue = edited.length > 0 && evidence.comparison.leftOut.length > 0;
  if (isExplained || mayBeCatalogue) return { causes, suspected };
  return { causes: [...causes, foundCause('unexplained', unexplained(evidence))], suspected };
}

/** Kept of each cause (chosen: what a person reads). */
const evidenceMax = 5;

export function foundCause(cause: CauseName, evidence: readonly string[]): FoundCause {
  const kept = evidence.slice(0, evidenceMax);
  return { cause, evidence: kept, evidenceCount: evidence.length };
}

/** In what the stored rows are not what their manifest says, in words. */
export function editedRows({
  live,
  comparison: { content, damages },
}: Pick<CauseEvidence, 'live'> & {
  readonly comparison: Pick<Comparison, 'content' | 'damages'>;
}): readonly string[] {
  const edited = Object.entries(content).flatMap(([name, { expected, stored }]) => {
    if (stored === null || isSameContent(stored, expected)) return [];
    const what = name === 'pages' ? 'page records' : `${name} rows`;
    return [`${what}: the manifest says ${contentText(expected)}, read ${contentText(stored)}`];
  });
  return [...live.damages, ...damages, ...edited];
}

function contentText(content: Content | null): string {
  if (content === null) return 'nothing';
  const { parts, cells, checksum } = content;
  return `${countText(parts, 'part')} with ${countText(cells, 'cell')}, checksum ${checksum}`;
}

function isDerivedAsWritten(content: PeriodAudit['content']): boolean {
  return Object.values(content).every(
    ({ expected, derived }) =>
      expected === null || derived === null || isSameContent(expected, derived),
  );
}

/** By objects whose events of this period were counted. */
function provenCauses(evidence: CauseEvidence): readonly FoundCause[] {
  const { changes, erasures } = evidence;
  const events = ({ key }: ObjectNow): number => evidence.eventsIn(key);
  const textOf = (object: ObjectNow): string =>
    `${object.key}, with ${countText(events(object), 'event')} of this day`;
  const late = changes.late.filter(events).map((object) => `${textOf(object)}, is new`);
  const filling = changes.filling.filter(events).map((object) => `${textOf(object)}, was missing`);
  const replaced = changes.replaced
    .filter(({ now }) => events(now) > 0)
    .map(({ now, before }) => `${textOf(now)}, ${replacedText(before.content, now)}`);
  return [
    ...(late.length > 0 ? [foundCause('late_data', late)] : []),
    ...(filling.length > 0 ? [foundCause('input_incomplete', filling)] : []),
    ...(replaced.length > 0 ? [foundCause('object_replaced', replaced)] : []),
    ...(erasures.length > 0 ? [foundCause('erased', erasures)] : []),
  ];
}

function possibleCauses({ changes, eventsIn }: CauseEvidence): readonly FoundCause[] {
  const vanished = changes.vanished.map((key) => `${key} is gone from the archive`);
  const replaced = changes.replaced
    .filter(({ now }) => eventsIn(now.key) === 0)
    .map(({ now, before }) => `${now.key}, ${replacedText(before.content, now)}`);
  return [
    ...(vanished.length > 0 ? [foundCause('object_vanished', vanished)] : []),
    ...(replaced.length > 0 ? [foundCause('object_replaced', replaced)] : []),
  ];
}

function replacedText(before: string, { content }: ObjectNow): string {
  return `was ${before}, is ${content ?? 'another'}`;
}

function ruleCauses(
  { ruleChange }: CauseEvidence,
  outcome: RuleChange['outcome'],
): readonly FoundCause[] {
  if (ruleChange?.outcome !== outcome) return [];
  const evidence = [...ruleChange.changes, ruleChange.detail];
  return [foundCause('rule_changed', evidence)];
}

function unexplained({ live, ruleChange }: CauseEvidence): readonly string[] {
  const objects = live.input?.objects.length;
  const logs = objects === undefined ? 'its list of objects is missing' : 'the same objects';
  const rules = ruleChange === null ? 'the same rules' : ruleChange.detail;
  return [`${logs}, ${rules}, and rows that are as they were written`];
}
