/**
 * Erased visitors: an exclusion that a site record keeps as keyed hashes. The key stays with the
 * operator, so that a store alone names nobody; without it the site cannot be derived.
 */
import { keyedHash } from '../base/keyed-hash.ts';
import type { PeriodTally } from './ledger.ts';
import type { Manifest } from './manifest.ts';
import { siteRecordSchema, type Barrier, type SiteRecord } from './site-record.ts';

/** The rule under which ledgers and manifests count the lines of erased visitors. */
export const erasedVisitorRule = 'erased visitor';

/** What decode needs to tell the lines of erased visitors: no text of them. */
export type VisitorErasure = {
  readonly key: Uint8Array;
  /** Keyed hashes, as `erasureHash` makes them. */
  readonly hashes: readonly string[];
};

/** As it stands in the site record. The site is part of it: no two sites share a hash. */
export function erasureHash(
  key: Uint8Array,
  { site, visitor }: { readonly site: string; readonly visitor: string },
): string {
  return keyedHash(key, ['visitor', site, visitor]);
}

/** How a person is shown who was erased: enough to tell two apart, too little to find anyone. */
export function maskedErasure(hash: string): string {
  return `#${hash.slice(0, 8)}`;
}

/** Every visitor that was ever erased from the site, in order. */
export function erasedHashes(record: SiteRecord | undefined): readonly string[] {
  return (record?.barriers ?? []).flatMap(({ visitors = [] }) => visitors);
}

/** True where nothing was erased yet: then any key will do. */
export function isEraseKey(record: SiteRecord | undefined, key: Uint8Array): boolean {
  return record?.eraseKeyCheck === undefined || record.eraseKeyCheck === keyCheckOf(key);
}

function keyCheckOf(key: Uint8Array): string {
  return keyedHash(key, ['recount erasure key check']);
}

export type NewErasure = Omit<Barrier, 'number' | 'kind' | 'visitors'> & {
  readonly site: string;
  readonly key: Uint8Array;
  /** Keyed hashes. */
  readonly hashes: readonly string[];
};

/**
 * The site record with an erasure of those who are not erased yet; undefined where all are. The
 * key must be the right one.
 */
export function addErasure(
  record: SiteRecord | undefined,
  { site, key, hashes, run, at, reason }: NewErasure,
): SiteRecord | undefined {
  const known = new Set(erasedHashes(record));
  const visitors = [...new Set(hashes)].filter((hash) => !known.has(hash)).sort();
  if (visitors.length === 0) return undefined;
  const before = record?.barriers ?? [];
  const number = (before.at(-1)?.number ?? 0) + 1;
  return {
    schema: siteRecordSchema,
    site,
    version: (record?.version ?? 0) + 1,
    barriers: [...before, { number, kind: 'erasure', run, at, reason, visitors }],
    eraseKeyCheck: keyCheckOf(key),
  };
}

/** The least number under which all of these visitors are erased; undefined where one is not. */
export function numberOfErasure(
  record: SiteRecord | undefined,
  hashes: readonly string[],
): number | undefined {
  const numbers = hashes.map((hash) => {
    return record?.barriers.find(({ visitors }) => visitors?.includes(hash))?.number;
  });
  return numbers.includes(undefined) ? undefined : Math.max(...numbers.map((one) => one ?? 0));
}

/** Lines of erased visitors among those of a period. */
export function erasedLines({ excludedByRule }: Pick<PeriodTally, 'excludedByRule'>): number {
  return excludedByRule[erasedVisitorRule] ?? 0;
}

/** What an erasure took out of a period since its stored numbers were made. */
export type ErasureEvidence = {
  /** Lines that the stored numbers still count and a derivation under the erasure does not. */
  readonly lines: number;
  readonly storedBarrier: number;
  readonly barrier: number;
};

/**
 * The evidence that stored numbers differ from derived ones because visitors were erased;
 * undefined where they were not. Whatever else differs has another cause.
 */
export function erasureEvidence(
  stored: Pick<Manifest, 'barrier' | 'tally'>,
  derived: { readonly barrier: number; readonly tally: PeriodTally },
): ErasureEvidence | undefined {
  const lines = erasedLines(derived.tally) - erasedLines(stored.tally);
  if (derived.barrier <= stored.barrier || lines <= 0) return undefined;
  return { lines, storedBarrier: stored.barrier, barrier: derived.barrier };
}
