/** What may be removed of a period, from its record and from what is stored of it. */
import type { GenerationEntry, PeriodRecord } from './period-record.ts';
import { mayGoAt } from './period-transitions.ts';
import type { KeepAges } from './period-transitions.ts';
import { grains } from './row.ts';
import type { Grain } from './row.ts';

/** Why something may go, each with its words for a person. */
export const garbageReasons = {
  retired: 'replaced more than a week ago',
  orphaned: 'left unfinished more than a day ago',
  barred: 'made before an erasure or a change of zone',
  unknown: 'stored, and no record knows it',
  expired: 'past their retention',
  marked: 'marked as gone before, and still stored',
} as const;

export type GarbageReason = keyof typeof garbageReasons;

export type Garbage = {
  readonly generation: string;
  /** Only the rows of this grain; null = the whole generation. */
  readonly grain: Grain | null;
  readonly why: GarbageReason;
};

export type GarbageRules = {
  readonly ages: KeepAges;
  /** Epoch seconds. */
  readonly now: number;
  /** Generations whose rows of this grain are past their retention. */
  readonly isExpired: (entry: GenerationEntry, grain: Grain) => boolean;
};

/**
 * `stored`: ids of which anything is stored, listed before the record was read: an id that is in
 * neither list of the record is then nobody's. What is live is never garbage.
 */
export function garbageOfPeriod(
  record: PeriodRecord,
  stored: readonly string[],
  rules: GarbageRules,
): readonly Garbage[] {
  const known = new Set(record.generations.map(({ generation }) => generation));
  const ofEntries = record.generations.flatMap((entry) => garbageOfEntry(record, entry, rules));
  const ofOthers = stored
    .filter((generation) => !known.has(generation))
    .map((generation): Garbage => {
      const why = record.dropped.includes(generation) ? 'marked' : 'unknown';
      return { generation, grain: null, why };
    });
  return [...ofEntries, ...ofOthers];
}

function garbageOfEntry(
  record: PeriodRecord,
  entry: GenerationEntry,
  rules: GarbageRules,
): readonly Garbage[] {
  const { generation } = entry;
  const why = record.live === generation ? undefined : reasonToDrop(record, entry, rules);
  if (why !== undefined) return [{ generation, grain: null, why }];
  if (entry.state === 'intent') return [];
  return grains
    .filter((grain) => entry.rows[grain] !== undefined)
    .flatMap((grain): readonly Garbage[] => {
      if (!entry.grains.includes(grain)) return [{ generation, grain, why: 'marked' }];
      return rules.isExpired(entry, grain) ? [{ generation, grain, why: 'expired' }] : [];
    });
}

function reasonToDrop(
  record: PeriodRecord,
  entry: GenerationEntry,
  rules: GarbageRules,
): GarbageReason | undefined {
  if (entry.barrier < record.barrier) return 'barred';
  if (rules.now < mayGoAt(entry, rules.ages)) return undefined;
  return entry.state === 'intent' ? 'orphaned' : 'retired';
}
