/** The driver's errors: which may pass, which mean too much at once, and what a person is told. */
import { errors, types } from 'cassandra-driver';
import { SystemError, UnavailableError, UsageError, systemErrorCode } from '../../base/errors.ts';
import type { RecountError } from '../../base/errors.ts';
import {
  isPlainAnswer,
  isTlsError,
  plainAnswerHint,
  plainAnswerText,
  reasonOfTls,
} from '../tls-errors.ts';

const codes = types.responseErrorCodes;

/** Answers of a server that had too much to do, or too few replicas at that moment. */
const overloadCodes: readonly number[] = [
  codes.unavailableException,
  codes.overloaded,
  codes.isBootstrapping,
  codes.writeTimeout,
  codes.readTimeout,
];

/** Answers that say nothing of the load, and may be another a moment later. */
const passingCodes: readonly number[] = [
  ...overloadCodes,
  codes.serverError,
  codes.readFailure,
  codes.writeFailure,
];

/** A time-out or a refusal for load: fewer requests at once will do better. */
export function isOverload(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return overloadCodes.includes(code);
  return error instanceof errors.OperationTimedOutError || isBusy(error);
}

/** The same request may succeed later. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return passingCodes.includes(code);
  if (error instanceof errors.NoHostAvailableError) return causeOfRefusal(error) === undefined;
  if (error instanceof errors.OperationTimedOutError || isBusy(error)) return true;
  return isBrokenConnection(error);
}

function isBusy(error: unknown): boolean {
  return error instanceof errors.BusyConnectionError;
}

/** A plain error of the driver: a node's last connection broke just as it was about to be used. */
const lostWhileChosen = 'No connection available';

function isBrokenConnection(error: unknown): boolean {
  const code = systemErrorCode(error) ?? '';
  if (/^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET)/.test(code)) return true;
  if (!(error instanceof Error)) return false;
  if (error.message === lostWhileChosen) return true;
  return 'isSocketError' in error && error.isSocketError === true;
}

function codeOf(error: unknown): number | undefined {
  return error instanceof errors.ResponseError ? error.code : undefined;
}

type WithCause = {
  readonly location: string;
  readonly what: string;
  /** The connection is being made, without TLS. */
  readonly isPlain?: boolean;
};

/** What the driver threw, as an error that a person can act on. */
export function errorFromDriver(
  { location, what, isPlain = false }: WithCause,
  cause: unknown,
): RecountError {
  const refused = cause instanceof errors.NoHostAvailableError ? causeOfRefusal(cause) : cause;
  const message = `${location}: ${what}: ${textOfDriverError(refused ?? cause)}`;
  if (isAuthentication(refused)) {
    return new UsageError(message, { hint: credentialsHint, cause });
  }
  if (isTlsError(refused)) return new UsageError(message, { hint: tlsHintOf(refused), cause });
  if (isPassing(cause)) {
    return new UnavailableError(message, {
      hint: isPlain ? plainHint : availableHint,
      cause,
    });
  }
  if (codeOf(refused) === codes.unauthorized) {
    return new SystemError(message, {
      hint: 'grant it to the user: recount-services(7) lists the least privileges',
      cause,
    });
  }
  return new SystemError(message, {
    hint: 'recount store doctor --store with this place says more',
    cause,
  });
}

/** @param error as errorFromDriver makes it. */
export function isForbidden(error: unknown): boolean {
  return codeOf((error as { readonly cause?: unknown } | undefined)?.cause) === codes.unauthorized;
}

const credentialsHint =
  'set CASSANDRA_USERNAME and CASSANDRA_PASSWORD, or name a file of cqlsh with ' + '--credentials';

const availableHint =
  'see whether the cluster is up, and reached under this address; then run it again';

/** A server that wants TLS breaks other connections without a word. */
const plainHint = `${availableHint}; if it wants TLS, add ?tls=on to the place`;

function tlsHintOf(error: unknown): string {
  if (isPlainAnswer(error)) return plainAnswerHint;
  const code = systemErrorCode(error) ?? '';
  return tlsHints.find(({ codes: meant }) => meant.test(code))?.hint ?? authorityHint;
}

const authorityHint =
  "name the authority that signed the cluster's certificate in the place: ?ca=FILE";

const tlsHints: readonly { readonly codes: RegExp; readonly hint: string }[] = [
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    hint:
      'nodes are checked under the IP address that they are reached at: their certificates must ' +
      'name it (subjectAltName IP)',
  },
  {
    // What the server tells before it closes the connection.
    codes: /_ALERT_/,
    hint:
      'the cluster refuses this client: where it wants a certificate of the client, name one ' +
      'that its authority signed, with its key: ?cert=FILE&key=FILE',
  },
];

/** What all hosts refused for good: credentials, certificates; undefined where it may pass. */
function causeOfRefusal({ innerErrors = {} }: errors.NoHostAvailableError): unknown {
  const inner: readonly unknown[] = Object.values(innerErrors as Readonly<Record<string, unknown>>);
  return inner.find((error) => isAuthentication(error) || isTlsError(error));
}

function isAuthentication(error: unknown): boolean {
  return error instanceof errors.AuthenticationError || codeOf(error) === codes.badCredentials;
}

/** One line; the driver's own list of hosts has more than one reader can use. */
export function textOfDriverError(error: unknown): string {
  if (error instanceof errors.NoHostAvailableError) {
    const inner = Object.entries((error.innerErrors ?? {}) as Readonly<Record<string, unknown>>);
    const each = inner.map(([host, one]) => `${host} ${firstLine(one)}`);
    return each.length === 0 ? 'no host is available' : each.slice(0, 3).join('; ');
  }
  return firstLine(error);
}

function firstLine(error: unknown): string {
  if (isPlainAnswer(error)) return plainAnswerText;
  const text = error instanceof Error ? (reasonOfTls(error) ?? error.message) : String(error);
  return text.split('\n')[0] ?? '';
}
