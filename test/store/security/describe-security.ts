/**
 * A server that wants TLS and a user with a password, and roles with no more than the manual lists:
 * what they may, what they may not, and what is said where something is wrong.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMain, type MainResult } from '../../cli/run-main.ts';
import { useInstalled } from '../../services/use-service.ts';
import { makeCertificates, type Certificates } from '../../support/certificates.ts';
import { removeFolder, temporaryFolder } from '../../support/rebuild-harness.ts';
import { exportArguments, makeFaultWorld, rebuildArguments } from '../faults/fault-world.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import type { SecuredServer, SecuredService, UserName } from './secured-service.ts';

/** What tests of one service alone are given; all of it is there once a test runs. */
export type Secured = {
  readonly server: () => SecuredServer;
  readonly certificates: () => Certificates;
  readonly world: () => FaultWorld;
  /** For files of a test. */
  readonly folder: () => string;
  /** @param query of the place; left out, the one that trusts the server. */
  readonly place: (query?: string) => string;
  /** Runs a command with these variables, and makes sure that it tells none of their values. */
  readonly runWith: (environment: Environment, argv: readonly string[]) => Promise<MainResult>;
  /** What is told, without what differs from run to run. */
  readonly told: (result: MainResult) => string;
};

type Environment = Readonly<Record<string, string>>;

export const statusArguments = (place: string): readonly string[] => [
  ...['store', 'status', '--store', place],
];

export async function describeSecurity(
  secured: SecuredService,
  testMore: (secured: Secured) => void,
): Promise<void> {
  const installed = await useInstalled(secured.service);
  describe.skipIf(installed === undefined)('a server with TLS and users', () => {
    const given = useSecured(secured, installed ?? '');
    testGrants(secured, given);
    testRefusals(secured, given);
    testMore(given);
  });
}

function useSecured(service: SecuredService, installed: string): Secured {
  let world: FaultWorld;
  let folder = '';
  let certificates: Certificates;
  let server: SecuredServer;
  beforeAll(async () => {
    folder = temporaryFolder();
    certificates = await makeCertificates(folder, '127.0.0.1');
    world = await makeFaultWorld();
    server = await service.start(installed, certificates);
  });
  afterAll(async () => {
    await server.stop();
    removeFolder(folder);
    removeFolder(world.root);
  });
  return {
    server: () => server,
    certificates: () => certificates,
    world: () => world,
    folder: () => folder,
    place: (query = `?ca=${certificates.authority}`) =>
      `${service.scheme}://${server.address}/recount${query}`,
    async runWith(environment, argv) {
      const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');
      const result = await runMain(argv, { environment, randomHex, columns: 1000 });
      const secret = Object.entries(environment).filter(([name]) => !name.endsWith('USERNAME'));
      for (const [, value] of secret) expect(result.stdout + result.stderr).not.toContain(value);
      return result;
    },
    told: ({ code, stderr }) =>
      `exit ${code}\n${stderr.trimEnd()}`
        .replaceAll(server.address, 'HOST')
        .replaceAll(folder, 'FOLDER')
        .replaceAll(/Local: [\d.:]+/g, 'Local: PORT'),
  };
}

type Runner = (user: UserName | 'stranger', argv: readonly string[]) => Promise<MainResult>;

function runnerAs({ credentials, password }: SecuredService, { runWith }: Secured): Runner {
  return (user, argv) =>
    runWith({ [credentials.user]: user, [credentials.password]: password }, argv);
}

function testGrants(secured: SecuredService, given: Secured): void {
  const { server, world, place, told } = given;
  const runAs = runnerAs(secured, given);

  test('is made a store by a user that may make one, and by no other', async () => {
    const init = ['store', 'init', '--store', place(), '--replication', '1'];
    await server().grant('maker');
    expect(told(await runAs('writer', init))).toBe(secured.told.makingAsWriter);
    expect(told(await runAs('maker', init))).toBe('exit 0\n');
  });

  test('is rebuilt, changed back and cleared with what the manual lists for it', async () => {
    await server().grant('writer');
    const [first, second] = world().versions;
    const commands = [
      rebuildArguments(first.archive, place()),
      rebuildArguments(second.archive, place()),
      ['runs', 'list', '--store', place()],
      ['audit', ...rebuildArguments(second.archive, place()).slice(1, -1)],
      ['store', 'gc', '--store', place(), '--apply'],
    ];
    const outputs: string[] = [];
    for (const argv of commands) {
      const { code, stdout, stderr } = await runAs('writer', argv);
      expect([argv[0], code, stderr]).toEqual([argv[0], 0, expect.any(String)]);
      outputs.push(stdout);
    }
    const run = / Run (\S+)\.\n$/.exec(outputs[1] ?? '')?.[1] ?? '';
    const undone = ['runs', 'undo', run, '--store', place(), '--apply', '--reason', 'a test'];
    expect(told(await runAs('writer', undone))).toBe('exit 0\n');
  });

  test('is read with what the manual lists for it, and not changed', async () => {
    await server().grant('reader');
    for (const argv of [statusArguments(place()), exportArguments(place())]) {
      expect(told(await runAs('reader', argv))).toMatch(/^exit 0\n/);
    }
    const [first] = world().versions;
    const refused = await runAs('reader', rebuildArguments(first.archive, place()));
    expect(told(refused)).toBe(secured.told.writingAsReader);
  });
}

function testRefusals(secured: SecuredService, given: Secured): void {
  const { place, told, runWith } = given;
  const runAs = runnerAs(secured, given);

  test('says what a user without privileges lacks', async () => {
    const refused = await runAs('nobody', statusArguments(place()));
    expect(told(refused)).toBe(secured.told.readingAsNobody);
  });

  test('refuses a wrong password, an unknown user, and nobody', async () => {
    const { user, password } = secured.credentials;
    const wrong = { [user]: 'writer', [password]: 'tr0ub4dor' };
    const refused = await runWith(wrong, statusArguments(place()));
    expect(told(refused)).toBe(secured.told.wrongPassword);
    expect((await runAs('stranger', statusArguments(place()))).code).toBe(2);
    expect(told(await runWith({}, statusArguments(place())))).toBe(secured.told.withoutUser);
  });

  test('is not trusted without its authority', async () => {
    const refused = await runAs('reader', statusArguments(place('?tls=on')));
    expect(told(refused)).toBe(secured.told.withoutAuthority);
  });

  test('is not spoken to without TLS', async () => {
    const refused = await runAs('reader', statusArguments(place('?tries=2')));
    expect(told(refused)).toBe(secured.told.withoutTls);
  });
}
