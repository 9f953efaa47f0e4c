/**
 * Faults of services and of the way to them, and what becomes of a run: one table, printed by the
 * manual. Every row is tried out by a test on a real server, while a reader looks at the store.
 */

export type ServiceFault = {
  readonly service: 's3' | 'cassandra';
  /** Follows "while". */
  readonly fault: string;
  /** What a person sees, without a full stop. */
  readonly result: string;
};

const isPublished = 'tried again, days are published';
const isResumed = 'the rest is asked for under the same etag, days are published';
const isUnavailable = 'exit code 5 after the last try, nothing is published; run it again';
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
];
