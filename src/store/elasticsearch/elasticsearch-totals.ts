/** Totals of an Elasticsearch store: documents, which no search sees. */
import { readManyBytes, totalsDocument, type DocumentTable } from '../documents-in-chunks.ts';
import type { TotalsTable } from '../totals-selection.ts';
import { totalsFromStored } from '../totals/totals-collector.ts';

export function elasticsearchTotals(documents: DocumentTable): TotalsTable {
  return {
    async *readTotals(keys) {
      for await (const bytes of readManyBytes(documents, keys.map(totalsDocument))) {
        yield totalsFromStored(bytes);
      }
    },
    // The cluster finds the rows of a url by itself, and adds them up.
    async *openTotals(keys) {
      yield* keys.map(() => undefined);
    },
  };
}
