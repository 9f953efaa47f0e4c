/** An Elasticsearch server with TLS and users; what is alike in all services is in ../security. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { elasticsearchPrivileges } from '../../../src/cli/manual/elasticsearch-chapters.ts';
import { startElasticsearch } from '../../services/elasticsearch.ts';
import type { Certificates } from '../../support/certificates.ts';
import { describeSecurity, statusArguments, type Secured } from '../security/describe-security.ts';
import type { Role, SecuredServer } from '../security/secured-service.ts';

const password = 'correct-horse-battery';
/** bcrypt of the password, as the file of users has it; made by the crypt of Python 3. */
const passwordHash = '$2a$10$RZpTDBdmUpmfK0FL4ZROQegyFe9VfskmRTUaDE4Q4tRpfCrcfxPsC';

const error = 'error: elasticsearch://HOST/recount:';
const grantHint =
  'hint: grant it to the user (recount-services(7) lists the privileges), or lift the block of ' +
  'the index: a disk that is nearly full sets one';
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

/**
 * This server can make no API key: it keeps them in an index whose analyzer its reduced
 * distribution has not. It knows one when it sees one, though.
 */
function testApiKeys({ place, runWith, told }: Secured): void {
  test('refuses an API key that it has not made, as such', async () => {
    const key = Buffer.from('VuaCfGcBCdbkQm-e5aOx:ui2lp2axTNmsyakw9tvNnw').toString('base64');
    const refused = await runWith({ ELASTICSEARCH_API_KEY: key }, statusArguments(place()));
    expect(told(refused)).toMatchInlineSnapshot(`
      "exit 2
      error: elasticsearch://HOST/recount: looking for a store: status 401: security_exception: unable to authenticate with provided credentials and anonymous access is not allowed for this request
      hint: set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD"
    `);
  });
}

/** Roles are in a file, so that all have what the manual lists from the start. */
async function start(installed: string, certificates: Certificates): Promise<SecuredServer> {
  const roles = Object.keys(elasticsearchPrivileges) as readonly Role[];
  const users = [...roles, 'nobody'];
  const node = await startElasticsearch(installed, {
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
    stop: () => node.stop(),
  };
}

function descriptorOf(role: Role): object {
  const { cluster, indices } = elasticsearchPrivileges[role];
  return { cluster, indices: [{ names: ['recount-*'], privileges: indices }] };
}
