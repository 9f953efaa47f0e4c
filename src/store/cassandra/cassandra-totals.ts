/** Totals of a Cassandra store: small ones among the summaries of a month, others as documents. */
import type { GenerationKey } from '../../model/period.ts';
import {
  readManyBytes,
  removeDocument,
  totalsDocument,
  writeBytes,
} from '../documents-in-chunks.ts';
import type { TotalsTable } from '../totals-selection.ts';
import { totalsFromStored } from '../totals/totals-collector.ts';
import { cassandraDocuments } from './cassandra-documents.ts';
import type { CassandraSession } from './cassandra-session.ts';
import { readSummaries, removeSummary, writeSummary } from './summaries.ts';

export function cassandraTotals(session: CassandraSession): TotalsTable {
  return {
    async *readTotals(keys) {
      const small = await readSummaries(session, keys, 'totals');
      const rest = keys.filter((_, place) => small[place] === undefined);
      const documents = cassandraDocuments(session);
      const large = readManyBytes(documents, rest.map(totalsDocument));
      for (const bytes of small) {
        if (bytes !== undefined) yield totalsFromStored(bytes);
        else {
          const next = await large.next();
          yield totalsFromStored(next.value ?? undefined);
        }
      }
    },
    // Of large ones, the rows of one url are read in fewer bytes.
    async *openTotals(keys) {
      const small = await readSummaries(session, keys, 'totals');
      for (const bytes of small) yield totalsFromStored(bytes);
    },
  };
}

export async function writeTotals(
  session: CassandraSession,
  key: GenerationKey,
  bytes: Buffer,
): Promise<void> {
  if (await writeSummary(session, key, 'totals', bytes)) return;
  await writeBytes(cassandraDocuments(session), totalsDocument(key), bytes);
}

export async function removeTotals(session: CassandraSession, key: GenerationKey): Promise<void> {
  await removeSummary(session, key, 'totals');
  await removeDocument(cassandraDocuments(session), totalsDocument(key));
}
