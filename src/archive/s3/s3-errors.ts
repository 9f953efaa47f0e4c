/** A fault of S3 as an error that says what to do. */
import { SystemError, UnavailableError, UsageError } from '../../base/errors.ts';
import type { RecountError } from '../../base/errors.ts';
import { ObjectError, type ObjectFault } from '../../model/object-error.ts';
import type { S3Fault, S3FaultKind } from './s3-fault.ts';
import type { S3Place } from './s3-place.ts';

/** `what` failed, as in `s3://logs/events/: cannot be listed`. */
export type FailedRequest = { readonly place: S3Place; readonly what: string };

type Remedy = {
  readonly error: typeof UsageError | typeof SystemError | typeof UnavailableError;
  readonly hint: (fault: S3Fault, place: S3Place) => string;
};

const givenBy =
  'AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the role of the machine';

const comesBack = {
  error: UnavailableError,
  hint: () => 'nothing is lost: run the same command again when the service is well',
} satisfies Remedy;

const remedies: Readonly<Record<S3FaultKind, Remedy>> = {
  overloaded: comesBack,
  passing: comesBack,
  unreachable: {
    error: UnavailableError,
    hint: () => 'check --s3-endpoint, --s3-region and the network, then run it again',
  },
  no_bucket: {
    error: UsageError,
    hint: (_fault, { bucket }) =>
      `check the name ${bucket}; for another service than AWS name it with --s3-endpoint`,
  },
  wrong_region: {
    error: UsageError,
    hint: ({ region }) =>
      region === undefined
        ? 'name the region of the bucket, as in --s3-region eu-west-1'
        : `name the region of the bucket: --s3-region ${region}`,
  },
  credentials: {
    error: UsageError,
    hint: () => `check the credentials that are given by ${givenBy}`,
  },
  no_credentials: {
    error: UsageError,
    hint: () => `give them by ${givenBy}; for a public bucket, --s3-anonymous`,
  },
  expired: {
    error: UnavailableError,
    hint: () => 'log in again, then run the same command: it goes on from there',
  },
  wrong_clock: {
    error: SystemError,
    hint: () => 'set the clock of this machine: S3 takes requests of the last 15 minutes only',
  },
  untrusted: {
    error: SystemError,
    hint: () => 'name the file with the certificate of its authority in NODE_EXTRA_CA_CERTS',
  },
  denied: {
    error: SystemError,
    hint: (_fault, { bucket, prefix }) =>
      `allow s3:ListBucket on ${bucket} and s3:GetObject on ${bucket}/${prefix}*, ` +
      'or use other credentials',
  },
  archived: {
    error: SystemError,
    hint: () => 'restore it from cold storage first (aws s3api restore-object)',
  },
  vanished: {
    error: UsageError,
    hint: () => 'what answers there is no S3 service: check --s3-endpoint',
  },
  changed: comesBack,
  refused: {
    error: SystemError,
    hint: () => 'the message is that of the service; check --s3-endpoint and the options of S3',
  },
};

/** For what concerns the whole archive. The cause holds no more of an answer than is shown. */
export function errorFromS3Fault(fault: S3Fault, { place, what }: FailedRequest): RecountError {
  const { error: Kind, hint } = remedies[fault.kind];
  return new Kind(`${what}: ${fault.text}`, {
    hint: hint(fault, place),
    cause: new Error(fault.text),
  });
}

const objectFaults: Readonly<Partial<Record<S3FaultKind, ObjectFault>>> = {
  denied: 'denied',
  archived: 'archived',
  vanished: 'vanished',
  changed: 'changed',
};

/** For what concerns one object: that one is rejected, and others go on. */
export function objectErrorFromS3Fault(key: string, fault: S3Fault): ObjectError | undefined {
  const objectFault = objectFaults[fault.kind];
  return objectFault && new ObjectError(key, objectFault, fault.text);
}
