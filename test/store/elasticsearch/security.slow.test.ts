/** An Elasticsearch server with TLS and users; what is alike in all services is in ../security. */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { expect, test } from 'vitest';
import { elasticsearchPrivileges } from '../../../src/cli/manual/elasticsearch-chapters.ts';
import { addEmailAnalysis } from '../../services/add-email-analysis.ts';
import { startElasticsearch } from '../../services/elasticsearch.ts';
import { newDataFolder } from '../../services/loopback.ts';
import type { Certificates } from '../../support/certificates.ts';
import { exportArguments, rebuildArguments } from '../faults/fault-world.ts';
import { describeSecurity, statusArguments, type Secured } from '../security/describe-security.ts';
import type { Role, SecuredServer } from '../security/secured-service.ts';

const password = 'correct-horse-battery';
/** bcrypt of the password, as the file of users has it; made by the crypt of Python 3. */
const passwordHash = '$2a$10$RZpTDBdmUpmfK0FL4ZROQegyFe9VfskmRTUaDE4Q4tRpfCrcfxPsC';

const error = 'error: elasticsearch://HOST/recount:';
const grantHint =
  'hint: grant it to the user or key (recount-services(7) lists the privileges), or lift the ' +
  'block of the index: a disk that is nearly full sets one';
const credentialsHint =
  'hint: set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD';

await describeSecurity(
  {
    service: 'elasticsearch',
    scheme: 'elasticsearch',
    credentials: { user: 'ELASTICSEARCH_USERNAME', password: 'ELASTICSEARCH_PASSWORD' },
    password,
    start,
    told: {
      makingAsWriter:
        `exit 1\n${error} putting a template: status 403: security_exception: action ` +
        '[indices:admin/index_template/put] is unauthorized for user [writer] with effective ' +
        'roles [writer], this action is granted by the cluster privileges ' +
        `[manage_index_templates,manage,all]\n${grantHint}`,
      writingAsReader:
        `exit 1\n${error} writing a document: status 403: security_exception: action ` +
        '[indices:data/write/index] is unauthorized for user [reader] with effective roles ' +
        '[reader] on indices [recount-documents], this action is granted by the index ' +
        `privileges [create_doc,create,index,write,all]\n${grantHint}`,
      readingAsNobody:
        `exit 1\n${error} looking for a store: status 403: security_exception: action ` +
        '[indices:data/read/get] is unauthorized for user [nobody] with effective roles [nobody] ' +
        'on indices [recount-records], this action is granted by the index privileges ' +
        `[read,all]\n${grantHint}`,
      wrongPassword:
        `exit 2\n${error} looking for a store: status 401: security_exception: unable to ` +
        'authenticate user [writer] for REST request [/recount-records/_doc/store]\n' +
        credentialsHint,
      withoutUser:
        `exit 2\n${error} looking for a store: status 401: security_exception: missing ` +
        'authentication credentials for REST request [/recount-records/_doc/store]\n' +
        credentialsHint,
      withoutAuthority:
        `exit 2\n${error} looking for a store: unable to verify the first certificate\n` +
        "hint: name the authority that signed the cluster's certificate in the place: ?ca=FILE",
      withoutTls:
        `exit 5\n${error} looking for a store (tried 2 times): other side closed - ` +
        'Local: PORT, Remote: HOST\n' +
        'hint: see whether the cluster is up, and reached under this address; then run it again; ' +
        'if it wants TLS, add ?tls=on to the place',
    },
  },
  testApiKeys,
);

type ApiKey = { readonly id: string; readonly encoded: string };

function testApiKeys({ server, certificates, place, world, runWith, told }: Secured): void {
  const ask = (method: string, path: string, body: object): Promise<unknown> =>
    askAsOwner(server().address, certificates(), { method, path, body });

  /** One that may no more than the manual lists for a role. */
  const newKey = (role: Role): Promise<ApiKey> =>
    ask('POST', '/_security/api_key', {
      name: role,
      role_descriptors: { [role]: descriptorOf(role) },
    }) as Promise<ApiKey>;

  test('takes an API key in place of a user, with what it may', async () => {
    const [writer, reader] = [await newKey('writer'), await newKey('reader')];
    const [, second] = world().versions;
    const rebuild = rebuildArguments(second.archive, place());
    const written = await runWith({ ELASTICSEARCH_API_KEY: writer.encoded }, rebuild);
    expect(told(written)).toMatch(/^exit 0\n/);
    const read = await runWith({ ELASTICSEARCH_API_KEY: reader.encoded }, exportArguments(place()));
    expect(told(read)).toMatch(/^exit 0\n/);
    const refused = await runWith({ ELASTICSEARCH_API_KEY: reader.encoded }, [
      ...rebuild,
      '--force',
    ]);
    expect(told(refused).replace(reader.id, 'ID')).toBe(
      `exit 1\n${error} writing a document: status 403: security_exception: action ` +
        '[indices:data/write/index] is unauthorized for API key id [ID] of user [owner] on ' +
        'indices [recount-documents], this action is granted by the index privileges ' +
        `[create_doc,create,index,write,all]\n${grantHint}`,
    );
  });

  test('refuses an API key that was taken back, and what is none', async () => {
    const { id, encoded } = await newKey('reader');
    await ask('DELETE', '/_security/api_key', { ids: [id] });
    const environment = { ELASTICSEARCH_API_KEY: encoded };
    const refused = told(await runWith(environment, statusArguments(place())));
    expect(refused).toBe(
      `exit 2\n${error} looking for a store: status 401: security_exception: unable to ` +
        'authenticate with provided credentials and anonymous access is not allowed for this ' +
        `request\n${credentialsHint}`,
    );
    const none = { ELASTICSEARCH_API_KEY: Buffer.from('some:thing').toString('base64') };
    expect((await runWith(none, statusArguments(place()))).code).toBe(2);
  });
}

/** Roles are in a file, so that all have what the manual lists from the start. */
async function start(installed: string, certificates: Certificates): Promise<SecuredServer> {
  const roles = Object.keys(elasticsearchPrivileges) as readonly Role[];
  const users = [...roles, 'nobody', 'owner'];
  const ofUser = (user: string): string => (user === 'owner' ? 'superuser' : user);
  const folder = await newDataFolder('elasticsearch-home');
  const node = await startElasticsearch(await addEmailAnalysis(installed, folder.path), {
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
      users_roles: users.map((user) => `${ofUser(user)}:${user}\n`).join(''),
      // JSON is YAML.
      'roles.yml': [
        ...roles.map((role) => `${role}: ${JSON.stringify(descriptorOf(role))}\n`),
        'nobody: {}\n',
      ].join(''),
    },
  });
  return {
    address: node.address,
    grant: () => Promise.resolve(),
    async stop() {
      await node.stop();
      await folder.remove();
    },
  };
}

function descriptorOf(role: Role): object {
  const { cluster, indices } = elasticsearchPrivileges[role];
  return { cluster, indices: [{ names: ['recount-*'], privileges: indices }] };
}

type Asked = { readonly method: string; readonly path: string; readonly body: object };

/** As a user that may do everything. @throws Error with the answer where it is no success. */
async function askAsOwner(
  address: string,
  { authority }: Certificates,
  { method, path, body }: Asked,
): Promise<unknown> {
  const text = JSON.stringify(body);
  const answer = await new Promise<{ status: number; told: string }>((resolve, reject) => {
    const asked = request(`https://${address}${path}`, {
      ...{ method, ca: readFileSync(authority), auth: `owner:${password}` },
      headers: { 'content-type': 'application/json', 'content-length': text.length },
    });
    asked.on('error', reject).on('response', (response) => {
      let told = '';
      response.setEncoding('utf8').on('data', (piece: string) => (told += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, told }));
    });
    asked.end(text);
  });
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.told}`);
  return JSON.parse(answer.told) as unknown;
}
