/** A server ends at a given moment of a rebuild, and is started again: the same for every store. */
import type { StoreFaultCase } from './fault-case.ts';
import { struckBy, watchFirst, type FaultedService, type Moment } from './faulted-service.ts';

/** A server that starts on a busy machine takes its time; a person would wait as long. */
const patient = 'timeout=10s&tries=60';

/** @param restart ends the server at once, by SIGKILL, and starts it again with its data. */
export function serverFaults(
  service: FaultedService,
  restart: () => Promise<void>,
): readonly StoreFaultCase[] {
  return [
    killed('the server is killed while periods are listed', 'listing'),
    killed('the server is killed while rows are staged', 'staging'),
    killed('the server is killed while rows are read back', 'reading'),
    killed('the server is killed while a day is published', 'publication'),
  ];

  function killed(fault: string, moment: Moment): StoreFaultCase {
    return {
      fault,
      outcome: 'published',
      async strike() {
        let restarting = Promise.resolve();
        const watch = await watchFirst(service, { moment }, () => {
          restarting = restart();
        });
        const { mend, ...struck } = struckBy(watch, service, patient);
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
