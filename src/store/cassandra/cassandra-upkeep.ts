/** What operators need of a Cassandra store: days, sizes, and what its parts look at. */
import type { StoreUpkeep } from '../upkeep.ts';
import { readBlocks } from './block-index.ts';
import { listLeftovers, removeLeftover } from './cassandra-leftovers.ts';
import type { CassandraNames } from './cassandra-names.ts';
import type { CassandraPlace } from './cassandra-place.ts';
import type { CassandraSession } from './cassandra-session.ts';
import { inspectCassandra } from './inspect-cassandra.ts';
import { storageFacts } from './storage-facts.ts';

export type UpkeepOptions = {
  readonly names: CassandraNames;
  readonly place: CassandraPlace;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

export function cassandraUpkeep(
  session: CassandraSession,
  { names, place, now }: UpkeepOptions,
): StoreUpkeep {
  return {
    listDays: (site) => names.listDays(site),
    async generationBytes(key, grain) {
      const blocks = await readBlocks(session, key, grain);
      return blocks.reduce((sum, { bytes }) => sum + bytes, 0);
    },
    listLeftovers: () => listLeftovers(session),
    removeLeftover: (leftover) => removeLeftover(session, leftover),
    inspect: () => inspectCassandra(session, { place, now }),
    facts: () => storageFacts(session, place),
  };
}
