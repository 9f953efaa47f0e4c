/**
 * Faults of services and of the way to them, and what becomes of a run: one table, printed by the
 * manual. Every row is tried out by a test on a real server, while a reader looks at the store.
 */

export type ServiceFault = {
  readonly service: 's3' | 'cassandra' | 'elasticsearch';
  /** Follows "while". */
  readonly fault: string;
  /** What a person sees, without a full stop. */
  readonly result: string;
};

const isPublished = 'tried again, days are published';
const isResumed = 'the rest is asked for under the same etag, days are published';
const isUnavailable = 'exit code 5 after the last try, nothing is published; run it again';
const isWrittenTwice = 'written again with the same values, days are published';
const isReadAgain =
  'the record is read again, and changed only where it was not, days are published';
const isLeftBehind = 'the same command finishes, recount store gc clears what was staged';
const isConflict = 'exit code 6, what the other published stays';
const isRefused = 'the object is rejected with its cause, its days are refused, others go on';

export const faultsOfServices: readonly ServiceFault[] = [
  { service: 's3', fault: 'connections are reset', result: isPublished },
  { service: 's3', fault: 'connections are reset for good', result: isUnavailable },
  { service: 's3', fault: 'answers are late', result: 'slower, days are published' },
  { service: 's3', fault: 'the network is narrow', result: 'slower, days are published' },
  {
    service: 's3',
    fault: 'connections are half-open',
    result: 'given up after --s3-timeout and tried again, days are published',
  },
  { service: 's3', fault: 'connections are half-open for good', result: isUnavailable },
  { service: 's3', fault: 'bodies are cut', result: isResumed },
  { service: 's3', fault: 'the network is gone while objects are read', result: isPublished },
  { service: 's3', fault: 'the server is killed while it lists', result: isPublished },
  { service: 's3', fault: 'the server is killed while it is read from', result: isPublished },
  {
    service: 's3',
    fault: 'a storm of 503 SlowDown',
    result: 'fewer requests in flight and longer pauses, days are published',
  },
  { service: 's3', fault: 'every third answer is 500', result: isPublished },
  { service: 's3', fault: 'bodies stand still', result: isResumed },
  { service: 's3', fault: 'listings are garbage', result: isPublished },
  { service: 's3', fault: 'listings are garbage for good', result: isUnavailable },
  { service: 's3', fault: 'an object is replaced after it was listed', result: isRefused },
  { service: 's3', fault: 'an object is replaced while it is read', result: isRefused },
  { service: 's3', fault: 'an object is deleted after it was listed', result: isRefused },
  { service: 's3', fault: 'access to an object is denied', result: isRefused },
  ...ofStore('cassandra', [...faultsOfNetwork(), ...faultsOfServer()]),
  ...ofStore('elasticsearch', [
    ...faultsOfNetwork(),
    [
      'every third document of a request is refused for load',
      'those alone are sent again, days are published',
    ],
    ['a shard does not answer while rows are read back', isPublished],
    ['indices take no writes until there is room on the disk', isPublished],
    ...faultsOfServer(),
  ]),
];

type Row = readonly [fault: string, result: string];

/** Stores that are services meet the same. */
function faultsOfNetwork(): readonly Row[] {
  return [
    ['connections are reset', isPublished],
    ['connections are reset for good', isUnavailable],
    ['answers are late', 'slower, days are published'],
    ['the network is narrow', 'slower, days are published'],
    ['the network is silent', 'given up after timeout and tried again, days are published'],
    ['the network is silent for good', isUnavailable],
    ['connections are half-open', 'given up after timeout and made anew, days are published'],
    ['a write is lost on its way', isPublished],
    ['the answer to a write is lost', isWrittenTwice],
    ['a write times out and is not made', isPublished],
    ['a write times out and is made', isWrittenTwice],
    ['a connection breaks after a write', isWrittenTwice],
    ['a publication is lost on its way', isReadAgain],
    ['the answer to a publication is lost', isReadAgain],
    ['a publication times out and is not made', isReadAgain],
    ['a publication times out and is made', isReadAgain],
    ['a connection breaks after a publication', isReadAgain],
    ['the intent is announced and the answer is lost', isReadAgain],
    ['the cluster is overloaded', 'fewer requests in flight and longer pauses, days are published'],
    ['the cluster is overloaded for good', isUnavailable],
  ];
}

/** Of a server that is killed and started again, and of the run itself. */
function faultsOfServer(): readonly Row[] {
  return [
    ['the server is killed while periods are listed', isPublished],
    ['the server is killed while rows are staged', isPublished],
    ['the server is killed while rows are read back', isPublished],
    ['the server is killed while a day is published', isPublished],
    ['the run is killed while it stages', isLeftBehind],
    ['the run is killed while it publishes', isLeftBehind],
    ['another run publishes the same days first', isConflict],
    ['the run is frozen until another has published and gc has cleared', isConflict],
    [
      'the spill folder is full',
      'exit code 1 with the folder and what did not fit, nothing is published; name a larger one',
    ],
  ];
}

function ofStore(service: ServiceFault['service'], rows: readonly Row[]): readonly ServiceFault[] {
  return rows.map(([fault, result]) => ({ service, fault, result }));
}
