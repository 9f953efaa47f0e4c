/** Faults of the way to a service: the same for every store. */
import { setTimeout as wait } from 'node:timers/promises';
import { newProxy, type Toxic } from '../../services/toxiproxy.ts';
import type { FaultOutcome, StoreFaultCase, Struck } from './fault-case.ts';
import { struckBy, watchFirst, type FaultedService } from './faulted-service.ts';

const momentMs = 700;

/** Nothing is lost where it is only slow. */
const patient = 'timeout=30s';

const reset: Toxic = { type: 'reset_peer', attributes: { timeout: 0 } };
const silence: Toxic = { type: 'timeout', attributes: { timeout: 0 } };

export function networkFaults(service: FaultedService): readonly StoreFaultCase[] {
  const late: Toxic = { type: 'latency', attributes: { latency: 40 } };
  const narrow: Toxic = { type: 'bandwidth', attributes: { rate: 300 }, stream: 'upstream' };
  return [
    whileStaging('connections are reset', { toxic: reset, isLifted: true }),
    whileStaging('connections are reset for good', { toxic: reset }, 'unavailable'),
    always('answers are late', late),
    always('the network is narrow', narrow),
    whileStaging('the network is silent', { toxic: silence, isLifted: true }),
    whileStaging('the network is silent for good', { toxic: silence }, 'unavailable'),
    halfOpen(service),
  ];

  function always(fault: string, toxic: Toxic): StoreFaultCase {
    const strike = async (): Promise<Struck> => {
      const proxy = await newProxy(service.toxiproxy, service.server);
      await proxy.poison(toxic);
      return { place: service.placeAt(proxy.address, patient), mend: () => proxy.remove() };
    };
    return { fault, outcome: 'published', strike };
  }

  /** Two proxies in a row: the first sees what is asked, the second breaks the network. */
  function whileStaging(
    fault: string,
    { toxic, isLifted = false }: { readonly toxic: Toxic; readonly isLifted?: boolean },
    outcome: FaultOutcome = 'published',
  ): StoreFaultCase {
    const strike = async (): Promise<Struck> => {
      const broken = await newProxy(service.toxiproxy, service.server);
      let lifting = Promise.resolve();
      const at = { moment: 'staging', upstream: broken.address } as const;
      const watch = await watchFirst(service, at, async () => {
        await broken.poison(toxic);
        if (isLifted) lifting = wait(momentMs).then(() => broken.poison());
      });
      const { mend, ...struck } = struckBy(watch, service);
      return {
        ...struck,
        async mend() {
          await lifting;
          await mend();
          await broken.remove();
        },
      };
    };
    return { fault, outcome, strike };
  }
}

function halfOpen(service: FaultedService): StoreFaultCase {
  const strike = async (): Promise<Struck> => {
    const watch = await watchFirst(service, { moment: 'staging' }, (one) => one.freeze());
    return struckBy(watch, service);
  };
  return { fault: 'connections are half-open', outcome: 'published', strike };
}
