/** How many copies a cluster keeps of a store and of its users, and whether it can. */
import type { StorageFault } from '../upkeep.ts';
import type { CassandraPlace } from './cassandra-place.ts';
import type { CassandraSession } from './cassandra-session.ts';
import { readReplication, type Replication } from './read-storage.ts';

type Faults = AsyncGenerator<StorageFault, void, undefined>;
type Inspected = { readonly place: CassandraPlace };

/** With three, one node may be away and a majority still answers. */
const wantedCopies = 3;

export async function* lookAtCopies(session: CassandraSession, { place }: Inspected): Faults {
  const replication = await readReplication(session, place.keyspace);
  const { isSimple, leastCopies, text } = replication;
  const alter = `ALTER KEYSPACE ${place.keyspace} WITH replication = …, then nodetool repair -full`;
  const tooFew = tooFewNodes(session, replication);
  if (tooFew !== undefined) {
    const message = `copies of the keyspace: ${text}; and ${tooFew}: work will fail`;
    yield { level: 'fault', message, remedy: `add nodes, or ${alter}` };
  } else if (leastCopies < wantedCopies) {
    const message = `copies of the keyspace: ${text || 'none'}; a node that is away stops all work`;
    yield { level: 'notice', message, remedy: `for production, keep three: ${alter}` };
  }
  if (isSimple) {
    const message = 'the keyspace uses SimpleStrategy, which knows no racks and data centres';
    yield { level: 'notice', message, remedy: alter };
  }
  if (place.consistency.endsWith('ONE') && leastCopies > 1) {
    const message = `rows are written and read at ${place.consistency}: they may read back old`;
    yield { level: 'notice', message, remedy: 'leave consistency out of the place: LOCAL_QUORUM' };
  }
}

/** `there is 1 node in dc2`, where that is fewer than copies are wanted there. */
function tooFewNodes(
  { client }: CassandraSession,
  { copies, isSimple }: Replication,
): string | undefined {
  const hosts = client.hosts.values();
  for (const [datacenter, wanted] of copies) {
    const own = isSimple ? hosts : hosts.filter((host) => host.datacenter === datacenter);
    if (wanted <= own.length) continue;
    const where = copies.size > 1 ? ` in ${datacenter}` : '';
    return own.length === 1 ? `there is 1 node${where}` : `there are ${own.length} nodes${where}`;
  }
  return undefined;
}

export async function* lookAtUsers(session: CassandraSession): Faults {
  const nodes = session.client.hosts.length;
  if (!session.hasUser || nodes < 2) return;
  const { leastCopies, text } = await readReplication(session, 'system_auth');
  if (leastCopies >= Math.min(nodes, wantedCopies)) return;
  yield {
    level: 'notice',
    message: `copies of the users (system_auth): ${text}; a node that is away locks everybody out`,
    remedy: 'ALTER KEYSPACE system_auth WITH replication = …, then nodetool repair -full',
  };
}
