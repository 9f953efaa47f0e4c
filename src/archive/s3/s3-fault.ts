/** What went wrong with a request to S3, told from what its client threw. */
import { systemErrorCode } from '../../base/errors.ts';

/**
 * `overloaded`: it asks for fewer requests. `passing`: no good answer this time. `unreachable`: no
 * connection at all. All else is not better the next time.
 */
export type S3FaultKind =
  | 'overloaded'
  | 'passing'
  | 'unreachable'
  | 'no_bucket'
  | 'wrong_region'
  | 'credentials'
  | 'no_credentials'
  | 'expired'
  | 'wrong_clock'
  | 'untrusted'
  | 'denied'
  | 'archived'
  | 'vanished'
  | 'changed'
  | 'refused';

export type S3Fault = {
  readonly kind: S3FaultKind;
  /** `SlowDown (503): Please reduce your request rate.`: safe to be shown. */
  readonly text: string;
  /** The region that S3 would have the request sent to, where it says so. */
  readonly region?: string;
};

/** An answer that cannot be S3's: of a proxy, a captive portal, a server that is starting. */
export class StrangeAnswer extends Error {}

/** A body that ended early, or stood still. */
export class BrokenBody extends Error {}

const kindsByName: Readonly<Record<string, S3FaultKind>> = {
  SlowDown: 'overloaded',
  ServiceUnavailable: 'overloaded',
  RequestLimitExceeded: 'overloaded',
  Throttling: 'overloaded',
  ThrottlingException: 'overloaded',
  TooManyRequestsException: 'overloaded',
  BandwidthLimitExceeded: 'overloaded',
  InternalError: 'passing',
  OperationAborted: 'passing',
  RequestTimeout: 'passing',
  NoSuchBucket: 'no_bucket',
  InvalidBucketName: 'no_bucket',
  PermanentRedirect: 'wrong_region',
  AuthorizationHeaderMalformed: 'wrong_region',
  IllegalLocationConstraintException: 'wrong_region',
  InvalidAccessKeyId: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  InvalidToken: 'credentials',
  NotSignedUp: 'credentials',
  // What versitygw says where S3 says InvalidAccessKeyId.
  XAdminUserNotFound: 'credentials',
  CredentialsProviderError: 'no_credentials',
  TokenProviderError: 'no_credentials',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  TokenRefreshRequired: 'expired',
  RequestTimeTooSkewed: 'wrong_clock',
  RequestExpired: 'wrong_clock',
  AccessDenied: 'denied',
  AllAccessDisabled: 'denied',
  InvalidObjectState: 'archived',
  NoSuchKey: 'vanished',
  NotFound: 'vanished',
  PreconditionFailed: 'changed',
  InvalidRange: 'changed',
};

/** Codes of Node and of OpenSSL. */
const kindsByCode: Readonly<Record<string, S3FaultKind>> = {
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ECONNRESET: 'passing',
  ECONNABORTED: 'passing',
  EPIPE: 'passing',
  ETIMEDOUT: 'passing',
  ERR_STREAM_PREMATURE_CLOSE: 'passing',
  HPE_INVALID_CONSTANT: 'passing',
  CERT_HAS_EXPIRED: 'untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'untrusted',
};

const kindsByStatus: Readonly<Record<number, S3FaultKind>> = {
  301: 'wrong_region',
  307: 'wrong_region',
  401: 'credentials',
  403: 'denied',
  404: 'vanished',
  408: 'passing',
  412: 'changed',
  416: 'changed',
  429: 'overloaded',
  503: 'overloaded',
};

/** Only name, code, status and message are taken: the rest of an answer may hold a token. */
export function s3FaultFromError(error: unknown): S3Fault {
  if (!(error instanceof Error)) return { kind: 'refused', text: 'an unknown error' };
  const { status, region } = detailsOfError(error);
  const code = systemErrorCode(error);
  const text = textOfError(error, status, code);
  const kind = kindOfError(error, status, code);
  return region === undefined ? { kind, text } : { kind, text, region };
}

/** Worth another try. */
export function isPassing({ kind }: S3Fault): boolean {
  return kind === 'overloaded' || kind === 'passing' || kind === 'unreachable';
}

/** Of the client's time-outs, which have one name, that of making a connection. */
const neverConnected = /did not establish a connection/;

/** What the client's messages begin with, where they name the package that they are from. */
const nameOfPackage = /^@\S+ - /;

function kindOfError(
  error: Error,
  status: number | undefined,
  code: string | undefined,
): S3FaultKind {
  if (error instanceof StrangeAnswer || error instanceof BrokenBody) return 'passing';
  if (neverConnected.test(error.message)) return 'unreachable';
  const known = kindsByName[error.name] ?? kindsByCode[code ?? ''] ?? kindsByStatus[status ?? 0];
  if (known !== undefined) return known;
  if (code?.startsWith('HPE_') === true || error.name === 'TimeoutError') return 'passing';
  // A good status whose body the client could not make sense of.
  const isGarbled = status !== undefined && (status >= 500 || status < 300);
  return isGarbled ? 'passing' : 'refused';
}

function detailsOfError(error: Error): { status?: number; region?: string } {
  const { $metadata, Region } = error as { $metadata?: unknown; Region?: unknown };
  const status = (($metadata ?? {}) as { httpStatusCode?: unknown }).httpStatusCode;
  return {
    ...(typeof status === 'number' && { status }),
    ...(typeof Region === 'string' && { region: Region }),
  };
}

/** Answers of others than S3 can be whole pages (chosen: about two lines). */
const messageCharsMax = 160;

function textOfError(error: Error, status: number | undefined, code: string | undefined): string {
  const isOurs = error instanceof StrangeAnswer || error instanceof BrokenBody;
  // Behind the first sentence its client tells programmers where to look.
  const [first = ''] = error.message.split('Deserialization error');
  const plain = first.replace(/\s+/g, ' ').trim().replace(nameOfPackage, '');
  const message = plain.length > messageCharsMax ? `${plain.slice(0, messageCharsMax)}...` : plain;
  if (isOurs) return message;
  const name = error.name === 'Error' ? (code ?? error.name) : error.name;
  return `${name}${status === undefined ? '' : ` (${String(status)})`}: ${message}`;
}
