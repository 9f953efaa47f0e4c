/** Errors of TLS, which clients of services pass on as Node has them. */
import { systemErrorCode } from '../base/errors.ts';

const codes =
  /^(ERR_TLS|ERR_SSL|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|CERT_|HOSTNAME_MISMATCH|EPROTO|ERR_OSSL)/;

export function isTlsError(error: unknown): boolean {
  return codes.test(systemErrorCode(error) ?? '');
}

/** Whether the other side answered without TLS: what came is no record of it. */
export function isPlainAnswer(error: unknown): boolean {
  return /wrong version number|packet length too long/i.test(String(error));
}

export const plainAnswerText = 'it answers without TLS';
export const plainAnswerHint = 'leave tls, ca, cert and key out of the place, or name its TLS port';

/** Undefined where OpenSSL has no part in it: its own message is full of its files and lines. */
export function reasonOfTls(error: Error): string | undefined {
  if (!('library' in error) || !('reason' in error)) return undefined;
  return typeof error.reason === 'string' ? `TLS: ${error.reason}` : undefined;
}
