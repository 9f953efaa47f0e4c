/** Faults of S3 and of the way to it, as a rebuild meets them; the manual has the same table. */
import { setTimeout as wait } from 'node:timers/promises';
import { newProxy, type Toxic } from '../services/toxiproxy.ts';
import { openFaultProxy, s3ErrorBody, type FaultChoice } from '../support/fault-proxy.ts';
import type { TestBucket } from '../support/s3-bucket.ts';

export type FaultPlace = {
  readonly bucket: TestBucket;
  /** `host:port` of the server. */
  readonly server: string;
  /** `host:port` of toxiproxy's control. */
  readonly toxiproxy: string;
  /** An object that every period of the test reads. */
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Its lines, compressed otherwise: another etag. */
  readonly otherBytes: Uint8Array;
  /** Ends the server at once, and starts it again over the same data a moment later. */
  readonly restart: () => Promise<void>;
};

export type Struck = {
  /** Where the archive is to be reached meanwhile. */
  readonly address: string;
  /** Called with the number of objects that were read so far. */
  readonly onObject?: (count: number) => void;
  /** Makes everything as it was. */
  readonly mend: () => Promise<void>;
};

export type FaultCase = {
  /** As the manual has it. */
  readonly fault: string;
  /** What becomes of the periods; a run after mending publishes those that were not. */
  readonly outcome: 'published' | 'refused' | 'unavailable';
  readonly strike: (place: FaultPlace) => Promise<Struck>;
};

const momentMs = 700;
const reset: Toxic = { type: 'reset_peer', attributes: { timeout: 0 } };
const silence: Toxic = { type: 'timeout', attributes: { timeout: 0 } };

export const faultCases: readonly FaultCase[] = [
  network('connections are reset', { toxic: reset, isLifted: true }),
  network('connections are reset for good', { toxic: reset }, 'unavailable'),
  network('answers are late', { toxic: { type: 'latency', attributes: { latency: 15 } } }),
  network('the network is narrow', { toxic: { type: 'bandwidth', attributes: { rate: 500 } } }),
  network('connections are half-open', { toxic: silence, isLifted: true }),
  network('connections are half-open for good', { toxic: silence }, 'unavailable'),
  network('bodies are cut', { toxic: { type: 'limit_data', attributes: { bytes: 30_000 } } }),
  {
    fault: 'the network is gone while objects are read',
    outcome: 'published',
    async strike({ server, toxiproxy }) {
      const proxy = await newProxy(toxiproxy, server);
      const blink = async (): Promise<void> => {
        await proxy.turn('off');
        await wait(momentMs);
        await proxy.turn('on');
      };
      let blinking: Promise<void> | undefined;
      return {
        address: proxy.address,
        onObject: (count) => {
          if (count === 20) blinking = blink();
        },
        async mend() {
          await blinking;
          await proxy.remove();
        },
      };
    },
  },
  {
    fault: 'the server is killed while it lists',
    outcome: 'published',
    strike: ({ server, restart }) => atRequest(server, ({ isListing }) => isListing, restart),
  },
  {
    fault: 'the server is killed while it is read from',
    outcome: 'published',
    strike: ({ server, restart, key }) => atRequest(server, ofKey(key), restart),
  },
  http('a storm of 503 SlowDown', (times) => {
    const isStorm = times <= 6 || (times > 40 && times <= 46);
    return isStorm ? { kind: 'answer', status: 503, body: s3ErrorBody('SlowDown') } : undefined;
  }),
  http('every third answer is 500', (times) => {
    const isThird = times % 3 === 0;
    return isThird
      ? { kind: 'answer', status: 500, body: s3ErrorBody('InternalError') }
      : undefined;
  }),
  http('bodies stand still', (times, { isListing, range }) => {
    const isStruck = !isListing && range === undefined && times % 7 === 0;
    return isStruck ? { kind: 'stall', afterBytes: 1000 } : undefined;
  }),
  http('listings are garbage', (times) => {
    return times <= 3 ? { kind: 'answer', status: 200, body: '<html>welcome</html>' } : undefined;
  }),
  http(
    'listings are garbage for good',
    (_times, { isListing }) => {
      return isListing ? { kind: 'answer', status: 200, body: '<html>welcome</html>' } : undefined;
    },
    'unavailable',
  ),
  {
    fault: 'an object is replaced after it was listed',
    outcome: 'refused',
    strike: ({ server, bucket, key, otherBytes }) =>
      atRequest(server, ofKey(key), () => bucket.put(key, otherBytes)),
  },
  {
    fault: 'an object is replaced while it is read',
    outcome: 'refused',
    async strike({ server, bucket, key, otherBytes }) {
      const proxy = await openFaultProxy(server, async (seen) => {
        if (!ofKey(key)(seen)) return undefined;
        if (seen.range === undefined) return { kind: 'cut', afterBytes: 500 };
        await bucket.put(key, otherBytes);
        return undefined;
      });
      return { address: proxy.address, mend: () => Promise.resolve(proxy.close()) };
    },
  },
  {
    fault: 'an object is deleted after it was listed',
    outcome: 'refused',
    async strike({ server, bucket, key, bytes }) {
      const struck = await atRequest(server, ofKey(key), () => bucket.remove(key));
      const mend = async (): Promise<void> => {
        await struck.mend();
        await bucket.put(key, bytes);
      };
      return { ...struck, mend };
    },
  },
  {
    fault: 'access to an object is denied',
    outcome: 'refused',
    async strike({ server, key }) {
      const body = s3ErrorBody('AccessDenied');
      const proxy = await openFaultProxy(server, (seen) =>
        ofKey(key)(seen) ? { kind: 'answer', status: 403, body } : undefined,
      );
      return { address: proxy.address, mend: () => Promise.resolve(proxy.close()) };
    },
  },
];

type Seen = Parameters<FaultChoice>[0];

function ofKey(key: string): (seen: Seen) => boolean {
  return ({ url, isListing }) => !isListing && url.includes(key);
}

function network(
  fault: string,
  { toxic, isLifted = false }: { readonly toxic: Toxic; readonly isLifted?: boolean },
  outcome: FaultCase['outcome'] = 'published',
): FaultCase {
  return {
    fault,
    outcome,
    async strike({ server, toxiproxy }) {
      const proxy = await newProxy(toxiproxy, server);
      await proxy.poison(toxic);
      const lifting = isLifted ? wait(momentMs).then(() => proxy.poison()) : Promise.resolve();
      return {
        address: proxy.address,
        async mend() {
          await lifting;
          await proxy.remove();
        },
      };
    },
  };
}

/** `choose` is given the number of the request. */
function http(
  fault: string,
  choose: (times: number, seen: Seen) => ReturnType<FaultChoice>,
  outcome: FaultCase['outcome'] = 'published',
): FaultCase {
  return {
    fault,
    outcome,
    async strike({ server }) {
      let times = 0;
      const proxy = await openFaultProxy(server, (seen) => choose((times += 1), seen));
      return { address: proxy.address, mend: () => Promise.resolve(proxy.close()) };
    },
  };
}

/** Does something once, before the first request of a kind is passed on. */
async function atRequest(
  server: string,
  isMeant: (seen: Seen) => boolean,
  strike: () => Promise<void>,
): Promise<Struck> {
  let isDone = false;
  const proxy = await openFaultProxy(server, async (seen) => {
    if (isDone || !isMeant(seen)) return undefined;
    isDone = true;
    await strike();
    return undefined;
  });
  return { address: proxy.address, mend: () => Promise.resolve(proxy.close()) };
}
