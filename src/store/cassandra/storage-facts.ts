/** How a store keeps its rows, as `store status` shows it: copies, consistency, partitions. */
import type { StorageFact } from '../upkeep.ts';
import { shardBytesMax } from './block-writer.ts';
import { consistencyText, type CassandraPlace } from './cassandra-place.ts';
import type { CassandraSession } from './cassandra-session.ts';
import { readLargestPartition, readReplication } from './read-storage.ts';

export async function storageFacts(
  session: CassandraSession,
  place: CassandraPlace,
): Promise<readonly StorageFact[]> {
  const { text } = await readReplication(session, place.keyspace);
  const largest = await readLargestPartition(session);
  const size = largest === undefined ? 'none yet' : `the largest holds ${mebibytes(largest.bytes)}`;
  return [
    { name: 'copies', text },
    { name: 'consistency', text: consistencyText(place) },
    {
      name: 'partitions',
      text: `a new one is begun at ${mebibytes(shardBytesMax)} of rows; ${size}`,
    },
  ];
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
