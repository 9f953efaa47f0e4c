/** What a store shows of a period, in the form in which the oracle gives it. */
import { textFromDay } from '../../src/base/calendar.ts';
import type { PeriodTally } from '../../src/model/ledger.ts';
import type { PeriodKey } from '../../src/model/period.ts';
import { grains, textFromBucket } from '../../src/model/row.ts';
import type { Store } from '../../src/store/store.ts';
import type { ExportedPage, ExportedRow } from './exported.ts';

export type StoredPeriod = {
  readonly rows: () => AsyncIterable<ExportedRow>;
  readonly pages: () => Promise<readonly ExportedPage[]>;
  readonly tally: PeriodTally;
};

/** Throws where nothing is live: a test that compares wants something to compare. */
export async function readStoredPeriod(store: Store, period: PeriodKey): Promise<StoredPeriod> {
  const name = `${period.site} ${textFromDay(period.day)}`;
  const generation = (await store.readPeriod(period))?.live ?? undefined;
  if (generation === undefined) throw new Error(`nothing is live of ${name}`);
  const key = { ...period, generation };
  const manifest = await store.readManifest(key);
  if (manifest === undefined) throw new Error(`${name} has no manifest`);
  return {
    rows: () => rowsOf(store, key),
    pages: () => pagesOf(store, key),
    tally: manifest.tally,
  };
}

type Generation = Parameters<Store['readRows']>[0];

async function* rowsOf(store: Store, key: Generation): AsyncGenerator<ExportedRow> {
  for (const grain of grains) {
    let row: (ExportedRow & { readonly cells: Record<string, number> }) | undefined;
    for await (const { url, bucket, part, keys, cells, values } of store.readRows(key, grain, {})) {
      if (row !== undefined && part === 0) yield row;
      if (row === undefined || part === 0) {
        const text = textFromBucket(grain, bucket);
        row = { type: 'row', site: key.site, url, grain, bucket: text, cells: {} };
      }
      for (const [index, cell] of cells.entries()) row.cells[keys.text(cell)] = values[index] ?? 0;
    }
    if (row !== undefined) yield row;
  }
}

async function pagesOf(store: Store, key: Generation): Promise<readonly ExportedPage[]> {
  const pages: ExportedPage[] = [];
  for await (const page of store.readPages(key)) {
    pages.push({ date: textFromDay(key.day), ...page });
  }
  return pages;
}
