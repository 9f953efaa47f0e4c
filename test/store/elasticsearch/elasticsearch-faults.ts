/** The store in Elasticsearch as the tests of faults have it: a prefix of a server, all cases. */
import { setTimeout as wait } from 'node:timers/promises';
import { openFaultProxy, type HttpFault, type SeenRequest } from '../../support/fault-proxy.ts';
import { answerFault, answerFaults, type AnswerName } from '../faults/answer-faults.ts';
import type { FaultedStore, StoreFaultCase } from '../faults/fault-case.ts';
import { momentOfChange, struckBy, watchFirst } from '../faults/faulted-service.ts';
import type { FaultedService, Moment } from '../faults/faulted-service.ts';
import { networkFaults } from '../faults/network-faults.ts';
import { runFaults } from '../faults/run-faults.ts';
import { serverFaults } from '../faults/server-faults.ts';
import {
  changeAnswer,
  failDocument,
  headers,
  lostAnswer,
  refuseThird,
  tooManyRequests,
} from './broken-answers.ts';
import { askServer, removeStore } from './elasticsearch-test-store.ts';

export type ElasticsearchFaultPlace = {
  /** `host:port` of the server. */
  readonly server: string;
  readonly prefix: string;
  /** `host:port` of toxiproxy's control; left out where no network is at fault. */
  readonly toxiproxy?: string;
};

/** An index is made in a second or two on a machine that is busy otherwise. */
const quick = 'timeout=4s&tries=10';

export function faultedStore({ server, prefix }: ElasticsearchFaultPlace): FaultedStore {
  return {
    place: `elasticsearch://${server}/${prefix}`,
    initFlags: ['--replication', '1'],
    environment: {},
    remove: () => removeStore(server, prefix),
  };
}

export function serviceAt(place: ElasticsearchFaultPlace): FaultedService<HttpFault> {
  return {
    // A server that is restarted may be at another address.
    get server() {
      return place.server;
    },
    toxiproxy: place.toxiproxy ?? '',
    placeAt: (address, parameters = quick) =>
      `elasticsearch://${address}/${place.prefix}?${parameters}`,
    openWatch: (upstream, choose) =>
      openFaultProxy(upstream, (seen, body) => choose(momentOf(seen, body))),
  };
}

/** As a gateway in front of the cluster tells it. */
const gatewayTimeout = { status: 504, headers, body: '{"status":504}' } as const;
const timedOut: HttpFault = { kind: 'answer', ...gatewayTimeout };
const madeAndTimedOut: HttpFault = {
  kind: 'change',
  ...gatewayTimeout,
  body: () => gatewayTimeout.body,
};

const answers: Readonly<Record<AnswerName, HttpFault>> = {
  lost: { kind: 'silence', isPassed: false },
  unanswered: { kind: 'silence', isPassed: true },
  timed_out: timedOut,
  made_and_timed_out: madeAndTimedOut,
  change_timed_out: timedOut,
  change_made_and_timed_out: madeAndTimedOut,
  cut: lostAnswer,
  overloaded: tooManyRequests,
};

/** The way to the server at fault, or an answer of it. */
export function networkFaultsAt(place: ElasticsearchFaultPlace): readonly StoreFaultCase[] {
  const service = serviceAt(place);
  return [
    ...networkFaults(service),
    ...answerFaults(service, answers),
    answerFault(service, {
      fault: 'every third document of a request is refused for load',
      moment: 'staging',
      answer: changeAnswer(refuseThird),
      isStruck: (times) => times <= 2,
    }),
    answerFault(service, {
      fault: 'a shard does not answer while rows are read back',
      moment: 'reading',
      answer: changeAnswer(failDocument),
      isStruck: (times) => times <= 2,
    }),
    fullDisk(place),
  ];
}

const momentMs = 700;

/** What a server does itself above the flood stage of its disk, and takes back below it. */
function fullDisk(place: ElasticsearchFaultPlace): StoreFaultCase {
  const block = (isSet: true | null): Promise<unknown> =>
    askServer(place.server, 'PUT', `/${place.prefix}-*/_settings`, {
      'index.blocks.read_only_allow_delete': isSet,
    });
  return {
    fault: 'indices take no writes until there is room on the disk',
    outcome: 'published',
    async strike() {
      const service = serviceAt(place);
      let lifting: Promise<unknown> = Promise.resolve();
      const watch = await watchFirst(service, { moment: 'staging' }, async () => {
        await block(true);
        lifting = wait(momentMs).then(() => block(null));
      });
      const { mend, ...struck } = struckBy(watch, service);
      return {
        ...struck,
        async mend() {
          await lifting;
          await mend();
        },
      };
    },
  };
}

export function runFaultsAt(place: ElasticsearchFaultPlace): readonly StoreFaultCase[] {
  return runFaults({ store: faultedStore(place), service: serviceAt(place) });
}

/** All that stand in the manual, in its order; only their names are of use. */
export function allFaults(): readonly StoreFaultCase[] {
  const nowhere = { server: '', prefix: '' };
  return [
    ...networkFaultsAt(nowhere),
    ...serverFaults(serviceAt(nowhere), () => Promise.resolve()),
    ...runFaultsAt(nowhere),
  ];
}

/** The name of an index of rows. */
const ofRows = /-(1d|5m)-[\d.]+-\d+\b/;

function momentOf({ method, url }: SeenRequest, body: string): Moment | undefined {
  const [path = ''] = url.split('?');
  if (path.endsWith('/_bulk')) return body.startsWith('{"index"') ? 'staging' : undefined;
  // Rows of a generation, as they are read back and by readers.
  if (path.endsWith('/_mget') && ofRows.test(path + body)) return 'reading';
  if (path.endsWith('-records/_search') && body.includes('"period"')) return 'listing';
  if (method !== 'PUT' || !path.includes('-records/_doc/')) return undefined;
  return momentOfChange((JSON.parse(body) as { readonly record?: string }).record ?? '');
}
