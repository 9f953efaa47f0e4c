/** The store in Cassandra as the tests of faults have it: a keyspace of a server, and all cases. */
import { openCqlProxy } from '../../support/cql-proxy.ts';
import type { FaultedStore, StoreFaultCase } from '../faults/fault-case.ts';
import { runFaults, type RunFaultsOptions } from '../faults/run-faults.ts';
import { runCql } from './cassandra-test-store.ts';
import {
  answerFaults,
  isPublication,
  isStaged,
  networkFaults,
  onceAt,
  placeAt,
  type CassandraFaultPlace,
} from './fault-cases.ts';
import { serverFaults } from './server-faults.ts';

export function faultedStore({ server, keyspace }: CassandraFaultPlace): FaultedStore {
  return {
    place: `cassandra://${server}/${keyspace}`,
    initFlags: ['--replication', '1'],
    environment: {},
    remove: () => runCql(server, `DROP KEYSPACE ${keyspace}`),
  };
}

export function runFaultsOfCassandra(place: CassandraFaultPlace): readonly StoreFaultCase[] {
  const holdAt: RunFaultsOptions['holdAt'] = async (moment, work) => {
    const once = onceAt(moment === 'staged' ? isStaged : isPublication);
    const proxy = await openCqlProxy(place.server, async (seen) => {
      if (once(seen)) await work();
      return undefined;
    });
    // Held for as long as other runs take.
    return { place: placeAt(proxy.address, place, 'timeout=300s'), close: () => proxy.close() };
  };
  return runFaults({ store: faultedStore(place), holdAt });
}

/** All that stand in the manual, in its order; only their names are of use. */
export function allFaults(): readonly StoreFaultCase[] {
  const nowhere = { server: '', toxiproxy: '', keyspace: '' };
  return [
    ...networkFaults(nowhere),
    ...answerFaults(nowhere),
    ...serverFaults({ ...nowhere, restart: () => Promise.resolve() }),
    ...runFaultsOfCassandra(nowhere),
  ];
}
