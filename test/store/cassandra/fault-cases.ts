/** Faults of Cassandra and of the way to it, as a rebuild meets them; the manual has them too. */
import { setTimeout as wait } from 'node:timers/promises';
import { newProxy, type Toxic } from '../../services/toxiproxy.ts';
import { openCqlProxy, type CqlFault, type SeenStatement } from '../../support/cql-proxy.ts';
import type { FaultOutcome, StoreFaultCase, Struck } from '../faults/fault-case.ts';

export type CassandraFaultPlace = {
  /** `host:port` of the server. */
  readonly server: string;
  readonly keyspace: string;
  /** `host:port` of toxiproxy's control. */
  readonly toxiproxy: string;
};

/** What a person would wait for is left out: each answer comes in some milliseconds here. */
const quick = 'timeout=2s&tries=10';

export function placeAt(
  address: string,
  { keyspace }: CassandraFaultPlace,
  parameters = quick,
): string {
  return `cassandra://${address}/${keyspace}?${parameters}`;
}

const momentMs = 700;
const reset: Toxic = { type: 'reset_peer', attributes: { timeout: 0 } };
const silence: Toxic = { type: 'timeout', attributes: { timeout: 0 } };

export function networkFaults(place: CassandraFaultPlace): readonly StoreFaultCase[] {
  const late: Toxic = { type: 'latency', attributes: { latency: 40 } };
  const narrow: Toxic = { type: 'bandwidth', attributes: { rate: 300 }, stream: 'upstream' };
  return [
    whileStaging('connections are reset', { toxic: reset, isLifted: true }),
    whileStaging('connections are reset for good', { toxic: reset }, 'unavailable'),
    always('answers are late', late),
    always('the network is narrow', narrow),
    whileStaging('the network is silent', { toxic: silence, isLifted: true }),
    whileStaging('the network is silent for good', { toxic: silence }, 'unavailable'),
    halfOpen(place),
  ];

  function always(fault: string, toxic: Toxic): StoreFaultCase {
    const strike = async (): Promise<Struck> => {
      const proxy = await newProxy(place.toxiproxy, place.server);
      await proxy.poison(toxic);
      return { place: placeAt(proxy.address, place), mend: () => proxy.remove() };
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
      const broken = await newProxy(place.toxiproxy, place.server);
      const once = onceAt(isStaged);
      let lifting = Promise.resolve();
      const proxy = await openCqlProxy(broken.address, async (seen) => {
        if (!once(seen)) return undefined;
        await broken.poison(toxic);
        if (isLifted) lifting = wait(momentMs).then(() => broken.poison());
        return undefined;
      });
      const { mend, ...struck } = struckBy(proxy, place, { once });
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

export function answerFaults(place: CassandraFaultPlace): readonly StoreFaultCase[] {
  const lost = { isPassed: false, then: 'silence' } as const;
  const unanswered = { isPassed: true, then: 'silence' } as const;
  const timeOut = { isPassed: false, then: 'write_timeout' } as const;
  const madeTimeOut = { isPassed: true, then: 'write_timeout' } as const;
  return [
    at('a write is lost on its way', isStaged, lost),
    at('the answer to a write is lost', isStaged, unanswered),
    at('a write times out and is not made', isStaged, timeOut),
    at('a write times out and is made', isStaged, madeTimeOut),
    at('a connection breaks after a write', isStaged, { isPassed: true, then: 'cut' }),
    at('a publication is lost on its way', isPublication, lost),
    at('the answer to a publication is lost', isPublication, unanswered),
    at('a publication times out and is not made', isPublication, {
      isPassed: false,
      then: 'conditional_write_timeout',
    }),
    at('a publication times out and is made', isPublication, {
      isPassed: true,
      then: 'conditional_write_timeout',
    }),
    at('a connection breaks after a publication', isPublication, { isPassed: true, then: 'cut' }),
    at('the intent is announced and the answer is lost', isIntent, unanswered),
    ...overloads(place),
  ];

  function at(
    fault: string,
    isMeant: (seen: SeenStatement) => boolean,
    answer: CqlFault,
  ): StoreFaultCase {
    return { fault, outcome: 'published', strike: () => answered(place, onceAt(isMeant), answer) };
  }
}

function overloads(place: CassandraFaultPlace): readonly StoreFaultCase[] {
  const overloaded = { isPassed: false, then: 'overloaded' } as const;
  let times = 0;
  const isStruck = (seen: SeenStatement): boolean => isStaged(seen) && (times += 1) % 3 === 1;
  return [
    {
      fault: 'the cluster is overloaded',
      outcome: 'published',
      strike: () => answered(place, isStruck, overloaded),
    },
    {
      fault: 'the cluster is overloaded for good',
      outcome: 'unavailable',
      strike: () => answered(place, isStaged, overloaded),
    },
  ];
}

function halfOpen(place: CassandraFaultPlace): StoreFaultCase {
  const strike = async (): Promise<Struck> => {
    const once = onceAt(isStaged);
    const proxy = await openCqlProxy(place.server, (seen) => {
      if (once(seen)) proxy.freeze();
      return undefined;
    });
    return struckBy(proxy, place, { once });
  };
  return { fault: 'connections are half-open', outcome: 'published', strike };
}

async function answered(
  place: CassandraFaultPlace,
  isMeant: (seen: SeenStatement) => boolean,
  answer: CqlFault,
): Promise<Struck> {
  let isDone = false;
  const proxy = await openCqlProxy(place.server, (seen) => {
    if (!isMeant(seen)) return undefined;
    isDone = true;
    return answer;
  });
  return struckBy(proxy, place, { once: { isDone: () => isDone } });
}

export type Strike = {
  readonly once: { readonly isDone: () => boolean };
  /** Of the place of the store. */
  readonly parameters?: string;
};

/** A proxy as what a run meets; a fault that never came would prove nothing. */
export function struckBy(
  proxy: { readonly address: string; close(): void },
  place: CassandraFaultPlace,
  { once, parameters }: Strike,
): Struck {
  return {
    place: placeAt(proxy.address, place, parameters),
    mend() {
      proxy.close();
      return once.isDone() ? Promise.resolve() : Promise.reject(new Error('the fault never came'));
    },
  };
}

export type Once = ((seen: SeenStatement) => boolean) & { readonly isDone: () => boolean };

/** True for the first that is meant. */
export function onceAt(isMeant: (seen: SeenStatement) => boolean): Once {
  let isDone = false;
  const once = (seen: SeenStatement): boolean => {
    if (isDone || !isMeant(seen)) return false;
    isDone = true;
    return true;
  };
  return Object.assign(once, { isDone: () => isDone });
}

export function isStaged({ query }: SeenStatement): boolean {
  return query.startsWith('INSERT INTO rows');
}

/** Rows of a generation, as they are read back and by readers. */
export function isRead({ query }: SeenStatement): boolean {
  return query.includes('cells FROM rows');
}

export function isListing({ query }: SeenStatement): boolean {
  return query.includes('FROM site_days') || query.includes('FROM periods');
}

function isIntent(seen: SeenStatement): boolean {
  return lastTransition(seen) === 'intent';
}

export function isPublication(seen: SeenStatement): boolean {
  return lastTransition(seen) === 'publish';
}

/** What a changed record says last of itself. */
function lastTransition({ query, body }: SeenStatement): string | undefined {
  if (!query.startsWith('UPDATE periods') && !query.startsWith('INSERT INTO periods')) {
    return undefined;
  }
  return [...body.toString('latin1').matchAll(/"kind":"(\w+)"/g)].pop()?.[1];
}
