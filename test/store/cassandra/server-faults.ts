/** The Cassandra server ends at a given moment of a rebuild, and is started again. */
import { openCqlProxy, type SeenStatement } from '../../support/cql-proxy.ts';
import type { StoreFaultCase } from '../faults/fault-case.ts';
import {
  isListing,
  isPublication,
  isRead,
  isStaged,
  onceAt,
  struckBy,
  type CassandraFaultPlace,
} from './fault-cases.ts';

export type OwnServer = CassandraFaultPlace & {
  /** Ends the server at once, by SIGKILL, and starts it again with its data. */
  readonly restart: () => Promise<void>;
};

/** A server that starts on a busy machine takes its time; a person would wait as long. */
const patient = 'timeout=10s&tries=60';

export function serverFaults(place: OwnServer): readonly StoreFaultCase[] {
  return [
    killed('the server is killed while periods are listed', isListing),
    killed('the server is killed while rows are staged', isStaged),
    killed('the server is killed while rows are read back', isRead),
    killed('the server is killed while a day is published', isPublication),
  ];

  function killed(fault: string, isMeant: (seen: SeenStatement) => boolean): StoreFaultCase {
    return {
      fault,
      outcome: 'published',
      async strike() {
        const once = onceAt(isMeant);
        let restarting = Promise.resolve();
        const proxy = await openCqlProxy(place.server, (seen) => {
          if (once(seen)) restarting = place.restart();
          return undefined;
        });
        const { mend, ...struck } = struckBy(proxy, place, { once, parameters: patient });
        return {
          ...struck,
          async mend() {
            await restarting;
            await mend();
          },
        };
      },
    };
  }
}
