/** The main numbers of a generation, live or kept. */
import { DataError } from '../base/errors.ts';
import { textFromPeriod, type PeriodKey } from '../model/period.ts';
import type { Store } from '../store/store.ts';
import { MainNumbersReader, type MainNumbers } from './main-numbers.ts';

/** `numbers` is null where no generation was named: nothing is shown, which is not zero. */
export type GenerationNumbers =
  | { readonly kind: 'read'; readonly numbers: MainNumbers | null }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Reads the site rows. A generation that is dropped meanwhile is `unreadable`, never empty. */
export async function numbersOfGeneration(
  store: Store,
  period: PeriodKey,
  generation: string | null,
): Promise<GenerationNumbers> {
  if (generation === null) return { kind: 'read', numbers: null };
  const { site, day } = period;
  const key = { site, day, generation };
  try {
    const manifest = await store.readManifest(key);
    if (manifest === undefined) return unreadable(period, generation, 'its manifest is missing');
    const reader = new MainNumbersReader(manifest.catalogue.metrics);
    let parts = 0;
    for await (const part of store.readRows(key, '1d', { url: null })) {
      reader.add(part);
      parts += 1;
    }
    const record = await store.readPeriod(period);
    const isKept = record?.generations.some((entry) => entry.generation === generation);
    if (isKept !== true) return unreadable(period, generation, 'it was removed meanwhile');
    // A day that has any row has a site row.
    if (parts === 0 && (manifest.rows['1d']?.parts ?? 0) > 0) {
      return unreadable(period, generation, 'its rows are missing');
    }
    return { kind: 'read', numbers: reader.numbers() };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { kind: 'unreadable', message: error.message };
  }
}

function unreadable(period: PeriodKey, generation: string, what: string): GenerationNumbers {
  const message = `${textFromPeriod(period)}, generation ${generation}: ${what}`;
  return { kind: 'unreadable', message };
}
