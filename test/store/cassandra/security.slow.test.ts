/** A Cassandra server with TLS and users; what is alike in all services is in ../security. */
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, auth } from 'cassandra-driver';
import { expect, test } from 'vitest';
import { startCassandra } from '../../services/cassandra.ts';
import type { Certificates } from '../../support/certificates.ts';
import { describeSecurity, statusArguments, type Secured } from '../security/describe-security.ts';
import type { SecuredServer } from '../security/secured-service.ts';

const password = 'correct-horse-battery';
const grantHint = 'hint: grant it to the user: recount-services(7) lists the least privileges';
const credentialsHint =
  'hint: set CASSANDRA_USERNAME and CASSANDRA_PASSWORD, or name a file of cqlsh with --credentials';
const error = 'error: cassandra://HOST/recount:';

await describeSecurity(
  {
    service: 'cassandra',
    scheme: 'cassandra',
    credentials: { user: 'CASSANDRA_USERNAME', password: 'CASSANDRA_PASSWORD' },
    password,
    start,
    told: {
      makingAsWriter:
        `exit 1\n${error} writing: User writer has no CREATE permission on <all keyspaces> or ` +
        `any of its parents\n${grantHint}`,
      writingAsReader:
        `exit 1\n${error} writing: User reader has no MODIFY permission on <table recount.store> ` +
        `or any of its parents\n${grantHint}`,
      readingAsNobody:
        `exit 1\n${error} reading: User nobody has no SELECT permission on <table recount.store> ` +
        `or any of its parents\n${grantHint}`,
      wrongPassword:
        `exit 2\n${error} connecting: Provided username writer and/or password are incorrect\n` +
        credentialsHint,
      withoutUser:
        `exit 2\n${error} connecting: Host HOST requires authentication, but no authenticator ` +
        `found in the options\n${credentialsHint}`,
      withoutAuthority:
        `exit 2\n${error} connecting: unable to verify the first certificate\n` +
        "hint: name the authority that signed the cluster's certificate in the place: ?ca=FILE",
      withoutTls:
        `exit 5\n${error} connecting: HOST read ECONNRESET\n` +
        'hint: see whether the cluster is up, and reached under this address; then run it again; ' +
        'if it wants TLS, add ?tls=on to the place',
    },
  },
  testCassandra,
);

function testCassandra({ server, certificates, folder, place, runWith, told }: Secured): void {
  test('takes user and password from a file', async () => {
    const file = join(folder(), 'credentials');
    writeFileSync(file, `[PlainTextAuthProvider]\nusername = reader\npassword = ${password}\n`);
    const argv = [...statusArguments(place()), '--credentials', file];
    expect((await runWith({}, argv)).code).toBe(0);
  });

  test('is not trusted under another address than its certificate names', async () => {
    const elsewhere = await passOn(server().address, '127.0.0.2');
    const { port } = elsewhere.address() as AddressInfo;
    const there = `cassandra://127.0.0.2:${port}/recount?ca=${certificates().authority}`;
    const environment = { CASSANDRA_USERNAME: 'reader', CASSANDRA_PASSWORD: password };
    const refused = told(await runWith(environment, statusArguments(there)));
    expect(refused.replaceAll(`127.0.0.2:${port}`, 'ELSEWHERE')).toMatchInlineSnapshot(`
      "exit 2
      error: cassandra://ELSEWHERE/recount: connecting: Hostname/IP does not match certificate's altnames: IP: 127.0.0.2 is not in the cert's list: 127.0.0.1
      hint: nodes are checked under the IP address that they are reached at: their certificates must name it (subjectAltName IP)"
    `);
    elsewhere.close();
  });
}

async function start(installed: string, certificates: Certificates): Promise<SecuredServer> {
  const node = await startCassandra(installed, { settings: settingsOf(certificates) });
  const { address } = node;
  const users = ['maker', 'writer', 'reader', 'nobody'];
  const made = users.map(
    (user) => `CREATE ROLE ${user} WITH LOGIN = true AND PASSWORD = '${password}'`,
  );
  await runAsSuperuser(address, certificates, made);
  return {
    address,
    grant: (role) => runAsSuperuser(address, certificates, grantsOfManual(role)),
    stop: () => node.stop(),
  };
}

/** The lines of the manual that grant something to a role, as a person would paste them. */
function grantsOfManual(role: string): readonly string[] {
  const manual = readFileSync(join(import.meta.dirname, '../../../man/recount-services.7'), 'utf8');
  const grants = manual
    .replaceAll(/\\(.)/g, '$1')
    .split('\n')
    .filter((line) => line.startsWith('GRANT') && line.endsWith(` TO ${role};`));
  expect(grants.length).toBeGreaterThan(0);
  return grants;
}

function settingsOf({ keystore, keystorePassword }: Certificates): readonly string[] {
  return [
    'authenticator: PasswordAuthenticator',
    'authorizer: CassandraAuthorizer',
    'client_encryption_options:',
    '  enabled: true',
    '  optional: false',
    '  require_client_auth: false',
    `  keystore: ${keystore}`,
    `  keystore_password: ${keystorePassword}`,
    '  store_type: PKCS12',
  ];
}

const superuserTriesMax = 120;

/** As the superuser that a new server has; it is there a moment after the server answers. */
async function runAsSuperuser(
  address: string,
  { authority }: Certificates,
  statements: readonly string[],
): Promise<void> {
  let last = '';
  for (let tries = 1; tries <= superuserTriesMax; tries += 1) {
    last = await runOnce(address, authority, statements);
    if (last === 'done') return;
    await wait(500);
  }
  throw new Error(last);
}

async function runOnce(
  address: string,
  authority: string,
  statements: readonly string[],
): Promise<string> {
  const client = new Client({
    contactPoints: [address],
    localDataCenter: 'datacenter1',
    authProvider: new auth.PlainTextAuthProvider('cassandra', 'cassandra'),
    sslOptions: { rejectUnauthorized: true, ca: [readFileSync(authority)] },
  });
  try {
    await client.connect();
  } catch (error) {
    return String(error);
  }
  for (const statement of statements) await client.execute(statement.replace(/;$/, ''));
  await client.shutdown();
  return 'done';
}

/** The same server under another address. */
async function passOn(address: string, host: string): Promise<Server> {
  const [upstream = '', port] = address.split(':');
  const server = createServer((client) => {
    const there = connect({ host: upstream, port: Number(port) });
    client.pipe(there).pipe(client);
    for (const socket of [client, there]) {
      socket.on('error', () => {
        client.destroy();
        there.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return server;
}
