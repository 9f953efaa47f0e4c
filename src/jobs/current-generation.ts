/** Is what a store shows for a period still what a rebuild would write? */
import { DataError } from '../base/errors.ts';
import type { InputObject, InputSet } from '../model/input-set.ts';
import type { Catalogue, Manifest } from '../model/manifest.ts';
import type { PeriodRecord } from '../model/period-record.ts';
import type { Grain } from '../model/row.ts';
import type { PeriodKey } from '../model/period.ts';
import type { Store } from '../store/store.ts';
import { rangesMeet } from '../archive/key-layout.ts';
import type { PlacedObject } from '../archive/read-window.ts';
import type { PlannedPeriod } from './planned-period.ts';

/** What a store holds of a period: its record, and of the live generation the evidence. */
export type StoredPeriod = {
  readonly record: PeriodRecord | undefined;
  readonly manifest: Manifest | undefined;
  readonly input: InputSet | undefined;
};

/** Evidence that is damaged counts as missing: a rebuild then makes it anew. */
export async function readStoredPeriod(store: Store, key: PeriodKey): Promise<StoredPeriod> {
  const record = await store.readPeriod(key);
  const live = record?.live ?? null;
  if (live === null) return { record, manifest: undefined, input: undefined };
  const manifest = await unlessDamaged(store.readManifest({ ...key, generation: live }));
  const input = manifest && (await unlessDamaged(store.readInputSet(manifest.input)));
  return { record, manifest, input };
}

async function unlessDamaged<Value>(
  reading: Promise<Value | undefined>,
): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

export type Wanted = {
  readonly rules: string;
  readonly catalogue: Catalogue;
  readonly grains: readonly Grain[];
  /** Missing input was accepted by name. */
  readonly isIncompleteAccepted: boolean;
};

/** Everything but the input is as wanted, and nothing was barred since. */
export function isAsWanted(stored: StoredPeriod, wanted: Wanted): boolean {
  return isMadeAsWanted(stored, wanted) && !isBarred(stored);
}

/** What is live was derived before an erasure or another zone. */
export function isBarred({ record }: StoredPeriod): boolean {
  const live = record?.generations.find(({ generation }) => generation === record.live);
  return (live?.barrier ?? 0) < (record?.barrier ?? 0);
}

/** The same, but for barriers: whether they concern what is live only its lines can tell. */
export function isMadeAsWanted({ manifest, record }: StoredPeriod, wanted: Wanted): boolean {
  if (manifest === undefined || record === undefined) return false;
  const live = record.generations.find(({ generation }) => generation === record.live);
  return (
    manifest.rules === wanted.rules &&
    isSameCatalogue(manifest.catalogue, wanted.catalogue) &&
    wanted.grains.every((grain) => live?.grains.includes(grain)) &&
    (manifest.complete || wanted.isIncompleteAccepted) &&
    !manifest.provisional
  );
}

/** Keys of recorded objects that the window ought to hold and the listing has no more. */
export function vanishedObjects(
  input: InputSet | undefined,
  { window, objects }: Pick<PlannedPeriod, 'window' | 'objects'>,
): readonly string[] {
  const listed = new Set(objects.map(({ key }) => key));
  return (input?.objects ?? [])
    .filter(({ key, range }) => rangesMeet(range, window) && !listed.has(key))
    .map(({ key }) => key);
}

/** The listing alone says that nothing changed: same keys, sizes and identities. */
export function isUnchanged(
  input: InputSet | undefined,
  objects: readonly PlacedObject[],
): boolean {
  if (input?.objects.length !== objects.length) return false;
  const recorded = new Map<string, InputObject>(input.objects.map((o) => [o.key, o]));
  return objects.every(({ key, bytes, identity }) => {
    const known = recorded.get(key);
    return known?.bytes === bytes && known.identity === identity;
  });
}

function isSameCatalogue(a: Catalogue, b: Catalogue): boolean {
  const names = ({ metrics, segments, breakdowns }: Catalogue): string =>
    JSON.stringify([metrics, segments, breakdowns]);
  return names(a) === names(b);
}
