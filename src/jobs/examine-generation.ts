/** Whether a generation that a record keeps is there, whole, and what its manifest says. */
import { textFromDay } from '../base/calendar.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { messageOfDamage } from '../base/errors.ts';
import type { Manifest } from '../model/manifest.ts';
import type { GenerationKey, PeriodKey } from '../model/period.ts';
import { textFromPeriod } from '../model/period.ts';
import type { GenerationEntry, PeriodRecord } from '../model/period-record.ts';
import { verifyContent } from '../store/publish-generation.ts';
import type { Store } from '../store/store.ts';
import { rebuildCommand } from '../model/store-finding.ts';
import type { FindingKind, StoreFinding } from '../model/store-finding.ts';

export type Examined = {
  readonly key: GenerationKey;
  readonly entry: GenerationEntry;
  readonly isLive: boolean;
};

/** Generations of a record that rows are promised of. */
export function generationsToExamine(record: PeriodRecord): readonly Examined[] {
  const { site, day, live } = record;
  return record.generations
    .filter(({ state }) => state === 'kept')
    .map((entry) => {
      const key = { site, day, generation: entry.generation };
      return { key, entry, isLive: entry.generation === live };
    });
}

/**
 * Everything but the rows themselves, which `examineRows` reads. The manifest is handed to
 * `onManifest` for what it names elsewhere.
 */
export async function* examineManifest(
  store: Store,
  examined: Examined,
  onManifest: (manifest: Manifest) => void,
): AsyncGenerator<StoreFinding, void, undefined> {
  const { key, entry } = examined;
  let manifest: Manifest | undefined;
  try {
    manifest = await store.readManifest(key);
  } catch (error) {
    yield damaged(examined, 'manifest', messageOfDamage(error));
    return;
  }
  if (manifest === undefined) {
    yield damaged(examined, 'manifest', `${nameOf(key)}: its manifest is missing`);
    return;
  }
  const differing = contradictionsOf(manifest, key, entry);
  if (differing.length > 0) {
    const what = `its manifest contradicts the record: ${differing.join(', ')}`;
    yield damaged(examined, 'manifest', `${nameOf(key)}: ${what}`);
  }
  onManifest(manifest);
  yield* examinePresence(store, examined);
}

/** Reads all rows and pages of the generation and compares them with what was written. */
export async function* examineRows(
  store: Store,
  examined: Examined,
): AsyncGenerator<StoreFinding, void, undefined> {
  const { key, entry } = examined;
  const present = entry.grains.map((grain) => [grain, entry.rows[grain]]);
  const rows = Object.fromEntries(present) as GenerationEntry['rows'];
  if (entry.pages === null) return;
  try {
    await verifyContent(store, key, { rows, pages: entry.pages });
  } catch (error) {
    yield damaged(examined, 'rows', messageOfDamage(error));
    return;
  }
  if (entry.grains.includes('1d')) yield* examineTotals(store, examined);
}

/** Queries believe them; where there are none they read the rows. */
async function* examineTotals(
  store: Store,
  examined: Examined,
): AsyncGenerator<StoreFinding, void, undefined> {
  const { key } = examined;
  const found = await store.totals?.compare(key, store.readRows(key, '1d', {}));
  if (found !== 'other') return;
  yield damaged(
    examined,
    'rows',
    `${nameOf(key)}: the totals of its urls are not those of its rows`,
  );
}

async function* examinePresence(
  store: Store,
  examined: Examined,
): AsyncGenerator<StoreFinding, void, undefined> {
  const { key, entry } = examined;
  for (const grain of entry.grains) {
    const parts = entry.rows[grain]?.parts ?? 0;
    if (parts === 0 || store.upkeep === undefined) continue;
    if ((await store.upkeep.generationBytes(key, grain)) > 0) continue;
    yield damaged(examined, 'rows', `${nameOf(key)}: its ${grain} rows are missing`);
  }
}

/** Names of what the manifest says otherwise than key and record. */
export function contradictionsOf(
  manifest: Manifest,
  { site, day, generation }: GenerationKey,
  { run, barrier: liftedTo, rows, pages }: GenerationEntry,
): readonly string[] {
  // A generation may have been lifted since.
  const barrier = Math.min(manifest.barrier, liftedTo);
  const expected = { site, date: textFromDay(day), generation, run, barrier, rows, pages };
  return Object.entries(expected)
    .filter(([name, value]) => {
      const found = (manifest as unknown as Record<string, unknown>)[name];
      return canonicalJson(found) !== canonicalJson(value);
    })
    .map(([name]) => name);
}

/** What is only kept harms no reader; it can just not be gone back to. */
function damaged({ key, isLive }: Examined, kind: FindingKind, message: string): StoreFinding {
  const { site, day, generation } = key;
  const found = { kind, period: { site, day }, generation, message };
  if (isLive) {
    const remedy = `restore it from a backup, or: ${rebuildCommand(key)}`;
    return { ...found, level: 'fault', remedy };
  }
  const remedy = 'it is not live: nothing is to be done, but no undo can go back to it';
  return { ...found, level: 'notice', remedy };
}

function nameOf(key: GenerationKey): string {
  return `${textFromPeriod(key satisfies PeriodKey)}, generation ${key.generation}`;
}
