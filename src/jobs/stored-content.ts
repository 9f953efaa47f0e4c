/** What is stored of a generation, read whole: counts and checksums, and its own invariants. */
import { messageOfDamage } from '../base/errors.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { checkStored } from '../compare/check-stored.ts';
import type { Metric } from '../model/catalogue.ts';
import type { Content } from '../model/checksum.ts';
import { grains, type Grain } from '../model/row.ts';
import {
  readPageContent,
  readRowContent,
  type GenerationContent,
} from '../store/publish-generation.ts';
import type { Store } from '../store/store.ts';
import type { PeriodAudit } from './audit-types.ts';
import type { LivePeriod } from './audited-store.ts';
import { recordedShape } from './recorded-shape.ts';

export type StoredContent = {
  readonly rows: Partial<Record<Grain, Content>>;
  pages: Content | null;
  /** What of it cannot be read, in words. */
  readonly damages: string[];
};

/** The rows that both sides ought to have: retention took the others away. */
export function comparedGrains(
  { entry }: Pick<LivePeriod, 'entry'>,
  derived: readonly Grain[],
): readonly Grain[] {
  return grains.filter((grain) => derived.includes(grain) && entry.grains.includes(grain));
}

/** Reads all rows and pages of a generation for their counts and checksums. */
export async function readStoredContent(
  store: Store,
  { key }: Pick<LivePeriod, 'key'>,
  wanted: readonly Grain[],
): Promise<StoredContent> {
  const found: StoredContent = { rows: {}, pages: null, damages: [] };
  for (const grain of wanted) {
    try {
      found.rows[grain] = await readRowContent(store, key, grain);
    } catch (error) {
      found.damages.push(messageOfDamage(error));
    }
  }
  try {
    found.pages = await readPageContent(store, key);
  } catch (error) {
    found.damages.push(messageOfDamage(error));
  }
  return found;
}

export function isSameContent(
  a: Content | null | undefined,
  b: Content | null | undefined,
): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

/** @param derived undefined where nothing was derived. */
export function contentAudit(
  { manifest }: Pick<LivePeriod, 'manifest'>,
  derived: GenerationContent | undefined,
  stored: StoredContent,
): PeriodAudit['content'] {
  const ofRows = grains
    .filter((grain) => (manifest.rows[grain] ?? derived?.rows[grain]) !== undefined)
    .map((grain) => [
      grain,
      {
        expected: manifest.rows[grain] ?? null,
        stored: stored.rows[grain] ?? null,
        derived: derived?.rows[grain] ?? null,
      },
    ]);
  const { pages } = stored;
  const ofPages = { expected: manifest.pages, stored: pages, derived: derived?.pages ?? null };
  return Object.fromEntries([...ofRows, ['pages', ofPages]]) as PeriodAudit['content'];
}

/** Rows that only one side ought to have, in words. */
export function grainsLeftOut(
  { entry }: Pick<LivePeriod, 'entry'>,
  derived: readonly Grain[],
): readonly string[] {
  return grains.flatMap((grain) => {
    if (derived.includes(grain) === entry.grains.includes(grain)) return [];
    return derived.includes(grain)
      ? [`the store keeps no ${grain} rows of this day`]
      : [`the ${grain} rows are past their retention`];
  });
}

export type CheckedRows = Pick<PeriodAudit, 'faults' | 'faultCount' | 'leftOut'>;

/** The invariants of what is live. @throws DataError where rows cannot be read in their order. */
export async function checkRows(
  store: Store,
  { key, manifest, rules }: LivePeriod,
  { metrics, stored }: { metrics: readonly Metric[]; stored: readonly Grain[] },
): Promise<CheckedRows> {
  const shape = recordedShape(manifest, rules, metrics);
  if (shape === undefined) {
    const leftOut = ['its invariants: its catalogue or rules are not known here any more'];
    return { faults: [], faultCount: 0, leftOut };
  }
  const rows = {
    days: store.readRows(key, '1d', {}),
    buckets: stored.includes('5m') ? store.readRows(key, '5m', {}) : undefined,
  };
  const { tally } = manifest;
  return { ...(await checkStored(rows, { day: key.day, shape, tally })), leftOut: [] };
}
