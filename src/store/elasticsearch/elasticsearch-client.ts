/** The client, set up: one for one store, with nothing decided behind our back. */
import { Client } from '@elastic/elasticsearch';
import { UsageError } from '../../base/errors.ts';
import { userFromEnvironment } from '../environment-user.ts';
import { readTlsOptions } from '../service-place.ts';
import type { ElasticsearchPlace } from './elasticsearch-place.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws UsageError for credentials that are half set, or certificates that cannot be read. */
export async function newClient(
  { hosts, timeoutMs, tls }: ElasticsearchPlace,
  environment: Environment,
): Promise<Client> {
  const auth = authFrom(environment);
  const scheme = tls === undefined ? 'http' : 'https';
  return new Client({
    nodes: hosts.map((host) => `${scheme}://${host}`),
    ...(auth && { auth }),
    ...(tls && { tls: await readTlsOptions(tls) }),
    requestTimeout: timeoutMs,
    // What is tried again, and when, is decided in the session.
    maxRetries: 0,
    sniffOnStart: false,
    enableMetaHeader: false,
    redaction: { type: 'remove' },
  });
}

function authFrom(environment: Environment) {
  const apiKey = environment['ELASTICSEARCH_API_KEY'];
  const user = userFromEnvironment(environment, 'ELASTICSEARCH');
  if (apiKey && user !== undefined) {
    throw new UsageError('both an API key and a user for Elasticsearch are set', {
      hint: 'set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD',
    });
  }
  return apiKey ? { apiKey } : user;
}
