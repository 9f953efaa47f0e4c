/** A Cassandra server that lets in only clients with a certificate of their own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMain, type MainResult } from '../../cli/run-main.ts';
import { startCassandra, type CassandraNode } from '../../services/cassandra.ts';
import { useInstalled } from '../../services/use-service.ts';
import {
  makeCertificates,
  makeClientCertificate,
  type Certificates,
  type ClientCertificate,
} from '../../support/certificates.ts';
import { removeFolder, temporaryFolder } from '../../support/rebuild-harness.ts';

const installed = await useInstalled('cassandra');

describe.skipIf(installed === undefined)('a server that wants certificates of clients', () => {
  let [folder, foreign] = ['', ''];
  let node: CassandraNode;
  let server: Certificates;
  let client: ClientCertificate;
  let stranger: ClientCertificate;

  beforeAll(async () => {
    [folder, foreign] = [temporaryFolder(), temporaryFolder()];
    server = await makeCertificates(folder, '127.0.0.1');
    client = await makeClientCertificate(folder);
    await makeCertificates(foreign, '127.0.0.1');
    stranger = await makeClientCertificate(foreign);
    const keystore = join(folder, 'server-with-key.pem');
    writeFileSync(
      keystore,
      readFileSync(server.key, 'utf8') + readFileSync(server.certificate, 'utf8'),
    );
    const settings = [
      'client_encryption_options:',
      '  enabled: true',
      '  optional: false',
      '  require_client_auth: true',
      '  ssl_context_factory:',
      '    class_name: org.apache.cassandra.security.PEMBasedSslContextFactory',
      `  keystore: ${keystore}`,
      `  truststore: ${server.authority}`,
    ];
    node = await startCassandra(installed ?? '', { settings });
  });
  afterAll(async () => {
    await node.stop();
    removeFolder(folder);
    removeFolder(foreign);
  });

  async function init(more: string): Promise<MainResult> {
    const place = `cassandra://${node.address}/recount?ca=${server.authority}&tries=2${more}`;
    const { code, stdout, stderr } = await runMain(
      ['store', 'init', '--store', place, '--replication', '1'],
      { columns: 500 },
    );
    const told = (text: string): string => text.replaceAll(node.address, 'HOST');
    return { code, stdout: told(stdout), stderr: told(stderr) };
  }

  test('takes the one that the place names', async () => {
    const { code, stderr } = await init(`&cert=${client.certificate}&key=${client.key}`);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('refuses who has none, and says what to name', async () => {
    const { code, stderr } = await init('');
    expect(`exit ${code}\n${stderr}`).toMatchInlineSnapshot(`
      "exit 2
      error: cassandra://HOST/recount: connecting: TLS: tlsv13 alert certificate required
      hint: the cluster refuses this client: where it wants a certificate of the client, name one that its authority signed, with its key: ?cert=FILE&key=FILE
      "
    `);
  });

  test('refuses one that another authority signed', async () => {
    const { code, stderr } = await init(`&cert=${stranger.certificate}&key=${stranger.key}`);
    expect(`exit ${code}\n${stderr}`).toMatchInlineSnapshot(`
      "exit 2
      error: cassandra://HOST/recount: connecting: TLS: tlsv1 alert internal error
      hint: the cluster refuses this client: where it wants a certificate of the client, name one that its authority signed, with its key: ?cert=FILE&key=FILE
      "
    `);
  });
});
