/** What must hold of a store whatever happened to it, and of what a reader was shown. */
import { expect } from 'vitest';
import type { ExportItem } from '../../src/jobs/read-live-period.ts';
import { readLivePeriod } from '../../src/jobs/read-live-period.ts';
import type { PeriodSelection } from '../../src/jobs/read-live-period.ts';
import { ConflictError } from '../../src/base/errors.ts';
import { verifyGeneration } from '../../src/store/publish-generation.ts';
import type { Store } from '../../src/store/store.ts';
import type { Ended } from './explore-interleavings.ts';
import { memoryStore } from './memory-store.ts';
import type { MemoryData } from './memory-store.ts';
import { period } from './small-periods.ts';

/** What is live is there and whole; nothing is both kept and dropped; nothing is stored unknown. */
export async function expectSound(data: MemoryData): Promise<void> {
  const store = memoryStore(data);
  for (const record of data.periods.values()) {
    const kept = record.generations.map(({ generation }) => generation);
    expect(kept.filter((generation) => record.dropped.includes(generation))).toEqual([]);
    const known = [...kept, ...record.dropped];
    expect(known).toEqual(expect.arrayContaining([...(await store.listGenerations(record))]));
    const live = record.generations.find(({ generation }) => generation === record.live);
    if (record.live === null) continue;
    expect(live).toMatchObject({ state: 'kept', retiredAt: null });
    const key = { site: record.site, day: record.day, generation: record.live };
    const manifest = await store.readManifest(key);
    if (manifest === undefined || live === undefined) throw new Error('the live manifest is gone');
    const present = live.grains.map((grain) => [grain, manifest.rows[grain]]);
    const rows = Object.fromEntries(present) as typeof manifest.rows;
    // Reads everything but the grains that were expired.
    await verifyGeneration({ ...store, readManifest: async () => ({ ...manifest, rows }) }, key, {
      ...manifest,
      rows,
    });
  }
}

/** What a reader was shown before it ended. */
export type Shown = { readonly views: readonly number[]; readonly ended: string };

/** Reads the period as `export` does, to its end or its error. */
export async function readShown(
  store: Store,
  selection: Partial<PeriodSelection> = {},
): Promise<Shown> {
  const all: PeriodSelection = { content: 'rows', grain: 'stored', url: undefined, ...selection };
  const views: number[] = [];
  let ended = 'nothing said';
  try {
    const { signal } = new AbortController();
    for await (const item of readLivePeriod(store, period, all, signal)) {
      views.push(...viewsOf(item));
      if (item.kind === 'whole') ended = `whole ${item.generation}`;
      if (item.kind === 'absent') ended = item.reason;
    }
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    ended = 'told that it was removed';
  }
  return { views, ended };
}

function viewsOf(item: ExportItem): readonly number[] {
  if (item.kind === 'page') return [item.page.seenAt];
  return item.kind === 'part' ? [item.part.values[0] ?? NaN] : [];
}

export function valueOf<T>(ended: Ended<T>): T {
  if (ended.kind === 'returned') return ended.value;
  throw ended.error;
}
