/** A PostgreSQL with the extension `hll`, for as long as some tests run. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where Debian puts each version: programs in bin/, extensions under /usr/share. */
const versionsFolder = '/usr/lib/postgresql';

/** Results are some megabytes of hexadecimal digits; a result beyond this is a mistake. */
const resultBytesMax = 256 * 1024 * 1024;

export type Postgres = {
  /** Runs a psql script; the rows that it prints, split into fields. Null is an empty field. */
  readonly run: (script: string) => string[][];
  /** Stops the server and removes its files. */
  readonly stop: () => Promise<void>;
};

/**
 * The programs of the newest PostgreSQL that has the extension. Where there is none: undefined,
 * said loudly, so that tests can be skipped; on a build server that is an error.
 */
export function findPostgresWithHll(): string | undefined {
  const versions = existsSync(versionsFolder) ? readdirSync(versionsFolder) : [];
  const version = versions
    .filter((name) => existsSync(join(versionsFolder, name, 'bin/initdb')))
    .filter((name) => existsSync(`/usr/share/postgresql/${name}/extension/hll.control`))
    .sort((a, b) => Number(b) - Number(a))[0];
  if (version !== undefined) return join(versionsFolder, version, 'bin');
  const message = 'no PostgreSQL with hll: apt-get install postgresql-15-hll';
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\n*** TESTS ARE SKIPPED: ${message} ***\n\n`);
  return undefined;
}

/**
 * Makes a new cluster in a temporary folder and starts it: reachable by a socket in that folder
 * only, gone with the process that started it.
 */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'recount-postgres-'));
  const user = userOfServer();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const asUser = ['--reuid', 'postgres', '--regid', 'postgres', '--init-groups'];
  const privileges = user === undefined ? [] : asUser;
  const initdb = [join(programs, 'initdb'), '-D', data, '-U', 'postgres', '-A', 'trust'];
  const quick = ['-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  execFileSync('setpriv', [...privileges, ...initdb, ...quick], { stdio: 'pipe', cwd: folder });
  const server = spawn(
    'setpriv',
    [
      ...[...privileges, '--pdeathsig', 'QUIT', join(programs, 'postgres'), '-D', data],
      ...['-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder },
  );
  await untilReady(server);
  const run = (script: string): string[][] => runScript(programs, folder, script);
  run('create extension hll;');
  return { run, stop: () => stopServer(server, folder) };
}

/** The server refuses to run as root: Debian's user of that name then. */
function userOfServer(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function untilReady(server: ChildProcess): Promise<void> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: server.stderr! })) {
    if (line.includes('ready to accept connections')) {
      server.stderr!.resume();
      return;
    }
    lines.push(line);
  }
  throw new Error(`PostgreSQL did not start:\n${lines.join('\n')}`);
}

function runScript(programs: string, folder: string, script: string): string[][] {
  const quiet = ['-X', '-q', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1'];
  const output = execFileSync(
    join(programs, 'psql'),
    [...quiet, '-h', folder, '-U', 'postgres', '-d', 'postgres'],
    { input: script, encoding: 'utf8', stdio: 'pipe', maxBuffer: resultBytesMax },
  );
  return output === ''
    ? []
    : output
        .slice(0, -1)
        .split('\n')
        .map((line) => line.split('\t'));
}

async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  const stopped = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGQUIT');
  await stopped;
  rmSync(folder, { recursive: true });
}
