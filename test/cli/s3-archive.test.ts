/** Logs in S3 from the command line: what each wrong setting says, and that no secret is told. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { useService } from '../services/use-service.ts';
import { writeManyFaults } from '../support/faulty-archive.ts';
import { newBucket, useS3Environment, type TestBucket } from '../support/s3-bucket.ts';
import { runMain, writeWorkedArchive, type MainResult } from './run-main.ts';

useS3Environment();
const address = await useService('versitygw');
const fakeSecret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYsecret';
const fakeToken = 'FwoGZXIvYXdzEBYaDsessiontoken';

describe.skipIf(address === undefined)('logs in S3', () => {
  let bucket: TestBucket;
  let folder = '';
  const seen: MainResult[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'recount-test-'));
    bucket = await newBucket(address ?? '');
    const source = writeWorkedArchive(join(folder, 'archive'));
    for (const file of filesBelow(source)) {
      await bucket.put(file.slice(source.length + 1), readFileSync(file));
    }
  });
  afterAll(() => {
    bucket.close();
    rmSync(folder, { recursive: true });
  });

  const endpoint = (): string[] => ['--s3-endpoint', `http://${address ?? ''}`];

  /** In a window so wide that no hint is wrapped. */
  async function run(...argv: readonly string[]): Promise<MainResult> {
    const result = await runMain(argv, { columns: 500 });
    seen.push(result);
    return result;
  }

  const ls = (...more: readonly string[]): Promise<MainResult> =>
    run('archive', 'ls', '--archive', `s3://${bucket.name}`, ...endpoint(), ...more);

  test('are listed, checked and counted as those in a folder', async () => {
    const inBucket = ['--archive', `s3://${bucket.name}/`, ...endpoint()];
    const inFolder = ['--archive', join(folder, 'archive')];
    for (const command of [
      ['archive', 'ls'],
      ['archive', 'check'],
      ['archive', 'check', '--deep'],
    ]) {
      const fromFolder = await run(...command, ...inFolder);
      const fromBucket = await run(...command, ...inBucket);
      expect(fromBucket.code).toBe(fromFolder.code);
      expect(withoutNextCommand(fromBucket.stdout)).toBe(withoutNextCommand(fromFolder.stdout));
    }
    const what = [
      ...['--site', 'news.example', '--zone', 'UTC', '--from', '2026-03-08'],
      ...['--until', '2026-03-09', '--retain', '5m=forever', '--apply', '--json'],
    ];
    const stores = ['a', 'b'].map((name) => join(folder, name));
    const places = [inFolder, inBucket];
    for (const [index, store] of stores.entries()) {
      const { code, stderr } = await run(
        'rebuild',
        ...what,
        ...(places[index] ?? []),
        ...['--store', store],
      );
      expect([code, stderr]).toEqual([0, '']);
    }
    const rows = await Promise.all(
      stores.map((store) => run('export', '--store', store, '--site', 'news.example')),
    );
    expect(rows[0]?.stdout.length).toBeGreaterThan(1000);
    expect(rows[1]?.stdout).toBe(rows[0]?.stdout);
    // A copy of an archive is the same input: nothing is to be done again.
    const again = await run('rebuild', ...what, ...inBucket, '--store', stores[0] ?? '');
    expect(again.stdout).toContain('"result":"current"');
  });

  test('that have every fault are told as those in a folder', async () => {
    const faulty = join(folder, 'faulty');
    writeManyFaults(faulty);
    const inBucket = await newBucket(address ?? '');
    for (const file of filesBelow(faulty)) {
      await inBucket.put(file.slice(faulty.length + 1), readFileSync(file));
    }
    const days = ['--from', '2026-03-07', '--until', '2026-03-09'];
    for (const command of [
      ['archive', 'check', '--deep'],
      ['archive', 'check', '--deep', '--json'],
      ['rebuild', '--site', 'news.example', '--zone', 'UTC', '--store', 'nowhere', ...days],
    ]) {
      const fromFolder = await run(...command, '--archive', faulty);
      const place = ['--archive', `s3://${inBucket.name}`, ...endpoint()];
      const fromBucket = await run(...command, ...place);
      const told = ({ code, stdout }: MainResult): readonly [number, string] => [
        code,
        withoutNextCommand(stdout),
      ];
      expect(fromFolder.code).toBe(4);
      expect(told(fromBucket)).toEqual(told(fromFolder));
    }
    inBucket.close();
  });

  test('of a bucket that is not there, or with a wrong name', async () => {
    const { code, stderr } = await run('archive', 'ls', '--archive', 's3://no-such', ...endpoint());
    expect([code, stderr]).toEqual([
      2,
      'error: s3://no-such/: cannot be listed: NoSuchBucket (404): The specified bucket does not ' +
        'exist.\nhint: check the name no-such; for another service than AWS name it with ' +
        '--s3-endpoint\n',
    ]);
    for (const place of ['s3://', 's3://a', 's3://my_logs*/x']) {
      const wrong = await run('archive', 'ls', '--archive', place);
      expect(wrong).toMatchObject({ code: 2 });
      expect(wrong.stderr).toContain('hint: write s3://bucket or s3://bucket/folder');
    }
  });

  test('with a wrong region', async () => {
    const { code, stderr } = await ls('--s3-region', 'eu-west-1');
    expect(code).toBe(2);
    expect(stderr).toContain('hint: name the region of the bucket: --s3-region us-east-1\n');
  });

  test.each([
    ['secret', { AWS_SECRET_ACCESS_KEY: fakeSecret }, 'SignatureDoesNotMatch (403)'],
    [
      'token',
      { AWS_SESSION_TOKEN: fakeToken, AWS_SECRET_ACCESS_KEY: fakeSecret },
      'InvalidToken (400)',
    ],
    ['key', { AWS_ACCESS_KEY_ID: 'AKIAUNKNOWN' }, 'XAdminUserNotFound (404)'],
  ])('with a wrong %s', async (_what, environment, found) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const { code, stderr } = await ls('--debug');
    const checked = await run(
      'archive',
      'check',
      '--archive',
      `s3://${bucket.name}`,
      ...endpoint(),
    );
    useS3Environment();
    vi.stubEnv('AWS_SESSION_TOKEN', undefined);
    expect([code, checked.code]).toEqual([2, 2]);
    expect(stderr).toContain(found);
    expect(stderr).toContain(
      'hint: check the credentials that are given by AWS_PROFILE, or AWS_ACCESS_KEY_ID and ' +
        'AWS_SECRET_ACCESS_KEY, or the role of the machine\n',
    );
  });

  test('are read with the credentials and the region of a profile', async () => {
    const credentials = join(folder, 'credentials');
    const config = join(folder, 'config');
    writeFileSync(
      credentials,
      '[right]\naws_access_key_id = test\naws_secret_access_key = testsecret\n' +
        `[wrong]\naws_access_key_id = test\naws_secret_access_key = ${fakeSecret}\n`,
    );
    writeFileSync(
      config,
      '[profile right]\nregion = us-east-1\n[profile wrong]\nregion = us-east-1\n',
    );
    const asProfile = async (profile: string): Promise<MainResult> => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
      vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', credentials);
      vi.stubEnv('AWS_CONFIG_FILE', config);
      vi.stubEnv('AWS_PROFILE', profile);
      const result = await ls('--totals');
      vi.stubEnv('AWS_PROFILE', undefined);
      useS3Environment();
      return result;
    };
    const right = await asProfile('right');
    const wrong = await asProfile('wrong');
    const unknown = await asProfile('nobody');
    rmSync(credentials);
    expect([right.code, right.stderr]).toEqual([0, '']);
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('SignatureDoesNotMatch (403)'),
    ]);
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('hint: give them by AWS_PROFILE, or AWS_ACCESS_KEY_ID and '),
    ]);
  });

  test('without credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    const { code, stderr } = await ls();
    const anonymous = await ls('--s3-anonymous');
    await bucket.publish('events/2026/03/08/10/part-0.gz');
    const public_ = await ls('--s3-anonymous', '--totals');
    useS3Environment();
    expect(code).toBe(2);
    expect(stderr).toContain('for a public bucket, --s3-anonymous\n');
    expect(anonymous.code).toBe(1);
    expect(anonymous.stderr).toContain(
      `hint: allow s3:ListBucket on ${bucket.name} and s3:GetObject on ${bucket.name}/*, or use ` +
        'other credentials\n',
    );
    expect([public_.code, public_.stderr]).toEqual([0, '']);
  });

  test('of which one may not be read are read but for that one', async () => {
    await bucket.publish('events/2026/03/08/10/part-0.gz');
    const { code, stdout } = await run(
      ...['archive', 'check', '--archive', `s3://${bucket.name}`, ...endpoint()],
      ...['--s3-anonymous', '--deep', '--json'],
    );
    expect(code).toBe(4);
    expect(stdout).toContain('"fault":"denied"');
    expect(stdout).toContain(
      'events/2026/03/08/10/part-0.gz may not be read (access denied): AccessDenied (403): ',
    );
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      read: { objects: 36 },
    });
  });

  test('behind an address where nothing answers, or no S3', async () => {
    const place = ['archive', 'ls', '--archive', 's3://logs', '--s3-tries', '2'];
    const nobody = await run(...place, '--s3-endpoint', 'http://127.0.0.1:1');
    expect(nobody).toMatchObject({ code: 5, stdout: '' });
    expect(nobody.stderr).toBe(
      'error: s3://logs/: cannot be listed (tried 2 times): ECONNREFUSED: connect ECONNREFUSED ' +
        '127.0.0.1:1\nhint: check --s3-endpoint, --s3-region and the network, then run it again\n',
    );
    const other = createServer((_request, response) => response.writeHead(404).end('not here'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const noS3 = await run(...place, '--s3-endpoint', `http://127.0.0.1:${port}`);
    other.close();
    expect(noS3.code).toBe(2);
    expect(noS3.stderr).toContain('hint: what answers there is no S3 service');
  });

  test('of a service that is silent may be given up at once', async () => {
    const silent = createSocketServer();
    const asked = new Promise((resolve) => silent.once('connection', resolve));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    let send: ((signal: 'SIGINT') => void) | undefined;
    void asked.then(() => send?.('SIGINT'));
    const { code, stderr } = await runMain(
      ['archive', 'ls', '--archive', 's3://logs', '--s3-endpoint', `http://127.0.0.1:${port}`],
      { withSignals: (sender) => (send = sender) },
    );
    silent.close();
    expect([code, stderr.split('\n')[1]]).toEqual([130, 'interrupted; the list is not whole']);
  });

  test('are reached by what stands in the configuration, which holds no credentials', async () => {
    for (const url of ['https://ada:secret@s3.example', 's3.example', 'ftp://s3.example']) {
      const { code, stderr } = await run(
        'archive',
        'ls',
        '--archive',
        's3://logs',
        '--s3-endpoint',
        url,
      );
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: --s3-endpoint \S+ (holds credentials|is no address)\n/);
    }
    const { stdout } = await runMain(['config'], {
      environment: { AWS_ENDPOINT_URL_S3: 'https://s3.example', AWS_REGION: 'eu-west-1' },
    });
    expect(stdout).toMatch(/^s3\.endpoint +AWS_ENDPOINT_URL_S3 +https:\/\/s3\.example$/m);
    expect(stdout).toMatch(/^s3\.region +AWS_REGION +eu-west-1$/m);
  });

  test('tell no secret: neither on any stream nor in a store', () => {
    expect(seen.length).toBeGreaterThan(20);
    const written = filesBelow(folder).map((file) => readFileSync(file, 'latin1'));
    const all = [...seen.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...written].join('\n');
    for (const secret of ['testsecret', fakeSecret, fakeToken, 'ada:secret']) {
      expect(all.includes(secret), secret).toBe(false);
    }
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
}

/** The command to go on with names the archive. */
function withoutNextCommand(text: string): string {
  return text.replace(/\n\n(Only names and sizes|.*\n  recount rebuild )[^]*$/, '');
}
