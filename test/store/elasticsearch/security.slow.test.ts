/**
 * An Elasticsearch server that wants TLS and a user with a password, and roles with no more than
 * the manual lists: what they may, what they may not, and what is said where something is wrong.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elasticsearchPrivileges } from '../../../src/cli/manual/elasticsearch-chapters.ts';
import { runMain, type MainResult } from '../../cli/run-main.ts';
import { startElasticsearch, type ElasticsearchNode } from '../../services/elasticsearch.ts';
import { useInstalled } from '../../services/use-service.ts';
import { makeCertificates, type Certificates } from '../../support/certificates.ts';
import { removeFolder, temporaryFolder } from '../../support/rebuild-harness.ts';
import { exportArguments, makeFaultWorld, rebuildArguments } from '../faults/fault-world.ts';
import type { FaultWorld } from '../faults/fault-world.ts';

const installed = await useInstalled('elasticsearch');
const password = 'correct-horse-battery';
/** bcrypt of the password, as the file of users has it; made by the crypt of Python 3. */
const passwordHash = '$2a$10$RZpTDBdmUpmfK0FL4ZROQegyFe9VfskmRTUaDE4Q4tRpfCrcfxPsC';

/** As recount-services(7) lists them. */
const roles = Object.entries(elasticsearchPrivileges).map(([role, { cluster, indices }]) => {
  const ofIndices = `{names: ['recount-*'], privileges: [${indices.join(', ')}]}`;
  return `${role}: {cluster: [${cluster.join(', ')}], indices: [${ofIndices}]}\n`;
});
const users = [...Object.keys(elasticsearchPrivileges), 'nobody'];

describe.skipIf(installed === undefined)('a server with TLS and users', () => {
  let world: FaultWorld;
  let folder = '';
  let certificates: Certificates;
  let node: ElasticsearchNode;
  let place = '';

  beforeAll(async () => {
    folder = temporaryFolder();
    certificates = await makeCertificates(folder, '127.0.0.1');
    world = await makeFaultWorld();
    node = await startElasticsearch(installed ?? '', {
      settings: [
        'xpack.security.enabled: true',
        'xpack.security.http.ssl.enabled: true',
        'xpack.security.http.ssl.certificate: server.pem',
        'xpack.security.http.ssl.key: server.key',
        'xpack.security.authc.realms.file.file1.order: 0',
      ],
      files: {
        'server.pem': readFileSync(certificates.certificate, 'utf8'),
        'server.key': readFileSync(certificates.key, 'utf8'),
        users: users.map((user) => `${user}:${passwordHash}\n`).join(''),
        users_roles: users.map((user) => `${user}:${user}\n`).join(''),
        'roles.yml': `${roles.join('')}nobody: {}\n`,
      },
    });
    place = `elasticsearch://${node.address}/recount?ca=${certificates.authority}`;
  });
  afterAll(async () => {
    await node.stop();
    removeFolder(folder);
    removeFolder(world.root);
  });

  /** Runs a command as a user, and makes sure that it tells no secret. */
  async function runAs(user: string, argv: readonly string[], word = password) {
    const environment = { ELASTICSEARCH_USERNAME: user, ELASTICSEARCH_PASSWORD: word };
    const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');
    const result = await runMain(argv, { environment, randomHex });
    expect(result.stdout + result.stderr).not.toContain(word);
    return result;
  }

  const status = (where: string): readonly string[] => ['store', 'status', '--store', where];
  const plain = (): string => `elasticsearch://${node.address}/recount`;
  /** What is told, without what differs from run to run. */
  const told = ({ code, stderr }: MainResult): string =>
    `exit ${code}\n${stderr.trimEnd()}`
      .replaceAll(node.address, 'HOST')
      .replaceAll(folder, 'FOLDER')
      .replaceAll(/Local: [\d.:]+/g, 'Local: PORT');

  test('is made a store by a user that may make templates, and by no other', async () => {
    const init = ['store', 'init', '--store', place, '--replication', '1'];
    expect(told(await runAs('writer', init))).toMatchInlineSnapshot(`
      "exit 1
      error: elasticsearch://HOST/recount: putting a template: status 403: security_exception: action [indices:admin/index_template/put] is unauthorized for user [writer] with effective roles [writer], this action is granted by the cluster privileges [manage_index_templates,manage,all]
      hint: grant it to the user (recount-services(7) lists the privileges), or lift
        the block of the index: a disk that is nearly full sets one"
    `);
    expect(told(await runAs('maker', init))).toBe('exit 0\n');
  });

  test('is rebuilt, changed back and cleared with what the manual lists for it', async () => {
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

  test('is read with what the manual lists for it, and not changed', async () => {
    const [first] = world.versions;
    for (const argv of [status(place), exportArguments(place)]) {
      expect(told(await runAs('reader', argv))).toMatch(/^exit 0\n/);
    }
    const refused = await runAs('reader', rebuildArguments(first.archive, place));
    expect(told(refused)).toMatchInlineSnapshot(`
      "exit 1
      error: elasticsearch://HOST/recount: writing a document: status 403: security_exception: action [indices:data/write/index] is unauthorized for user [reader] with effective roles [reader] on indices [recount-documents], this action is granted by the index privileges [create_doc,create,index,write,all]
      hint: grant it to the user (recount-services(7) lists the privileges), or lift
        the block of the index: a disk that is nearly full sets one"
    `);
  });

  test('says what a user without privileges lacks', async () => {
    expect(told(await runAs('nobody', status(place)))).toMatchInlineSnapshot(`
      "exit 1
      error: elasticsearch://HOST/recount: looking for a store: status 403: security_exception: action [indices:data/read/get] is unauthorized for user [nobody] with effective roles [nobody] on indices [recount-records], this action is granted by the index privileges [read,all]
      hint: grant it to the user (recount-services(7) lists the privileges), or lift
        the block of the index: a disk that is nearly full sets one"
    `);
  });

  test('refuses a wrong password, an unknown user, and nobody', async () => {
    expect(told(await runAs('writer', status(place), 'tr0ub4dor'))).toMatchInlineSnapshot(`
      "exit 2
      error: elasticsearch://HOST/recount: looking for a store: status 401: security_exception: unable to authenticate user [writer] for REST request [/recount-records/_doc/store]
      hint: set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and
        ELASTICSEARCH_PASSWORD"
    `);
    expect((await runAs('stranger', status(place))).code).toBe(2);
    expect(told(await runMain(status(place)))).toMatchInlineSnapshot(`
      "exit 2
      error: elasticsearch://HOST/recount: looking for a store: status 401: security_exception: missing authentication credentials for REST request [/recount-records/_doc/store]
      hint: set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and
        ELASTICSEARCH_PASSWORD"
    `);
  });

  test('is not trusted without its authority', async () => {
    expect(told(await runAs('reader', status(`${plain()}?tls=on`)))).toMatchInlineSnapshot(`
      "exit 2
      error: elasticsearch://HOST/recount: looking for a store: unable to verify the first certificate
      hint: name the authority that signed the cluster's certificate in the place:
        ?ca=FILE; without TLS, leave tls, ca, cert and key out"
    `);
  });

  test('is not spoken to without TLS', async () => {
    expect(told(await runAs('reader', status(plain())))).toMatchInlineSnapshot(`
      "exit 5
      error: elasticsearch://HOST/recount: looking for a store (tried 14 times): other side closed - Local: PORT, Remote: HOST
      hint: see whether the cluster is up, and reached under this address; then run it
        again; if it wants TLS, add ?tls=on to the place"
    `);
  });
});
