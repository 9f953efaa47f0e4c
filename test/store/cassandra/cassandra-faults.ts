/** The store in Cassandra as the tests of faults have it: a keyspace of a server, and all cases. */
import { openCqlProxy, type CqlFault, type SeenStatement } from '../../support/cql-proxy.ts';
import { answerFaults, type AnswerName } from '../faults/answer-faults.ts';
import type { FaultedStore, StoreFaultCase } from '../faults/fault-case.ts';
import { momentOfChange } from '../faults/faulted-service.ts';
import type { FaultedService, Moment } from '../faults/faulted-service.ts';
import { networkFaults } from '../faults/network-faults.ts';
import { runFaults } from '../faults/run-faults.ts';
import { serverFaults } from '../faults/server-faults.ts';
import { runCql } from './cassandra-test-store.ts';

export type CassandraFaultPlace = {
  /** `host:port` of the server. */
  readonly server: string;
  readonly keyspace: string;
  /** `host:port` of toxiproxy's control; left out where no network is at fault. */
  readonly toxiproxy?: string;
};

/** Each answer comes in some milliseconds here. */
const quick = 'timeout=2s&tries=10';

export function faultedStore({ server, keyspace }: CassandraFaultPlace): FaultedStore {
  return {
    place: `cassandra://${server}/${keyspace}`,
    initFlags: ['--replication', '1'],
    environment: {},
    remove: () => runCql(server, `DROP KEYSPACE ${keyspace}`),
  };
}

export function serviceAt(place: CassandraFaultPlace): FaultedService<CqlFault> {
  return {
    // A server that is restarted may be at another address.
    get server() {
      return place.server;
    },
    toxiproxy: place.toxiproxy ?? '',
    placeAt: (address, parameters = quick) =>
      `cassandra://${address}/${place.keyspace}?${parameters}`,
    openWatch: (upstream, choose) => openCqlProxy(upstream, (seen) => choose(momentOf(seen))),
  };
}

const answers: Readonly<Record<AnswerName, CqlFault>> = {
  lost: { isPassed: false, then: 'silence' },
  unanswered: { isPassed: true, then: 'silence' },
  timed_out: { isPassed: false, then: 'write_timeout' },
  made_and_timed_out: { isPassed: true, then: 'write_timeout' },
  change_timed_out: { isPassed: false, then: 'conditional_write_timeout' },
  change_made_and_timed_out: { isPassed: true, then: 'conditional_write_timeout' },
  cut: { isPassed: true, then: 'cut' },
  overloaded: { isPassed: false, then: 'overloaded' },
};

/** The way to the server at fault, or an answer of it. */
export function networkFaultsAt(place: CassandraFaultPlace): readonly StoreFaultCase[] {
  const service = serviceAt(place);
  return [...networkFaults(service), ...answerFaults(service, answers)];
}

export function runFaultsAt(place: CassandraFaultPlace): readonly StoreFaultCase[] {
  return runFaults({ store: faultedStore(place), service: serviceAt(place) });
}

/** All that stand in the manual, in its order; only their names are of use. */
export function allFaults(): readonly StoreFaultCase[] {
  const nowhere = { server: '', keyspace: '' };
  return [
    ...networkFaultsAt(nowhere),
    ...serverFaults(serviceAt(nowhere), () => Promise.resolve()),
    ...runFaultsAt(nowhere),
  ];
}

export function momentOf(seen: SeenStatement): Moment | undefined {
  const { query } = seen;
  if (query.startsWith('INSERT INTO rows')) return 'staging';
  // Rows of a generation, as they are read back and by readers.
  if (query.includes('cells FROM rows')) return 'reading';
  if (query.includes('FROM site_days') || query.includes('FROM periods')) return 'listing';
  if (!query.startsWith('UPDATE periods') && !query.startsWith('INSERT INTO periods')) {
    return undefined;
  }
  return momentOfChange(seen.body.toString('latin1'));
}
