/** Certificates for servers of tests, made anew each time by openssl. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../services/run-program.ts';

export type Certificates = {
  /** PEM of the authority that signed the server's. */
  readonly authority: string;
  /** PEM of the server's own, and of its key. */
  readonly certificate: string;
  readonly key: string;
  /** PKCS #12 with both. */
  readonly keystore: string;
  readonly keystorePassword: string;
};

/** @param address an IP address, the only one that the certificate is for. */
export async function makeCertificates(folder: string, address: string): Promise<Certificates> {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): Promise<string> => runProgram('openssl', args);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const keystorePassword = 'keystore-password';
  await openssl(
    ...['req', '-x509', ...newKey, '-keyout', at('ca.key'), '-out', at('ca.pem')],
    ...['-subj', '/CN=authority of a test', '-days', '3650'],
  );
  await openssl(
    ...['req', ...newKey, '-keyout', at('server.key'), '-out', at('server.csr')],
    ...['-subj', '/CN=a server of a test'],
  );
  await writeFile(at('names'), `subjectAltName=IP:${address}\n`);
  await openssl(
    ...['x509', '-req', '-in', at('server.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
    ...['-CAcreateserial', '-out', at('server.pem'), '-days', '3650', '-extfile', at('names')],
  );
  await openssl(
    ...['pkcs12', '-export', '-in', at('server.pem'), '-inkey', at('server.key')],
    ...['-out', at('server.p12'), '-passout', `pass:${keystorePassword}`],
  );
  return {
    authority: at('ca.pem'),
    certificate: at('server.pem'),
    key: at('server.key'),
    keystore: at('server.p12'),
    keystorePassword,
  };
}

export type ClientCertificate = { readonly certificate: string; readonly key: string };

/** PEM files for a client, signed by the authority whose key `makeCertificates` left there. */
export async function makeClientCertificate(folder: string): Promise<ClientCertificate> {
  const at = (name: string): string => join(folder, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await runProgram('openssl', [
    ...['req', ...newKey, '-keyout', at('client.key'), '-out', at('client.csr')],
    ...['-subj', '/CN=a client of a test'],
  ]);
  await runProgram('openssl', [
    ...['x509', '-req', '-in', at('client.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
    ...['-CAcreateserial', '-out', at('client.pem'), '-days', '3650'],
  ]);
  return { certificate: at('client.pem'), key: at('client.key') };
}
