/** What the client throws: which may pass, which means too much at once, what a person is told. */
import { errors } from '@elastic/elasticsearch';
import { RecountError, SystemError, UnavailableError, UsageError } from '../../base/errors.ts';
import { isPlainAnswer, isTlsError, plainAnswerHint, plainAnswerText } from '../tls-errors.ts';

/** Too many requests; a shard, a node or a gateway that is not there at this moment. */
const passingStatuses: readonly number[] = [408, 429, 502, 503, 504];

export function isPassingStatus(status: number): boolean {
  return passingStatuses.includes(status);
}

/** Some items of a bulk, or some shards of a search, may do better a moment later. */
export class PartialError extends Error {
  /** Whether the cluster said that it has too much to do. */
  readonly isOverload: boolean;

  constructor(message: string, { isOverload }: { readonly isOverload: boolean }) {
    super(message);
    this.isOverload = isOverload;
  }
}

/** Fewer requests at once will do better. */
export function isOverload(error: unknown): boolean {
  if (error instanceof PartialError) return error.isOverload;
  const status = statusOf(error);
  if (status !== undefined) return status === 429 || status === 503 || status === 504;
  return error instanceof errors.TimeoutError;
}

/** The same request may succeed later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof PartialError) return true;
  const status = statusOf(error);
  if (status !== undefined) return isPassingStatus(status);
  if (error instanceof errors.ConnectionError) return !isTls(error);
  // An answer that was cut off in the middle.
  if (error instanceof errors.DeserializationError) return true;
  return error instanceof errors.TimeoutError || error instanceof errors.NoLivingConnectionsError;
}

export function statusOf(error: unknown): number | undefined {
  return error instanceof errors.ResponseError ? (error.statusCode ?? 0) : undefined;
}

/** `resource_already_exists_exception` and the like; empty for what is no answer. */
export function typeOf(error: unknown): string {
  if (!(error instanceof errors.ResponseError)) return '';
  const body = error.body as { readonly error?: { readonly type?: string } } | null | undefined;
  return body?.error?.type ?? '';
}

type WithCause = {
  readonly location: string;
  readonly what: string;
  /** Whether it was asked without TLS. */
  readonly isPlain: boolean;
};

/** What the client threw, as an error that a person can act on. */
export function errorFromClient(
  { location, what, isPlain }: WithCause,
  cause: unknown,
): RecountError {
  if (cause instanceof RecountError) return cause;
  const message = `${location}: ${what}: ${textOfClientError(cause)}`;
  if (statusOf(cause) === 401) return new UsageError(message, { hint: credentialsHint, cause });
  if (isTls(cause)) {
    const hint = isPlainAnswer(cause) ? plainAnswerHint : tlsHint;
    return new UsageError(message, { hint, cause });
  }
  if (cause instanceof errors.ProductNotSupportedError) {
    return new UsageError(message, { hint: 'name a server that is Elasticsearch 8 or 9', cause });
  }
  if (isPassing(cause)) {
    return new UnavailableError(message, { hint: hintOfPassing(cause, isPlain), cause });
  }
  if (statusOf(cause) === 403) return new SystemError(message, { hint: forbiddenHint, cause });
  return new SystemError(message, {
    hint: 'recount store doctor --store with this place says more',
    cause,
  });
}

function hintOfPassing(cause: unknown, isPlain: boolean): string {
  if (cause instanceof PartialError || statusOf(cause) !== undefined) return ailingHint;
  return isPlain ? plainHint : availableHint;
}

/** It was reached, and answered. */
const ailingHint =
  'recount store doctor --store with this place says what ails the cluster; then run it again';
const availableHint =
  'see whether the cluster is up, and reached under this address; then run it again';
/** A server that wants TLS breaks other connections without a word. */
const plainHint = `${availableHint}; if it wants TLS, add ?tls=on to the place`;
const credentialsHint =
  'set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD';
const tlsHint = "name the authority that signed the cluster's certificate in the place: ?ca=FILE";
const forbiddenHint =
  'grant it to the user or key (recount-services(7) lists the privileges), or lift the block of ' +
  'the index: a disk that is nearly full sets one';

function isTls(error: unknown): boolean {
  if (!(error instanceof errors.ConnectionError)) return false;
  const { cause } = error as { readonly cause?: unknown };
  const text = `${error.message} ${String(cause)}`;
  return isTlsError(cause) || /certificate|SSL routines/.test(text);
}

type Reason = { readonly type?: string; readonly reason?: string };

/** A failure of several shards has its reason only in its cause. */
type ErrorBody = { readonly error?: Reason & { readonly caused_by?: Reason } } | null | undefined;

/** One line, without the server's own stack. */
export function textOfClientError(error: unknown): string {
  if (error instanceof errors.ResponseError) {
    const { type, reason, caused_by: causedBy } = (error.body as ErrorBody)?.error ?? {};
    const why = reason || causedBy?.reason || 'it says no more';
    const what = type === undefined ? firstLine(error.message) : `${type}: ${why}`;
    return `status ${String(error.statusCode)}: ${what}`;
  }
  if (isPlainAnswer(error)) return plainAnswerText;
  return firstLine(error instanceof Error ? error.message : String(error));
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
