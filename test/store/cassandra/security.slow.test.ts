/**
 * A Cassandra server that wants TLS and a user with a password, and roles with no more than the
 * manual lists: what they may, what they may not, and what is said where something is wrong.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, auth } from 'cassandra-driver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMain, type MainResult } from '../../cli/run-main.ts';
import { startCassandra, type CassandraNode } from '../../services/cassandra.ts';
import { useInstalled } from '../../services/use-service.ts';
import { makeCertificates, type Certificates } from '../../support/certificates.ts';
import { removeFolder, temporaryFolder } from '../../support/rebuild-harness.ts';
import { exportArguments, makeFaultWorld, rebuildArguments } from '../faults/fault-world.ts';
import type { FaultWorld } from '../faults/fault-world.ts';

const installed = await useInstalled('cassandra');
const password = 'correct-horse-battery';

describe.skipIf(installed === undefined)('a server with TLS and users', () => {
  let world: FaultWorld;
  let folder = '';
  let certificates: Certificates;
  let node: CassandraNode;
  let elsewhere: Server;
  let place = '';

  beforeAll(async () => {
    folder = temporaryFolder();
    certificates = await makeCertificates(folder, '127.0.0.1');
    world = await makeFaultWorld();
    node = await startCassandra(installed ?? '', { settings: settingsOf(certificates) });
    place = `cassandra://${node.address}/recount?ca=${certificates.authority}`;
    await makeRoles(node.address, certificates);
    elsewhere = await passOn(node.address, '127.0.0.2');
  });
  afterAll(async () => {
    elsewhere.close();
    await node.stop();
    removeFolder(folder);
    removeFolder(world.root);
  });

  /** Runs a command as a role, and makes sure that it tells no secret. */
  async function runAs(role: string, argv: readonly string[], word = password) {
    const environment = { CASSANDRA_USERNAME: role, CASSANDRA_PASSWORD: word };
    const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');
    const result = await runMain(argv, { environment, randomHex });
    expect(result.stdout + result.stderr).not.toContain(word);
    return result;
  }

  const status = (where: string): readonly string[] => ['store', 'status', '--store', where];
  const plain = (): string => `cassandra://${node.address}/recount`;
  /** What is told, without what differs from run to run. */
  const told = ({ code, stderr }: MainResult): string =>
    `exit ${code}\n${stderr.trimEnd()}`
      .replaceAll(node.address, 'HOST')
      .replaceAll(folder, 'FOLDER')
      .replaceAll(/127\.0\.0\.2:\d+/g, 'ELSEWHERE');

  test('is made a store by a role that may create keyspaces, and by no other', async () => {
    const init = ['store', 'init', '--store', place, '--replication', '1'];
    const refused = await runAs('writer', init);
    expect(told(refused)).toMatchInlineSnapshot(`
      "exit 1
      error: cassandra://HOST/recount: writing: User writer has no CREATE permission on <all keyspaces> or any of its parents
      hint: grant it to the user: recount-services(7) lists the least privileges"
    `);
    expect((await runAs('maker', init)).code).toBe(0);
  });

  test('is rebuilt, changed back and cleared with what the manual grants a writer', async () => {
    await grant(node.address, certificates, grantsOfManual('writer'));
    const [first, second] = world.versions;
    const commands = [
      rebuildArguments(first.archive, place),
      rebuildArguments(second.archive, place),
      ['runs', 'list', '--store', place],
      ['audit', ...rebuildArguments(second.archive, place).slice(1, -1)],
      ['store', 'gc', '--store', place, '--apply'],
    ];
    const outputs: string[] = [];
    for (const argv of commands) {
      const { code, stdout, stderr } = await runAs('writer', argv);
      expect([argv[0], code, stderr]).toEqual([argv[0], 0, expect.any(String)]);
      outputs.push(stdout);
    }
    const run = / Run (\S+)\.\n$/.exec(outputs[1] ?? '')?.[1] ?? '';
    const undone = ['runs', 'undo', run, '--store', place, '--apply', '--reason', 'a test'];
    expect(told(await runAs('writer', undone))).toBe('exit 0\n');
  });

  test('is read with what the manual grants a reader, which may change nothing', async () => {
    await grant(node.address, certificates, grantsOfManual('reader'));
    const [first] = world.versions;
    for (const argv of [status(place), exportArguments(place)]) {
      expect((await runAs('reader', argv)).code).toBe(0);
    }
    const refused = await runAs('reader', rebuildArguments(first.archive, place));
    expect(told(refused)).toMatchInlineSnapshot(`
      "exit 1
      error: cassandra://HOST/recount: writing: User reader has no MODIFY permission on <table recount.store> or any of its parents
      hint: grant it to the user: recount-services(7) lists the least privileges"
    `);
  });

  test('says what a role without permissions lacks', async () => {
    expect(told(await runAs('nobody', status(place)))).toMatchInlineSnapshot(`
      "exit 1
      error: cassandra://HOST/recount: reading: User nobody has no SELECT permission on <table recount.store> or any of its parents
      hint: grant it to the user: recount-services(7) lists the least privileges"
    `);
  });

  test('refuses a wrong password, an unknown user, and nobody', async () => {
    expect(told(await runAs('writer', status(place), 'tr0ub4dor'))).toMatchInlineSnapshot(`
      "exit 2
      error: cassandra://HOST/recount: connecting: Provided username writer and/or password are incorrect
      hint: set CASSANDRA_USERNAME and CASSANDRA_PASSWORD, or name a file of cqlsh with --credentials"
    `);
    expect((await runAs('stranger', status(place))).code).toBe(2);
    expect(told(await runMain(status(place)))).toMatchInlineSnapshot(`
      "exit 2
      error: cassandra://HOST/recount: connecting: Host HOST requires authentication, but no authenticator found in the options
      hint: set CASSANDRA_USERNAME and CASSANDRA_PASSWORD, or name a file of cqlsh with --credentials"
    `);
  });

  test('takes user and password from a file', async () => {
    const file = join(folder, 'credentials');
    writeFileSync(file, `[PlainTextAuthProvider]\nusername = reader\npassword = ${password}\n`);
    expect((await runMain([...status(place), '--credentials', file])).code).toBe(0);
  });

  test('is not trusted without its authority', async () => {
    expect(told(await runAs('reader', status(`${plain()}?tls=on`)))).toMatchInlineSnapshot(`
      "exit 2
      error: cassandra://HOST/recount: connecting: unable to verify the first certificate
      hint: name the authority that signed the cluster's certificate in the place: ?ca=FILE"
    `);
  });

  test('is not trusted under another address than its certificate names', async () => {
    const { port } = elsewhere.address() as AddressInfo;
    const there = `cassandra://127.0.0.2:${port}/recount?ca=${certificates.authority}`;
    expect(told(await runAs('reader', status(there)))).toMatchInlineSnapshot(`
      "exit 2
      error: cassandra://ELSEWHERE/recount: connecting: Hostname/IP does not match certificate's altnames: IP: 127.0.0.2 is not in the cert's list: 127.0.0.1
      hint: nodes are checked under the IP address that they are reached at: their certificates must name it (subjectAltName IP)"
    `);
  });

  test('is not spoken to without TLS', async () => {
    expect(told(await runAs('reader', status(plain())))).toMatchInlineSnapshot(`
      "exit 5
      error: cassandra://HOST/recount: connecting: HOST read ECONNRESET
      hint: see whether the cluster is up, and reached under this address; then run it again; if it wants TLS, add ?tls=on to the place"
    `);
  });
});

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

async function makeRoles(address: string, certificates: Certificates): Promise<void> {
  const roles = ['maker', 'writer', 'reader', 'nobody'];
  const made = roles.map(
    (role) => `CREATE ROLE ${role} WITH LOGIN = true AND PASSWORD = '${password}'`,
  );
  await grant(address, certificates, [...made, ...grantsOfManual('maker')]);
}

const grantTriesMax = 120;

/** As the superuser that a new server has; it is there a moment after the server answers. */
async function grant(
  address: string,
  { authority }: Certificates,
  statements: readonly string[],
): Promise<void> {
  let last = '';
  for (let tries = 1; tries <= grantTriesMax; tries += 1) {
    last = await grantOnce(address, authority, statements);
    if (last === 'done') return;
    await wait(500);
  }
  throw new Error(last);
}

async function grantOnce(
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
