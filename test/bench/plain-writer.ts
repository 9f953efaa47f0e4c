/**
 * Rows written as fast as the driver alone can: prepared, unlogged batches of one partition each,
 * many at once.
 */
import type { Client } from 'cassandra-driver';

export type PlainRow = {
  readonly shard: number;
  readonly bytes: number;
  readonly params: unknown[];
};

/** As our own staging has them. */
const batchBytes = 32 * 1024;
const requestsAtOnce = 64;

export async function writeAtOnce(
  client: Client,
  query: string,
  rows: Iterable<PlainRow>,
): Promise<void> {
  const batches = batchesFrom(rows);
  const writeSome = async (): Promise<void> => {
    // One iterator for all: each takes what the others have not.
    for (const batch of batches) {
      const queries = batch.map(({ params }) => ({ query, params }));
      await client.batch(queries, { prepare: true, logged: false });
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, writeSome));
}

function* batchesFrom(rows: Iterable<PlainRow>): Generator<readonly PlainRow[], void, undefined> {
  let batch: PlainRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (bytes >= batchBytes || (batch[0] ?? row).shard !== row.shard) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(row);
    bytes += row.bytes;
  }
  if (batch.length > 0) yield batch;
}
